import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { folderFor } from '../../tests/support/registers.ts';
import { firstShift, planDay } from './day.ts';
import type { SimulatedErp } from './erp.ts';
import { createSimulatedErp } from './erp.ts';
import { isReceipt } from './model.ts';
import { wholeShift, writeSalesText } from './sales-text.ts';
import { sumsOf } from './shift-sums.ts';

const SAMPLE = new URL('../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url);
const NOW = Date.UTC(2026, 2, 15, 6);

const sample = await readFile(SAMPLE, 'utf8');

function erpFor(folder: string): SimulatedErp {
  return createSimulatedErp({ folder, nowMs: () => NOW });
}

async function put(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

async function left(folder: string, path: string): Promise<string[]> {
  return (await readdir(join(folder, path))).sort();
}

test('it takes the sample, books it under the key of the shift and moves the file away', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  await put(folder, '5/sale12/sale1_347_1.json', sample);
  const report = await erp.pass();
  assert.deepEqual(report.taken, [
    { path: '5/sale12/sale1_347_1.json', added: 5, same: 0, changed: 0, receipts: 3, goods: 20_081 },
  ]);
  assert.deepEqual(erp.ledger(), [
    {
      key: '5_12_347_14032026',
      documents: 5,
      receipts: 3,
      goods: 20_081,
      cash: 10_081,
      noncash: 10_000,
      cashIn: 300_000,
      cashOut: 250_000,
      externalSum: 20_081,
      closed: true,
      wrong: false,
    },
  ]);
  assert.deepEqual(await left(folder, '5/sale12'), ['success-2026-03-15']);
  assert.deepEqual(await left(folder, '5/sale12/success-2026-03-15'), ['sale1_347_1.json']);
  assert.equal((await erp.pass()).listed, 0);
});

test('a second delivery is noticed and changes nothing', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  await put(folder, '5/sale12/online/sale1.json', sample);
  await erp.pass();
  const before = erp.ledger();
  await put(folder, '5/sale12/sale2.json', sample);
  await put(folder, '5/sale12/sale3.json', sample.replace('"posSum":30.00', '"posSum":31.00'));
  const report = await erp.pass();
  assert.deepEqual(
    report.taken.map(({ added, same, changed }) => [added, same, changed]),
    [
      [0, 5, 0],
      [0, 4, 1],
    ],
  );
  assert.equal(erp.documents().length, 5);
  assert.equal(erp.ledger()[0]?.goods, (before[0]?.goods ?? 0) + 100);
  assert.equal(erp.ledger()[0]?.wrong, true);
});

test('a simulated day is booked to the kopeck', async (t) => {
  const folder = await folderFor(t);
  const start = firstShift({ registerId: '_cash_3_x', registerCode: '3', seed: 8, date: '2026-04-01' });
  const shift = planDay({ ...start, receipts: 90, rich: true });
  await put(folder, '1/sale3/sale1.json', writeSalesText([wholeShift(shift)]));
  const erp = erpFor(folder);
  await erp.pass();
  const [report] = erp.ledger();
  const sums = sumsOf(shift);
  assert.equal(report?.goods, sums.revenue);
  assert.equal(report?.wrong, false);
  assert.equal(report?.cash, sums.revenueCash);
  assert.equal(report?.documents, shift.documents.length);
  assert.ok((report?.receipts ?? 0) >= shift.documents.filter(isReceipt).length);
});

test('a record without a required field stops its shop only, and stays', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  await put(folder, '5/sale12/sale1.json', sample);
  await put(folder, '5/sale12/sale2.json', sample.replaceAll('"stornoPositions"', '"storno"'));
  await put(folder, '5/sale13/sale3.json', sample);
  await put(folder, '6/sale12/sale4.json', sample);
  for (let again = 0; again < 2; again++) {
    const report = await erp.pass();
    assert.deepEqual(
      report.taken.map((file) => file.path),
      again > 0 ? [] : ['5/sale12/sale1.json', '6/sale12/sale4.json'],
    );
    assert.deepEqual(
      report.refused.map((file) => [file.path, file.outcome]),
      [['5/sale12/sale2.json', 'poison_shop']],
    );
    assert.deepEqual([report.leftBehind, report.aborted], [1, false]);
  }
  assert.deepEqual(await left(folder, '5/sale13'), ['sale3.json']);
});

