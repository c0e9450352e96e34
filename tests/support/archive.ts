/** The end of the road for tests: real folders, the real database, the real intake and ledger, the real archives. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { defaultPackageLimits } from '../../src/formats/sales-package/sales-package.ts';
import { type ArchiveFolders, openPackedIndex, type Packing } from '../../src/pipeline/archive/archive.ts';
import {
  createIntake,
  type EndState,
  endStates,
  type Intake,
  prepareIntakeFolders,
} from '../../src/pipeline/intake/intake.ts';
import { createLedger, type Ledger } from '../../src/pipeline/ledger/ledger.ts';
import { createRegisters, type Registers } from '../../src/pipeline/registers/registers.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { receipt, salesFile, shiftInfo } from './sales.ts';
import { temporaryFolder } from './temporary-folder.ts';

export type ArchiveUnderTest = {
  root: string;
  packing: Packing;
  intake: Intake;
  ledger: Ledger;
  registers: Registers;
  clock: { nowMs: number } & Clock;
  log: string[];
};

export const quietSettings = { keepDays: 30, errorAfterMs: 0, minFreeBytes: 0, timeZone: 'Europe/Moscow' };

/** Where everything lies below a folder. */
export function foldersBelow(root: string) {
  const of = (...names: string[]) => join(root, ...names);
  const folders = { waiting: of('waiting'), processed: of('processed'), error: of('error'), broken: of('broken') };
  const archives: ArchiveFolders = {
    processed: of('backup', 'processed_archive'),
    error: of('backup', 'error_archive'),
    broken: of('backup', 'broken_archive'),
  };
  return { folders, archives };
}

/** Opens the stations; `root` is that of stations opened before, as after a restart. */
export async function openArchive(
  t: Pick<TestContext, 'after'>,
  database: Database<Tables>,
  options: Partial<Packing> & { root?: string; at?: string } = {},
): Promise<ArchiveUnderTest> {
  const { root = temporaryFolder(t), at = '2026-11-08T00:33:00Z', ...rest } = options;
  const { folders, archives } = foldersBelow(root);
  const clock = { nowMs: Date.parse(at), now: () => clock.nowMs };
  const log: string[] = [];
  const logger = createLogger((line) => log.push(line), clock.now);
  await prepareIntakeFolders(folders);
  const index = openPackedIndex(join(root, 'packed.db'), archives, logger);
  t.after(() => index.close());
  const limits = { minFreeBytes: 0 };
  const intake = createIntake({ folders, limits, clock, packed: index, events: () => undefined });
  const registers = createRegisters({ database, clock, onChanged: () => undefined });
  const ledger = createLedger({
    database,
    intake,
    clock,
    limits: defaultPackageLimits,
    timeZone: 'Europe/Moscow',
    onChanged: () => undefined,
  });
  const packing = { database, clock, logger, intake, folders, archives, index, settings: quietSettings, ...rest };
  return { root, packing, intake, ledger, registers, clock, log };
}

/** Three packages of each end, loaded by the ledger: receipts by hand, an unknown register, bytes that are no file. */
export async function fillFolders({ intake, ledger }: ArchiveUnderTest, from = 1): Promise<Record<EndState, string[]>> {
  const names: Record<EndState, string[]> = { processed: [], error: [], broken: [] };
  for (let number = from; number < from + 3; number += 1) {
    const body = Buffer.from(salesFile({ shifts: [shiftInfo()], documents: [receipt(number, `${number}.00`)] }));
    const byHand = { door: 'file', packageId: '', registerId: 'shop-5', shopId: '', shopCode: '5' } as const;
    const stranger = { door: 'grpc', packageId: `p-${number}`, registerId: '_cash_9', shopId: '_shop_9' } as const;
    const sent = [
      ['processed', await intake.receive({ ...byHand, range: { kind: 'none' }, body })],
      ['error', await intake.receive({ ...stranger, range: { kind: 'none' }, body })],
      [
        'broken',
        await intake.receive({ ...stranger, range: { kind: 'none' }, body: Buffer.from(`no file ${number}`) }),
      ],
    ] as const;
    for (const [state, stored] of sent) {
      if (stored.kind !== 'stored') throw new Error(`not stored: ${JSON.stringify(stored)}`);
      names[state].push(stored.name);
    }
  }
  while (await ledger.turn());
  for (const state of endStates) names[state].sort();
  return names;
}

/** Name and content of every file of a folder that is none of ours on the way. */
export function filesIn(folder: string): Map<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}
