/** Missing receipt numbers and registers asked again, from the command line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GapList, gapList, rearmList, requestedTransfer } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

const words = (line: string) => line.split(' ');

test('gap list, gap ask and register again: tables for people, JSON for programs, an exit code for each end', async () => {
  const env = { SMENA_REARM_FIRST_PAUSE_MS: '400 ms' };
  await using server = await startTestServer({ env });
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.addRegister('12', '3');
  const at = ['--server', server.url];
  const days = { cashCode: '3', timeBeg: '2026-03-01T08:00:00', timeEnd: '2026-03-20T20:00:00' };
  const sold = [
    [101, '2026-03-01T09:00:00'],
    [104, '2026-03-01T09:05:00'],
    [106, '2026-03-12T09:00:00'],
  ] as const;
  const documents = sold.map(([number, timeEnd]) =>
    receipt(number, '10.00', { checknum: number, cashCode: '3', timeEnd }),
  );
  await api.loadFile('12', 'sales.json', Buffer.from(salesFile({ shifts: [shiftInfo(days)], documents })));
  const { gaps } = await until('both gaps are held', async () => {
    const list = await api.get<GapList>('/gaps');
    return list.gaps.length === 2 && list.gaps.every(({ state }) => state === 'held') && list;
  });
  const [long, short] = gaps[0]?.first === 105 ? [gaps[0], gaps[1]] : [gaps[1], gaps[0]];
  const table: [line: string, code: number, out: RegExp, err: RegExp][] = [
    ['gap list', 0, /G-\d+[\s\S]*12\/3[\s\S]*102–103[\s\S]*ждёт человека/, /^$/],
    ['gap list --lang en --plain', 0, /^(G-\d+\t12\/3\t.*\theld\t.*\n){2}$/, /^$/],
    ['gap list --state filled', 0, /^$/, /Пропусков номеров нет/],
    ['gap list --shop 99', 3, /^$/, /99/],
    ['gap ask G-999', 3, /^$/, /G-999/],
    ['gap ask x', 2, /^$/, /G-12/],
    [`gap ask ${short?.gapId} --author Петрова`, 0, /^T-\d+\n$/, /запущена/],
    [`gap ask ${long?.gapId}`, 5, /^$/, /дней\?[\s\S]*--yes/],
    [`gap ask ${long?.gapId} --yes`, 0, /^T-\d+\n$/, /запущена/],
    ['register again', 0, /^$/, /Снова никого не спрашиваем/],
  ];
  for (const [line, code, out, err] of table) {
    const end = await smena([...words(line), ...at]);
    assert.equal(end.code, code, `smena ${line}: ${end.out}${end.err}`);
    assert.match(end.out, out, line);
    assert.match(end.err, err, line);
  }
  const { schema: _list, ...list } = JSON.parse((await smena(['gap', 'list', '--state', 'all', '--json', ...at])).out);
  assert.equal(gapList.parse(list).gaps.length, 2);
  const { schema: _again, ...again } = JSON.parse((await smena(['register', 'again', '--json', ...at])).out);
  assert.deepEqual(rearmList.parse(again).registers, []);
  const asked = await smena(['gap', 'ask', `${short?.gapId}`, '--json', ...at]);
  const { schema: _asked, ...requested } = JSON.parse(asked.out);
  assert.equal(requestedTransfer.parse(requested).transfer.cause, 'person');
});
