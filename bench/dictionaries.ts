/**
 * Clearing a folder with a million dictionary files (M43): time, and memory while names are read a few at a time, deleted and
 * written into the journal. `--files` (1,000,000), `--folder` where they are made (the folder of temporary files).
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trimDictionaries } from '../src/pipeline/archive/archive.ts';
import { bar, machineLine, option, say } from './parts/report.ts';

const files = Number(option('files', '1000000'));
const root = mkdtempSync(join(option('folder', tmpdir()), 'smena-dictionaries-'));
const folder = join(root, 'dicts');
const journal = join(root, 'journal.log');
const MEGABYTE = 2 ** 20;
/** Files made at once, and files between two looks at the memory. */
const MADE_AT_ONCE = 64;
const LOOK_EVERY = 1_000;

try {
  await mkdir(folder);
  const making = performance.now();
  for (let from = 0; from < files; from += MADE_AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(MADE_AT_ONCE, files - from) }, (_, index) =>
        writeFile(join(folder, `goods-${String(from + index).padStart(7, '0')}.aif`), ''),
      ),
    );
  const made = (performance.now() - making) / 1000;

  globalThis.gc?.();
  const before = process.memoryUsage();
  let told = 0;
  let [mostRss, mostHeap] = [0, 0];
  const begun = performance.now();
  const done = await trimDictionaries({
    readFolder: async () => ({ ok: true, folder }),
    root,
    dryRun: false,
    journal,
    onEntry() {
      told += 1;
      if (told % LOOK_EVERY !== 0) return;
      const { rss, heapUsed } = process.memoryUsage();
      mostRss = Math.max(mostRss, rss);
      mostHeap = Math.max(mostHeap, heapUsed);
    },
  });
  const seconds = (performance.now() - begun) / 1000;
  if (!done.ok) throw new Error(done.code);
  if (done.files !== files || readdirSync(folder).length > 0) throw new Error(`${done.files} of ${files} went`);
  const megabytes = (bytes: number) => Math.max(0, bytes / MEGABYTE);
  say(machineLine(1), '');
  say(`${files} empty files made in ${made.toFixed(0)} s`);
  say(`deleted in ${seconds.toFixed(0)} s, ${(files / seconds).toFixed(0)} a second, each told and in the journal`);
  say(`journal: ${megabytes(statSync(journal).size).toFixed(0)} MB`);
  say(`heap: at most ${megabytes(mostHeap).toFixed(0)} MB, ${megabytes(before.heapUsed).toFixed(0)} MB before`);
  say(
    bar(
      'memory above that before',
      megabytes(Math.max(mostRss - before.rss, mostHeap - before.heapUsed)),
      '≤',
      64,
      'MB',
    ),
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
