/** What every measurement says besides its table: the machine, the bar, CPU per unit, the slow end of the answers. */
import { cpus, totalmem } from 'node:os';
import type { Measurement } from '../support.ts';

/** One line about the machine and the rounds. */
export function machineLine(rounds: number): string {
  const processors = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return `${processors.length} × ${processors[0]?.model ?? 'unknown'}, ${gigabytes} GB, Node ${process.versions.node}, medians of ${rounds} rounds`;
}

/** Says a bar and whether it is held. */
export function bar(what: string, value: number, compare: '≤' | '≥', limit: number, unit: string): string {
  const held = compare === '≤' ? value <= limit : value >= limit;
  const shown = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return `${held ? 'held  ' : 'MISSED'}  ${what}: ${shown} ${unit} (bar ${compare} ${limit} ${unit})`;
}

/** CPU of client and server together, in milliseconds per unit. */
export function cpuLine(measurements: readonly Measurement[], unit: string): string {
  const each = measurements.map(({ name, cpuMs, units }) => `${name} ${(cpuMs / units).toFixed(2)}`);
  return `CPU ms per ${unit} (client and server): ${each.join(', ')}`;
}

/** The value below which the given part of all values lies; NaN of nothing. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Median, 95th and 99th percentile of answer times in ms. */
export function latencyLine(name: string, values: readonly number[]): string {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => percentile(values, part).toFixed(1));
  return `${name}: answered after ${p50} ms (median), ${p95} ms (95 %), ${p99} ms (99 %)`;
}

/** The value of `--name=…` on the command line, or the default. */
export function option(name: string, byDefault: string): string {
  const prefix = `--${name}=`;
  return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? byDefault;
}

export function say(...lines: string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
