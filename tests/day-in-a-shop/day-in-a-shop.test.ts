import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ShiftRow } from '../../contracts/web-api.ts';
import { createSimulatedErp } from '../../src/simulator/erp.ts';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import { openShopFloor, untilSettled } from '../support/shop-floor.ts';
import { checkErp, checkLedger, readExchange } from '../support/tie-out.ts';
import { sendAgain } from './send-again.ts';

/** Receipts of one register before noon and after; odd, so that returns, annulments and certificates fall on both sides. */
const MORNING = 83;
const AFTERNOON = 74;

/** Sells so many receipts, each in a package of its own as it is closed (M1). */
async function sell(register: SimulatedRegister, receipts: number): Promise<void> {
  for (let sold = 0; sold < receipts; sold += 10) {
    await register.sellMany(Math.min(10, receipts - sold));
    assert.equal(await register.work(), 'sent');
  }
}

/** The folder of a register: file names of closed shifts and of the open one. */
function filesOf(exchangeFolder: string, { shopCode, registerCode }: SimulatedRegister) {
  const folder = join(exchangeFolder, shopCode, `sale${registerCode}`);
  const json = (path: string) => readdirSync(path).filter((name) => name.endsWith('.json'));
  return { closed: json(folder), online: json(join(folder, 'online')) };
}

async function revisionsOf(api: ApiClient, registers: readonly SimulatedRegister[]): Promise<[string, number][]> {
  const rows: ShiftRow[] = [];
  for (const { shopCode, registerCode } of registers) rows.push(...(await api.shifts(shopCode, registerCode)).shifts);
  return rows.map((row) => [`${row.registerCode}/${row.key}`, row.revision]);
}

for (const engine of databasesUnderTest) {
  test(`M1 M13 M19 M20 M21 M23 M26 M31 M32 C1–C6 T4–T8 P3 P14 P21 P23 ${engine.name}: a day of three registers is equal to the kopeck at every station, and sent again it changes nothing`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({
      database: place.location,
      env: { SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms' },
    });
    const api = createApiClient(() => server.url);
    const serverAddress = `127.0.0.1:${server.grpcPort}`;
    await using floor = await openShopFloor(api, { shopCode: '7', registerCodes: ['1', '2', '12'], serverAddress });
    const { registers } = floor;
    const erp = createSimulatedErp({ folder: server.exchangeFolder, nowMs: () => Date.now() });

    // Morning: every shift is open and in `online/`, with the sums of this moment (M23, M26).
    for (const register of registers) await register.openShift();
    await Promise.all(registers.map((register) => sell(register, MORNING)));
    await untilSettled(api);
    for (const register of registers) {
      await checkLedger(api, register);
      const files = filesOf(server.exchangeFolder, register);
      assert.deepEqual([files.closed.length, files.online.length], [0, 1]);
    }
    checkFiles(server.exchangeFolder, registers);
    const noon = await erp.pass();
    assert.deepEqual([noon.refused, noon.deletedEmpty, noon.taken.length], [[], [], 3]);
    checkErp(erp, registers);

    // Evening: the shifts are closed and in `sale<N>/`.
    await Promise.all(registers.map((register) => sell(register, AFTERNOON)));
    for (const register of registers) {
      await register.closeShift();
      assert.equal(await register.work(), 'sent');
    }
    await untilSettled(api);
    const closed = await Promise.all(registers.map((register) => checkLedger(api, register)));
    assert.ok(closed.flat().every((row) => row.export.state === 'exported' && row.export.revision === row.revision));
    for (const register of registers) {
      const { closed: names } = filesOf(server.exchangeFolder, register);
      assert.equal(names.length, 1);
      assert.match(names[0] ?? '', /^sale\d{17}_1_\d+\.json$/);
    }
    checkRichness(registers);
    const evening = await erp.pass();
    assert.deepEqual([evening.refused, evening.deletedEmpty, evening.leftBehind], [[], [], 0]);
    checkErp(erp, registers);

    await checkLog(api, registers);
    await checkPackages(api);

    // The whole day once more: the very packages of the day, then everything in one package on request (A3, P3).
    const before = await revisionsOf(api, registers);
    for (const register of registers) await sendAgain(register, floor.folderOf(register), serverAddress);
    for (const register of registers) {
      await register.unload({ from: '2026-03-14T00:00:00', to: '2026-03-15T00:00:00' });
      assert.equal(await register.work(), 'sent');
    }
    await untilSettled(api);
    assert.deepEqual(await revisionsOf(api, registers), before);
    for (const register of registers) await checkLedger(api, register);
    const after = await erp.pass();
    assert.equal(after.listed, 0, 'nothing was exported again');
    checkErp(erp, registers);
    assert.equal(await server.stop(), 0, server.log());
  });
}

