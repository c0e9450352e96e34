import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import {
  duePackages,
  findPackages,
  type PackageHeader,
  type PackageResult,
  packageKey,
  recordPackage,
} from './intake.ts';
import { hashBody, packageFileName } from './package-file.ts';

const clock = { now: () => 1_773_468_000_000 };
const sha256 = hashBody(Buffer.from('content'));
const name = packageFileName('_cash_1', sha256);

function header(shopId: string, registerId = '_cash_1'): PackageHeader {
  return {
    version: 1,
    door: 'grpc',
    content: 'archive',
    packageId: 'a',
    registerId,
    shopId,
    shopCode: null,
    range: { kind: 'none' },
    transferStateId: null,
    fileName: null,
    receivedAt: '2026-03-14T06:00:00.000Z',
    size: 7,
    sha256,
  };
}

function ended(state: PackageResult['state'], nextAttemptMs: number | null = null): PackageResult {
  const documents = { new: 0, same: 0, enriched: 0, conflict: 0, set_aside: 0 };
  return { state, reason: null, documents, shiftIds: [], transferId: null, nextAttemptMs };
}

for (const engine of databasesUnderTest) {
  test(`P5 ${engine.name}: a package whose shop id was put right has one row, and nothing of it is due any more`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    const other = packageFileName('_cash_2', sha256);
    await database.transaction(async (tx) => {
      await recordPackage(tx, clock, name, header('wrong'), ended('error', clock.now()));
      await recordPackage(tx, clock, other, header('wrong', '_cash_2'), ended('error', clock.now()));
    });
    assert.deepEqual((await duePackages(database, clock, 9)).sort(), [name, other].sort());
    await database.transaction((tx) => recordPackage(tx, clock, name, header('right'), ended('processed')));
    const found = await findPackages(database, [header('wrong'), header('right')]);
    assert.deepEqual(
      [...found].map(([key, { state, attempts }]) => [key, state, attempts]),
      [[packageKey(header('right')), 'processed', 1]],
    );
    assert.deepEqual(await duePackages(database, clock, 9), [other]);
  });
}