test('a record that is no JSON stops everybody', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  await put(folder, '5/sale12/sale1.json', sample);
  await put(folder, '6/sale1/sale1.json', sample.replace('"docType":4', '"docType":'));
  const report = await erp.pass();
  assert.deepEqual([report.aborted, report.leftBehind, report.taken.length], [true, 1, 0]);
  assert.equal(report.refused[0]?.path, '6/sale1/sale1.json');
  assert.equal(report.refused[0]?.outcome, 'poison_all');
  assert.deepEqual(erp.documents(), []);
  assert.deepEqual(await left(folder, '5/sale12'), ['sale1.json']);
});

test('a file with CRLF is taken for empty and vanishes', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  await put(folder, '5/sale12/sale1.json', sample.replaceAll('\n', '\r\n'));
  const report = await erp.pass();
  assert.deepEqual([report.deletedEmpty, report.taken], [['5/sale12/sale1.json'], []]);
  assert.deepEqual(await left(folder, '5/sale12'), []);
});

test('cash documents are read only from names that start with sale', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  await put(folder, '5/sale12/other.json', sample);
  assert.equal((await erp.pass()).taken[0]?.added, 3);
  assert.equal(erp.ledger()[0]?.cashIn, 0);
});

test('only register folders of shops with a number are looked at, and only up to the limit by name', async (t) => {
  const folder = await folderFor(t);
  const erp = createSimulatedErp({ folder, nowMs: () => NOW, limit: 2 });
  await put(folder, 'shop/sale12/sale1.json', sample);
  await put(folder, '5/sales/sale1.json', sample);
  await put(folder, '5/sale12/sale3.json', sample);
  await put(folder, '5/sale12/sale2.json.part', sample);
  await put(folder, '5/sale12/online/sale1.json', sample);
  await put(folder, '6/sale1/sale2.json', sample);
  const report = await erp.pass();
  assert.deepEqual(report.taken.map((file) => file.path).sort(), ['5/sale12/online/sale1.json', '6/sale1/sale2.json']);
  assert.equal((await erp.pass()).listed, 1);
});

test('its housekeeping removes every old sub-folder beside a file it took', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  for (const name of ['online', 'success-2026-03-01', 'young'])
    await mkdir(join(folder, '5/sale12', name), { recursive: true });
  const old = new Date(NOW - 8 * 86_400_000);
  for (const name of ['online', 'success-2026-03-01']) await utimes(join(folder, '5/sale12', name), old, old);
  await utimes(join(folder, '5/sale12/young'), new Date(NOW), new Date(NOW));
  assert.deepEqual((await erp.pass()).removedFolders, []);
  await put(folder, '5/sale12/sale1.json', sample);
  await utimes(join(folder, '5/sale12/online'), old, old);
  assert.deepEqual((await erp.pass()).removedFolders.sort(), ['5/sale12/online', '5/sale12/success-2026-03-01']);
});

test('a request becomes a file, and one that still lies there swallows the next', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  erp.request('5', '12', '2026-03-01', '2026-03-05');
  assert.equal((await erp.pass()).requested, 1);
  const path = join(folder, '5/sale12/sale.req');
  assert.equal(await readFile(path, 'utf8'), '###\n01.03.2026-05.03.2026');
  erp.request('5', '12', '2026-04-01', '2026-04-01');
  assert.equal((await erp.pass()).requested, 0);
  assert.equal(await readFile(path, 'utf8'), '###\n01.03.2026-05.03.2026');
});

test('it passes again and again until it is stopped', async (t) => {
  const folder = await folderFor(t);
  const erp = erpFor(folder);
  const stop = new AbortController();
  const reports: number[] = [];
  const sleep = async () => {
    if (reports.length === 2) stop.abort();
    else await put(folder, '5/sale12/sale1.json', sample);
  };
  await erp.run({ everyMs: 1000, sleep, onPass: (report) => reports.push(report.taken.length) }, stop.signal);
  assert.deepEqual(reports, [0, 1]);
});