/** The latest file of each shift holds what the register knows. */
function checkFiles(exchangeFolder: string, registers: readonly SimulatedRegister[]): void {
  const files = readExchange(exchangeFolder);
  for (const register of registers) {
    const folder = join(register.shopCode, `sale${register.registerCode}`, 'online');
    const { reading } = files.find((file) => file.path.startsWith(`${folder}/sale`)) ?? assert.fail(folder);
    const [shift] = register.expected();
    assert.ok(shift !== undefined);
    assert.equal(reading.sums.goods, shift.sums.revenue);
    assert.equal(reading.sums.cash, shift.sums.revenueCash);
    assert.equal(reading.sums.noncash, shift.sums.revenueNoncash + shift.sums.saleOther);
    assert.equal(reading.documents.total, shift.documents.length);
    assert.equal(reading.fiscalDevice?.sums.sumProtectedEnd, shift.sums.protectedTotalEnd);
  }
}

/** The day had everything in it that a shop lives through; otherwise the equal sums would say little. */
function checkRichness(registers: readonly SimulatedRegister[]): void {
  for (const register of registers) {
    const documents = register.expected().flatMap((shift) => shift.documents);
    const some = (what: string, is: (document: (typeof documents)[number]) => boolean) =>
      assert.ok(documents.some(is), `register ${register.registerCode} had ${what}`);
    some('a cash-in', (one) => one.documentType === 3);
    some('a cash-out', (one) => one.documentType === 4);
    some('a return', (one) => one.documentType === 25);
    some('an annulled receipt', (one) => one.documentType === 7);
    some('a cancelled position', (one) => one.documentType === 1 && one.cancelledPositions.length > 0);
    some('a cash withdrawal', (one) => one.positions.some((position) => position.opCode === 300));
    some('a certificate', (one) => one.certificate !== null);
    some('a card', (one) => one.payments.some((payment) => payment.paymentTypeCode === 4));
    some('change', (one) => one.payments.some((payment) => payment.opCode === 72));
    some('a discount card', (one) => one.discountCard !== null);
  }
}

/** The tab «Лог» tells the day in both languages, with shop and register (M13). */
async function checkLog(api: ApiClient, registers: readonly SimulatedRegister[]): Promise<void> {
  const events = await api.wholeLog();
  for (const { shopCode, registerCode } of registers) {
    const ofRegister = events.filter((event) => event.registerCode === registerCode && event.shopCode === shopCode);
    const count = (code: string) => ofRegister.filter((event) => event.code === code).length;
    for (const code of ['register.added', 'register.handshake', 'shift.opened', 'shift.closed'])
      assert.equal(count(code), 1, `${code} of register ${registerCode}`);
    assert.equal(count('package.received'), count('package.loaded'));
    assert.ok(count('package.received') >= MORNING + AFTERNOON);
    assert.ok(count('export.published') >= 2, 'once in online/, once closed');
  }
  for (const event of events) {
    assert.match(event.text.ru, /[а-яё]/i);
    assert.doesNotMatch(`${event.text.ru}${event.text.en}`, /[{}]|undefined|NaN|@/);
    assert.doesNotMatch(event.text.en.replaceAll(/[«»"][^«»"]*[«»"]/g, ''), /[а-яё]/i);
  }
  assert.deepEqual(
    events
      .filter((event) => event.level !== 'info')
      .map((event) => event.code)
      .sort(),
    // Its registers come without encryption, and nobody logs in.
    ['access.open', 'lines.plaintext', ...(process.getuid?.() === 0 ? ['server.runs_as_root'] : [])],
  );
}

/** The list of packages shows each as processed, with its register and its documents (M31, M32). */
async function checkPackages(api: ApiClient): Promise<void> {
  const packages = await api.allPackages();
  assert.ok(packages.length >= 3 * (MORNING + AFTERNOON + 1));
  assert.equal(new Set(packages.map((one) => one.name)).size, packages.length);
  for (const one of packages) {
    assert.equal(one.state, 'processed', one.name);
    assert.ok(one.registerCode !== null && one.shopCode === '7');
    assert.deepEqual([one.documents.conflict, one.documents.set_aside, one.attempts], [0, 0, 1]);
  }
}
