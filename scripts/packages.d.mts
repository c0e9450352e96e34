export function pinnedNode(root: string): string;
export function whyStale(root: string, options?: { runtimeOnly?: boolean }): string | undefined;
export function ensurePackages(root: string, options?: { runtimeOnly?: boolean }): boolean;
export function npm(args: readonly string[]): { command: string; args: string[] };
