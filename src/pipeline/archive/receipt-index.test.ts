import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { type ListedArchive, openReceiptIndex, placesOf } from './receipt-index.ts';

const sha = (n: number) => String(n).padStart(64, '0').split('').reverse().join('');
const inNoHurry = async () => undefined;
const archive = (archiveId: number, receipts: number): ListedArchive => ({
  archiveId,
  sha256: sha(archiveId),
  places: [placesOf(Array.from({ length: receipts }, (_, index) => `${archiveId}/${index}`))],
});

it('M45 leads from the identifier of a receipt to its archive, in ten bytes a receipt', async (t) => {
  const folder = join(temporaryFolder(t), 'receipts');
  const index = openReceiptIndex(folder);
  assert.deepEqual(await index.find('1/0'), [], 'before the first archive');
  await index.add([archive(1, 3_000), archive(40_000, 20)], inNoHurry);
  await index.add([{ ...archive(7, 2), places: [placesOf(['7/0', '1/5'])] }], inNoHurry);
  assert.deepEqual(
    [await index.find('1/2999'), await index.find('40000/3'), await index.find('8/0')],
    [[1], [40_000], []],
  );
  assert.deepEqual(await index.find('1/5'), [1, 7], 'a receipt that two archives hold');
  const files = readdirSync(folder).filter((name) => name !== 'listed');
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  assert.deepEqual([bytes, files.length <= 256], [(3_000 + 20 + 2) * 10, true]);
  assert.deepEqual(
    (await index.lacking([archive(1, 0), archive(2, 0), archive(7, 0), archive(90_000, 0)])).map(
      (one) => one.archiveId,
    ),
    [2, 90_000],
  );
});

it('M45 finds what is listed behind an entry that a power cut left half written', async (t) => {
  const folder = join(temporaryFolder(t), 'receipts');
  const index = openReceiptIndex(folder);
  await index.add([archive(1, 2_000)], inNoHurry);
  for (const name of readdirSync(folder)) {
    if (name === 'listed') continue;
    appendFileSync(join(folder, name), Buffer.from([1, 2, 3]));
  }
  assert.deepEqual(await index.find('1/7'), [1]);
  await index.add([archive(2, 2_000)], inNoHurry);
  assert.deepEqual([await index.find('2/7'), await index.find('1/1999')], [[2], [1]]);
  // Cut off within an entry: the others of the file are found still.
  const [name = ''] = readdirSync(folder);
  truncateSync(join(folder, name), readFileSync(join(folder, name)).length - 15);
  await index.add([archive(2, 2_000)], inNoHurry);
  for (const n of [0, 1_000, 1_999]) assert.deepEqual(await index.find(`2/${n}`), [2]);
});

it('M45 begins anew when the tables came back from a backup and their archives have other numbers', async (t) => {
  const folder = join(temporaryFolder(t), 'receipts');
  const index = openReceiptIndex(folder);
  await index.add([archive(1, 3), archive(2, 3)], inNoHurry);
  const other = { ...archive(2, 3), sha256: sha(77) };
  assert.deepEqual(await index.lacking([archive(1, 3), other]), [archive(1, 3), other]);
  assert.deepEqual(await index.find('2/1'), [], 'nothing that may be wrong is answered');
  await index.add([archive(1, 3), other], inNoHurry);
  assert.deepEqual(await index.lacking([archive(1, 3), other]), []);
});

it('M45 lists receipts a little at a time, for packages are loaded in the same thread', async (t) => {
  const index = openReceiptIndex(join(temporaryFolder(t), 'receipts'));
  const rests: number[] = [];
  const breathe = async (times = 1) => void rests.push(times);
  const many = archive(1, 3_000);
  const pieces = Array.from({ length: 30 }, (_, at) => (many.places[0] as Buffer).subarray(at * 700, (at + 1) * 700));
  await index.add([{ ...many, places: pieces }], breathe);
  const told = [rests.filter((times) => times === 1).length, rests.filter((times) => times > 1).length];
  assert.deepEqual(told, [30, 256], 'a rest before each piece, and a longer one before each file');
  assert.deepEqual(await index.find('1/2999'), [1]);
});
