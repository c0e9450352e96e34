import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { deadAddress, folderFor, identity, receiverFor, registerFor } from '../../tests/support/registers.ts';
import { firstShift, planDay } from './day.ts';

test('opened again it goes on with the same receipts and sends what waited', async (t) => {
  const receiver = await receiverFor(t);
  const folder = await folderFor(t);
  const first = await registerFor(t, { serverAddress: await deadAddress(), folder });
  await first.openShift();
  await first.sellMany(7);
  assert.equal(await first.work(), 'failed');
  await first.sellMany(3);
  await first.close();

  const second = await registerFor(t, { serverAddress: receiver.address, folder });
  assert.deepEqual(second.expected(), first.expected());
  await second.sellMany(10);
  assert.equal(await second.work(), 'sent', 'a restart clears the marks');
  const plan = planDay({ ...firstShift({ ...identity, seed: 77, date: '2026-01-01' }), receipts: 20, rich: true });
  const sold = second.expected()[0]?.documents ?? [];
  assert.deepEqual(sold, plan.documents.slice(0, sold.length));
  assert.equal(receiver.received.length, sold.length);
  assert.equal(new Set(receiver.received.map((message) => message.id)).size, sold.length);
});

test('after kill -9 nothing that was sold is lost and nothing is invented', async (t) => {
  const folder = await folderFor(t);
  const child = spawn(process.execPath, ['--input-type=module', '--eval', sellingProgram(folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout as AsyncIterable<string>) {
    told += chunk;
    if (told.split('\n').length > 40) child.kill('SIGKILL');
  }
  const [, signal] =
    child.exitCode === null && child.signalCode === null ? await once(child, 'exit') : [null, child.signalCode];
  assert.equal(signal, 'SIGKILL');

  const register = await registerFor(t, { serverAddress: 'localhost:1', folder });
  const sold = register.expected()[0]?.documents ?? [];
  const confirmed = told.split('\n').slice(0, -1);
  const identifiers = new Set(sold.map((one) => one.identifier));
  assert.ok(confirmed.length >= 40);
  for (const identifier of confirmed) assert.ok(identifiers.has(identifier), `${identifier} is lost`);
  const start = firstShift({ ...identity, seed: 77, date: '2026-01-01' });
  const plan = planDay({ ...start, receipts: sold.length + 1, rich: true, closed: false });
  assert.deepEqual(sold, plan.documents.slice(0, sold.length));
  await register.sellReceipt();
  const numbers = (register.expected()[0]?.documents ?? []).map((one) => one.documentNumber);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});

test('half a line at the end of the journal is forgotten, a damaged one in the middle is not hidden', async (t) => {
  const folder = await folderFor(t);
  const journal = join(folder, 'journal.jsonl');
  const first = await registerFor(t, { serverAddress: 'localhost:1', folder });
  await first.openShift();
  await first.sellMany(3);
  await first.close();
  const whole = await readFile(journal);
  await appendFile(journal, '{"kind":"document","document":{"doc');
  const second = await registerFor(t, { serverAddress: 'localhost:1', folder });
  assert.deepEqual(second.expected(), first.expected());
  await second.close();
  assert.deepEqual(await readFile(journal), whole);
  await writeFile(journal, `{"kind":\n${whole}`);
  await assert.rejects(registerFor(t, { serverAddress: 'localhost:1', folder }), /damaged at .*:1/);
});

test('an archive that a crash left half written is packed again', async (t) => {
  const receiver = await receiverFor(t);
  const folder = await folderFor(t);
  const first = await registerFor(t, { serverAddress: 'localhost:1', folder });
  await first.openShift();
  await first.sellMany(2);
  await first.close();
  const deferred = join(folder, 'unloadedSales');
  await writeFile(join(deferred, '00000001_x.zip.part'), 'half');
  const second = await registerFor(t, { serverAddress: receiver.address, folder });
  assert.equal(await second.work(), 'sent');
  assert.equal(receiver.received.length, 3);
  assert.deepEqual(await readdir(deferred), []);
});

test('sent archives are kept as many and as long as the settings of the register say', async (t) => {
  const receiver = await receiverFor(t);
  let now = '2026-03-01T10:00:00';
  const settings = { maxCountBackupFiles: 4, actualCountDaysForBackupFiles: 2 };
  const register = await registerFor(t, {
    serverAddress: receiver.address,
    folder: await folderFor(t),
    clock: () => now,
    rich: false,
    settings,
  });
  const sell = async (receipts: number) => {
    await register.sellMany(receipts);
    assert.equal(await register.work(), 'sent');
    return (await register.condition()).backups;
  };
  await register.openShift();
  assert.equal(await sell(3), 3);
  assert.equal(await sell(3), 4, 'no more than four');
  now = '2026-03-03T10:00:00';
  assert.equal(await sell(1), 4, 'two days are not more than two days');
  now = '2026-03-03T10:00:01';
  assert.equal(await sell(1), 2, 'what is older goes');
  Object.assign(register.settings, { maxCountBackupFiles: 0, actualCountDaysForBackupFiles: 0 });
  now = '2027-03-03T10:00:01';
  assert.equal(await sell(9), 11, 'zero keeps everything for ever');
});

/** A program that opens the register on a folder and sells for ever, telling each receipt once it is on the disk. */
function sellingProgram(folder: string): string {
  const register = new URL('./register.ts', import.meta.url).href;
  const options = JSON.stringify({ ...identity, seed: 77, folder, serverAddress: 'localhost:1' });
  return `
    import { createSimulatedRegister } from ${JSON.stringify(register)};
    const register = await createSimulatedRegister({ ...${options}, sleep: async () => {} });
    await register.openShift();
    for (;;) process.stdout.write((await register.sellReceipt()).identifier + '\\n');
  `;
}
