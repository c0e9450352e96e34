export const runtimeFlags: readonly string[];
export function runtimeEnvironment(root: string): Record<string, string>;
