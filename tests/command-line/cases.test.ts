/** Differences of shifts, from the command line and over the API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CaseList, caseList, caseRow, casesChanged } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

const words = (line: string) => line.split(' ');

test('case list, show, seen, assign, unassign and accept: tables for people, JSON for programs, an exit code for each end', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.addRegister('12', '3');
  const at = ['--server', server.url];
  const shift = {
    cashCode: '3',
    timeEnd: '2026-03-14T21:45:00',
    sumSale: amount('1500.00'),
    sumrefund: amount('0.00'),
    sumGain: amount('1500.00'),
    sumDrawer: amount('1000.00'),
  };
  const documents = [receipt(101, '1000.00', { cashCode: '3' })];
  await api.loadFile('12', 'sales.json', Buffer.from(salesFile({ shifts: [shiftInfo(shift)], documents })));
  const { cases } = await until('the shift was examined', async () => {
    const list = await api.get<CaseList>('/cases');
    return list.cases.length === 1 && list;
  });
  const [found] = cases;
  assert.deepEqual(found?.values, { unit: 'money', first: '1500.00', second: '1000.00', difference: '500.00' });
  const id = found?.caseId ?? '';
  const table: [line: string[], code: number, out: RegExp, err: RegExp][] = [
    [words('case list'), 0, /D-\d+[\s\S]*12\/3[\s\S]*C3[\s\S]*500,00[\s\S]*появилось/, /^$/],
    [
      words('case list --lang en --plain'),
      0,
      /^D-\d+\t12\/3\t347@2026-03-14\tC3\tsaleSum\t500\.00\tappeared\t.*\n$/,
      /^$/,
    ],
    [words('case list --check C6'), 0, /^$/, /Расхождений нет/],
    [words('case list --shop 99'), 3, /^$/, /99/],
    [
      words(`case show ${id}`),
      0,
      /касса сообщила 1[\s\u00a0]500,00, по чекам 1[\s\u00a0]000,00, разница \+500,00/,
      /^$/,
    ],
    [
      words('shift show 12/3/347@2026-03-14'),
      0,
      /✓ C2 Выручка[^\n]*\n◆ C3 Сумма чеков = сумма смены\n {4}D-\d+ Продажи: касса сообщила[\s\S]*○ C7/,
      /^$/,
    ],
    [words('case show D-999'), 3, /^$/, /D-999/],
    [words('case show x'), 2, /^$/, /D-12/],
    [words(`case seen ${id} --author Петрова`), 0, /увидено/, /^$/],
    [words(`case seen ${id}`), 7, /^$/, new RegExp(id)],
    [words(`case assign ${id}`), 2, /^$/, /--assignee/],
    [words(`case assign ${id} --assignee Сидоров --author Петрова --plain`), 0, /seen\tСидоров\t/, /^$/],
    [words(`case assign ${id} --assignee Сидоров`), 7, /^$/, new RegExp(id)],
    [words('case list --assignee Сидоров'), 0, /D-\d+[\s\S]*Сидоров/, /^$/],
    [words('case list --assigned nobody'), 0, /^$/, /Расхождений нет/],
    [words('case list --assigned mine'), 1, /^$/, /Чьи расхождения «мои»/],
    [words(`case show ${id}`), 0, /Назначено: Сидоров\. Кто назначил: Петрова,/, /^$/],
    [words(`case unassign ${id} --author Иванов`), 0, /увидено/, /^$/],
    [words(`case show ${id} --lang en`), 0, /Unassigned by Иванов,/, /^$/],
    [words(`case accept ${id}`), 2, /^$/, /--reason/],
    [['case', 'accept', id, '--reason', 'Недостача, акт 12', '--author', 'Петрова'], 0, /принято[\s\S]*акт 12/, /^$/],
    [['case', 'accept', id, '--reason', 'ещё раз', '--author', 'Иванов'], 1, /^$/, /Ни одно/],
    [words('case list'), 0, /^$/, /Расхождений нет/],
  ];
  for (const [line, code, out, err] of table) {
    const end = await smena([...line, ...at]);
    assert.equal(end.code, code, `smena ${line.join(' ')}: ${end.out}${end.err}`);
    assert.match(end.out, out, line.join(' '));
    assert.match(end.err, err, line.join(' '));
  }
  const { schema: _list, ...list } = JSON.parse((await smena(['case', 'list', '--state', 'all', '--json', ...at])).out);
  assert.equal(caseList.parse(list).cases.length, 1);
  const { schema: _one, ...one } = JSON.parse((await smena(['case', 'show', id, '--json', ...at])).out);
  const row = caseRow.parse(one);
  assert.deepEqual(
    [row.state, row.seenBy, row.acceptedBy, row.reason],
    ['accepted', 'Петрова', 'Петрова', 'Недостача, акт 12'],
  );
  // Nothing that is not open can be decided once more, and what is not there is said.
  const missing = await fetch(new URL('/api/v1/cases/seen', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ cases: ['D-999'] }),
  });
  assert.equal(missing.status, 404);
  const mixed = await api.send('POST', '/cases/seen', { cases: [id] });
  assert.deepEqual(casesChanged.parse(mixed), { changed: [], others: [id] });
});
