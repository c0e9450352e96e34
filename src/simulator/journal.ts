/**
 * A register's own memory: one file of JSON lines that only grows. What `append` has answered survives `kill -9`.
 * A line that was being written when the power went is cut off at the next start: nobody was told that it happened.
 */
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../platform/durable-file.ts';

export type Journal<Line> = {
  /** Writes lines in order and flushes them to the disk; lines handed in meanwhile share the next flush. */
  append(lines: Line[]): Promise<void>;
  close(): Promise<void>;
};

/** Opens or creates a journal and hands back what it holds. Throws when a line in the middle cannot be read. */
export async function openJournal<Line>(path: string): Promise<{ journal: Journal<Line>; lines: Line[] }> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+');
  try {
    const whole = await wholeLines(file, path);
    await file.sync();
    await syncFolder(dirname(path));
    const lines = whole.map((text, index) => parseLine<Line>(text, `${path}:${index + 1}`));
    return { journal: writer(file), lines };
  } catch (cause) {
    await file.close();
    throw cause;
  }
}

/** The finished lines of the file; what follows the last line end is removed. */
async function wholeLines(file: FileHandle, path: string): Promise<string[]> {
  const bytes = await readFile(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) await file.truncate(end);
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
}

function parseLine<Line>(text: string, place: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch (cause) {
    throw new Error(`the journal is damaged at ${place}`, { cause });
  }
}

function writer<Line>(file: FileHandle): Journal<Line> {
  let waiting: Line[] = [];
  let next: Promise<void> | null = null;
  let last: Promise<void> = Promise.resolve();

  async function flush(before: Promise<void>): Promise<void> {
    await before;
    const lines = waiting;
    waiting = [];
    next = null;
    await file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await file.datasync();
  }

  return {
    append(lines) {
      waiting.push(...lines);
      if (next === null) {
        next = flush(last);
        last = next;
      }
      return next;
    },
    async close() {
      await last;
      await file.close();
    },
  };
}
