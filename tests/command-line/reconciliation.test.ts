/** Which days can be closed, and the days of a shop, from the command line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type NetworkDays, networkDays, shopDayDetail, shopDays } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

const words = (line: string) => line.split(' ');

test('M24 M25: reconciliation of the network, of a shop, of a day: tables for people, JSON for programs, an exit code for each end', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.addRegister('12', '3');
  const at = ['--server', server.url];
  const closed = { cashCode: '3', timeEnd: '2026-03-14T21:45:00', sumGain: amount('1000.00') };
  const odd = { ...closed, shift: 348, timeBeg: '2026-03-15T08:00:00', timeEnd: '2026-03-15T20:00:00' };
  const documents = [
    receipt(101, '1000.00', { cashCode: '3' }),
    receipt(102, '400.00', {
      cashCode: '3',
      shift: 348,
      timeBeg: '2026-03-15T09:00:00',
      timeEnd: '2026-03-15T09:01:00',
    }),
  ];
  await api.loadFile(
    '12',
    'sales.json',
    Buffer.from(salesFile({ shifts: [shiftInfo(closed), shiftInfo(odd)], documents })),
  );
  const period = '--from 2026-03-14 --to 2026-03-15';
  await until('both shifts are examined and exported', async () => {
    const { shops } = await api.get<NetworkDays>('/reconciliation/days?from=2026-03-14&to=2026-03-15');
    const cells = shops[0]?.cells ?? [];
    return cells[0]?.state === 'closed' && cells[1]?.state === 'differs' && cells[1].notExported === 0;
  });
  const table: [line: string, code: number, out: RegExp, err: RegExp][] = [
    [
      `reconciliation ${period}`,
      0,
      /15\.03\.2026\s+◆ 1\s?магазин мешает\s+12: 1\s?расхождение на 600,00[\s\S]*14\.03\.2026\s+✓ День закрыт/,
      /^$/,
    ],
    [`reconciliation ${period} --lang en --plain`, 0, /^2026-03-15\tblocked\t12\n2026-03-14\tclosed\t\n$/, /^$/],
    [
      `reconciliation --shop 12 ${period} --lang en --plain`,
      0,
      /^2026-03-15\tdiffers\t1\t400\.00\t0\.00\t0\.00\t400\.00\t/,
      /^$/,
    ],
    [
      'reconciliation --shop 12 --day 2026-03-15',
      0,
      /15\.03\.2026: 1\s?расхождение на 600,00[\s\S]*получена полностью/,
      /^$/,
    ],
    ['reconciliation --day 2026-03-15', 2, /^$/, /--shop/],
    ['reconciliation --shop 99', 3, /^$/, /99/],
    ['reconciliation --shop 12 --from 2026-01-01 --to 2026-01-02', 0, /^$/, /смен нет/],
  ];
  for (const [line, code, out, err] of table) {
    const end = await smena([...words(line), ...at]);
    assert.equal(end.code, code, `smena ${line}: ${end.out}${end.err}`);
    assert.match(end.out.replaceAll('\u00a0', ' '), out, line);
    assert.match(end.err, err, line);
  }
  const json = async (line: string) => {
    const { schema: _schema, ...answer } = JSON.parse((await smena([...words(line), '--json', ...at])).out);
    return answer;
  };
  assert.equal(networkDays.parse(await json(`reconciliation ${period}`)).totals[1]?.blocking, 1);
  const list = shopDays.parse(await json(`reconciliation --shop 12 ${period}`));
  assert.deepEqual(
    list.days.map(({ businessDate, saleCash, revenueCash }) => [businessDate, saleCash, revenueCash]),
    [
      ['2026-03-15', '400.00', '400.00'],
      ['2026-03-14', '1000.00', '1000.00'],
    ],
  );
  assert.equal(list.totals.saleCash, '1400.00');
  const day = shopDayDetail.parse(await json('reconciliation --shop 12 --day 2026-03-15'));
  assert.deepEqual(
    day.registers.map(({ registerCode, rows }) => [registerCode, rows[0]?.held]),
    [['3', [{ first: 102, last: 102 }]]],
  );
});
