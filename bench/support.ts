/**
 * How a measurement is taken: the variants take turns (A B A B …), so that a slow minute of the machine meets all of
 * them; the median of the rounds counts, and the ratio to the first variant is what may be trusted.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

export type Variant<T = void> = {
  name: string;
  /** Done before every round, not measured. */
  prepare?: () => Promise<T> | T;
  /** The measured work; returns how many units it did. */
  run: (prepared: T) => Promise<number> | number;
  /** Done after every round, not measured. */
  tidy?: (prepared: T) => Promise<void> | void;
};

/** Medians over the rounds; memory is the highest of all rounds. CPU and memory include child processes on Linux. */
export type Measurement = { name: string; units: number; ms: number; cpuMs: number; peakBytes: number };

export type MeasureOptions = {
  /** Measured rounds of each variant, at least 5. */
  rounds?: number;
  /** Rounds before, not counted. */
  warmups?: number;
};

const fewestRounds = 5;

/** Runs all variants in turns and returns their medians. Throws a RangeError for fewer than five rounds. */
export async function measure<T>(
  variants: readonly Variant<T>[],
  options: MeasureOptions = {},
): Promise<Measurement[]> {
  const { rounds = fewestRounds, warmups = 1 } = options;
  if (rounds < fewestRounds)
    throw new RangeError(`A median of ${rounds} rounds says little; take at least ${fewestRounds}.`);
  const taken = new Map<string, Measurement[]>(variants.map(({ name }) => [name, []]));
  for (let round = -warmups; round < rounds; round += 1) {
    for (const variant of variants) {
      const one = await measureOnce(variant);
      if (round >= 0) taken.get(variant.name)?.push(one);
    }
  }
  return variants.map(({ name }) => {
    const all = taken.get(name) ?? [];
    return {
      name,
      units: median(all.map(({ units }) => units)),
      ms: median(all.map(({ ms }) => ms)),
      cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
      peakBytes: Math.max(...all.map(({ peakBytes }) => peakBytes)),
    };
  });
}

/** A table for people; `unit` names what was counted, like "rows". Ratios are speed against the first line. */
export function table(measurements: readonly Measurement[], unit: string): string {
  const first = measurements[0];
  const head = ['variant', unit, 'ms', `${unit}/s`, 'CPU ms', 'peak MB', 'ratio'];
  const rows = measurements.map((one) => [
    one.name,
    String(Math.round(one.units)),
    one.ms.toFixed(1),
    String(Math.round(speed(one))),
    one.cpuMs.toFixed(0),
    (one.peakBytes / 2 ** 20).toFixed(0),
    first ? `${(speed(one) / speed(first)).toFixed(2)}×` : '',
  ]);
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

/** The middle value; of an even count the mean of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** CPU milliseconds of this process and, on Linux, of its children so far, ended and running (in steps of 10 ms). */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  const ended = readStat('self')?.endedChildrenMs ?? 0;
  const running = descendants().reduce((sum, { ownMs, endedChildrenMs }) => sum + ownMs + endedChildrenMs, 0);
  return (user + system) / 1000 + ended + running;
}

async function measureOnce<T>(variant: Variant<T>): Promise<Measurement> {
  const prepared = (await variant.prepare?.()) as T;
  try {
    globalThis.gc?.();
    forgetPeaks();
    const cpuBefore = cpuMs();
    const begun = performance.now();
    const units = await variant.run(prepared);
    const ms = performance.now() - begun;
    return { name: variant.name, units, ms, cpuMs: cpuMs() - cpuBefore, peakBytes: peakBytes() };
  } finally {
    await variant.tidy?.(prepared);
  }
}

function speed({ units, ms }: Measurement): number {
  return (units / ms) * 1000;
}

type ProcessStat = { pid: number; parent: number; ownMs: number; endedChildrenMs: number };

/** /proc/<pid>/stat: after the name in brackets come state, parent, …; times are in ticks of 10 ms. */
function readStat(pid: string): ProcessStat | undefined {
  const text = readProc(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, userTicks = 0, systemTicks = 0, childUser = 0, childSystem = 0] = [1, 11, 12, 13, 14].map(
    (i) => fields[i],
  );
  return {
    pid: Number.parseInt(text, 10),
    parent,
    ownMs: (userTicks + systemTicks) * 10,
    endedChildrenMs: (childUser + childSystem) * 10,
  };
}

function descendants(): ProcessStat[] {
  if (process.platform !== 'linux') return [];
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readStat(name) ?? []) : []));
  const family = new Set([process.pid]);
  for (let grown = true; grown; ) {
    const before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
    grown = family.size > before;
  }
  return all.filter(({ pid }) => pid !== process.pid && family.has(pid));
}

/** Sets the kernel's "highest so far" back to the present, for us and our children. */
function forgetPeaks(): void {
  if (process.platform !== 'linux') return;
  for (const { pid } of [{ pid: process.pid }, ...descendants()]) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

function peakBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss();
  return [{ pid: process.pid }, ...descendants()].reduce((sum, { pid }) => {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readProc(`/proc/${pid}/status`) ?? '');
    return sum + Number(peak?.[1] ?? 0) * 1024;
  }, 0);
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** A process may end while we look at it, and some containers do not let us write there. */
function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
}
