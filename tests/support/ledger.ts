/** The road from the file queue to the ledger without doors: real folders, the real database, the real stations. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPackageLimits } from '../../src/formats/sales-package/sales-package.ts';
import {
  createIntake,
  type IncomingPackage,
  type Intake,
  type IntakeFolders,
  prepareIntakeFolders,
} from '../../src/pipeline/intake/intake.ts';
import { createLedger, type Ledger, type LoadResult, type ReadTrimmed } from '../../src/pipeline/ledger/ledger.ts';
import { createRegisters, type Registers } from '../../src/pipeline/registers/registers.ts';
import { type Clock, systemClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/database/database.ts';
import type { Tables } from '../../src/schema/tables.ts';

export type LedgerUnderTest = AsyncDisposable & {
  folder: string;
  folders: IntakeFolders;
  intake: Intake;
  ledger: Ledger;
  registers: Registers;
  /** A file brought by hand: received, loaded. */
  bring(shopCode: string, body: Buffer | string): Promise<LoadResult>;
  /** The same of a package that is put together already. */
  bringPackage(incoming: IncomingPackage): Promise<LoadResult>;
  /** A package as a register sends it: received only. */
  receive(register: { shopId: string; registerId: string }, packageId: string, body: Buffer): Promise<string>;
  /** Turns of the loader until nothing waits. */
  drain(): Promise<void>;
};

/** Stations over a database that is open already; `existing` folders are those of stations opened before. */
export async function openLedger(
  database: Database<Tables>,
  clock: Clock = systemClock,
  existing?: IntakeFolders,
  readTrimmed?: (folder: string) => ReadTrimmed,
): Promise<LedgerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'smena-ledger-'));
  const folders: IntakeFolders = existing ?? {
    waiting: join(folder, 'waiting'),
    processed: join(folder, 'processed'),
    error: join(folder, 'error'),
    broken: join(folder, 'broken'),
  };
  await prepareIntakeFolders(folders);
  const intake = createIntake({ folders, limits: { minFreeBytes: 0 }, clock, events: () => undefined });
  const registers = createRegisters({ database, clock, onChanged: () => undefined });
  const ledger = createLedger({
    database,
    intake,
    clock,
    limits: defaultPackageLimits,
    timeZone: 'Europe/Moscow',
    readTrimmed: readTrimmed?.(folder),
    onChanged: () => undefined,
  });
  async function bringPackage(incoming: IncomingPackage): Promise<LoadResult> {
    const received = await intake.receive(incoming);
    if (received.kind === 'refused') throw new Error(received.code);
    if (received.kind === 'repeated') await intake.finish(received.name, 'processed', 'waiting');
    return ledger.loadOne(received.name);
  }
  return {
    folder,
    folders,
    intake,
    ledger,
    registers,
    bring: (shopCode, body) =>
      bringPackage({
        door: 'file',
        packageId: '',
        registerId: `shop-${shopCode}`,
        shopId: '',
        shopCode,
        range: { kind: 'none' },
        body: Buffer.from(body),
      }),
    bringPackage,
    async receive(register, packageId, body) {
      const received = await intake.receive({ door: 'grpc', packageId, ...register, range: { kind: 'none' }, body });
      if (received.kind === 'refused') throw new Error(received.code);
      return received.name;
    },
    async drain() {
      while (await ledger.turn());
    },
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
