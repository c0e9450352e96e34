/**
 * Packing: how many bytes of packages a second leave their folders for archives, from looking for what is over to the last
 * source removed. The limit is a plain copy of the same files with a flush at the end.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { copyFile, open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPackedIndex, packFiles } from '../src/pipeline/archive/archive.ts';
import { createIntake, prepareIntakeFolders, recordPackage } from '../src/pipeline/intake/intake.ts';
import { monotonicMs, systemClock } from '../src/platform/clock.ts';
import { readMigrations } from '../src/platform/database/migrate.ts';
import { openDatabase } from '../src/platform/database/open-database.ts';
import { silentLogger } from '../src/platform/logger.ts';
import type { Tables } from '../src/schema/tables.ts';
import { bar, machineLine, option, say } from './parts/report.ts';

const PACKAGES = Number(option('packages', '2000'));
const BYTES = Number(option('bytes', '65536'));
const MEGABYTE = 1024 * 1024;

const root = mkdtempSync(join(tmpdir(), 'smena-bench-pack-'));
const at = (...names: string[]) => join(root, ...names);
const folders = { waiting: at('waiting'), processed: at('processed'), error: at('error'), broken: at('broken') };
const archives = { processed: at('a', 'processed'), error: at('a', 'error'), broken: at('a', 'broken') };
const migrations = readMigrations(fileURLToPath(new URL('../migrations', import.meta.url)));
const database = openDatabase<Tables>({ engine: 'sqlite', file: at('smena.db') }, migrations, 1);
const index = openPackedIndex(at('packed.db'), archives, silentLogger);
const intake = createIntake({
  folders,
  limits: { minFreeBytes: 0 },
  clock: systemClock,
  packed: index,
  events: () => undefined,
  // What is measured begins when the packages are there.
  write: (folder, name, chunks) => writeFile(join(folder, name), Buffer.concat(chunks)),
});

async function fill(): Promise<number> {
  await database.migrate();
  await prepareIntakeFolders(folders);
  let bytes = 0;
  for (let number = 0; number < PACKAGES; number += 1) {
    const body = Buffer.allocUnsafe(BYTES);
    // Packages are ZIPs: nothing to be gained by packing.
    for (let position = 0; position + 4 <= BYTES; position += 4)
      body.writeUInt32LE((number * 2_654_435_761 + position * 40_503) >>> 0, position);
    const sent = {
      door: 'grpc',
      packageId: String(number),
      registerId: 'cash',
      shopId: 'shop',
      range: { kind: 'none' },
      body,
    } as const;
    const stored = await intake.receive(sent);
    if (stored.kind !== 'stored') throw new Error(JSON.stringify(stored));
    const header = (await intake.readHeader('waiting', stored.name)) ?? fail();
    const documents = { new: 1, same: 0, enriched: 0, conflict: 0, set_aside: 0 };
    const result = {
      state: 'processed',
      reason: null,
      documents,
      shiftIds: [],
      nextAttemptMs: null,
      transferId: null,
    } as const;
    await database.transaction((tx) => recordPackage(tx, systemClock, stored.name, header, result));
    await intake.finish(stored.name, 'waiting', 'processed');
    bytes += statSync(join(folders.processed, stored.name)).size;
  }
  return bytes;
}

function fail(): never {
  throw new Error('a package has no header');
}

async function copyAll(): Promise<number> {
  const target = at('copy');
  mkdirSync(target);
  const begun = monotonicMs();
  for (const name of readdirSync(folders.processed)) {
    await copyFile(join(folders.processed, name), join(target, name));
    const file = await open(join(target, name), 'r+');
    await file.datasync();
    await file.close();
  }
  return monotonicMs() - begun;
}

try {
  const bytes = await fill();
  const copied = await copyAll();
  const settings = { keepDays: 30, errorAfterMs: 0, minFreeBytes: 0, timeZone: 'Europe/Moscow' };
  const packing = { database, clock: systemClock, logger: silentLogger, intake, folders, archives, index, settings };
  const begun = monotonicMs();
  const [packed] = await packFiles(packing);
  const took = monotonicMs() - begun;
  if (packed?.packages !== PACKAGES) throw new Error(`packed ${packed?.packages} of ${PACKAGES}: ${packed?.failure}`);
  const rate = (ms: number) => bytes / MEGABYTE / (ms / 1000);
  say(machineLine(1));
  say(`${PACKAGES} packages of ${BYTES} bytes, ${(bytes / MEGABYTE).toFixed(0)} MB`);
  say(bar('packed, read back, removed', rate(took), '≥', 50, 'MB/s'));
  say(
    `${Math.round((PACKAGES / took) * 1000)} packages/s; a copy with each file flushed: ${rate(copied).toFixed(0)} MB/s`,
  );
} finally {
  index.close();
  await database.close();
  rmSync(root, { recursive: true, force: true });
}
