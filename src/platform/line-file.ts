/** Files to which whole lines are added; a crash may leave half of one at the end. */
import type { FileHandle } from 'node:fs/promises';

/** No line is longer. */
const TAIL_BYTES = 4 * 1024 * 1024;

/** Cuts off what a crash has left half written at the end; answers the last whole line, '' = there is none. */
export async function lastWholeLine(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const tail = Buffer.alloc(size - start);
  await file.read(tail, 0, tail.length, start);
  const whole = tail.lastIndexOf(10) + 1;
  if (whole < tail.length) await file.truncate(start + whole);
  return tail.subarray(0, whole).toString('utf8').trimEnd().split('\n').at(-1) ?? '';
}
