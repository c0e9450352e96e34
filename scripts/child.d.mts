import type { SpawnOptions } from 'node:child_process';

/** How a program ended: its exit code, or the signal that killed it. */
export type End = { code: number | null; signal: NodeJS.Signals | null };

export function runChild(command: string, args: readonly string[], options?: SpawnOptions): Promise<End>;
export function endLike(end: End): void;
