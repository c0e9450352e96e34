export function runtimeFlags(root: string): string[];
export const runtimeEnvironment: Record<string, string>;
