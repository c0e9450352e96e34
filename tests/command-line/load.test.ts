/** Asking a register for its sales from the command line (M3, M4, M10–M12; acceptance 5 of the command line). */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type RequestedTransfer, requestedTransfer, type TransferList, transferRow } from '../../contracts/web-api.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { classifyPayments } from '../support/shop-floor.ts';
import { until } from '../support/until.ts';
import { type AskedRegister, FIRST_DAY, startAskedRegister } from './asked-register.ts';
import { ended, lines, smena, start } from './run.ts';
import { onTerminal } from './terminal.ts';

type Place = { server: TestServer; api: ApiClient; at: string[] };

/** A server with shop 12, register 3 of protocol 4 and register 4 of protocol 3; nobody knows where they listen. */
async function openPlace(): Promise<Place & AsyncDisposable> {
  const server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.send('POST', '/shops/12/registers', { registerCode: '3', protocolVersion: 4 });
  await api.send('POST', '/shops/12/registers', { registerCode: '4', protocolVersion: 3 });
  return {
    server,
    api,
    at: ['--server', server.url],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const words = (line: string) => line.split(' ');
const transfers = async (api: ApiClient) => (await api.get<TransferList>('/transfers')).transfers;
const WEEK = '--from 2026-11-01 --to 2026-11-08';

test('each end of load has its exit code and says what to do', async () => {
  await using place = await openPlace();
  const { api, at } = place;
  const table: [line: string, code: number, out: RegExp, err: RegExp][] = [
    [`load --shop 12 --register 3 ${WEEK}`, 5, /^$/, /за 8.дней\?[\s\S]*--yes/],
    [`load --shop 12 --register 3 ${WEEK} --lang en`, 5, /^$/, /for 8.days\?[\s\S]*--yes/],
    ['load --shop 99 --register 3', 3, /^$/, /99/],
    ['load --shop 99 --register 3 --from 2026-11-01', 3, /^$/, /99/],
    ['load --shop 12 --register 9', 3, /^$/, /9/],
    ['load --shop 12 --register 3 --from 2026-11-03 --to 2026-11-01', 2, /^$/, /[Пп]оменяйте/],
    ['load --shop 12 --register 3 --from 2099-11-01 --to 2099-11-02', 2, /^$/, /не наступил/],
    ['load --shop 12 --register 3 --shifts 9..2', 2, /^$/, /больше номера/],
    ['load --shop 12 --register 4 --shifts 2..9', 2, /^$/, /Протокол 3/],
    [
      'load --shop 12 --register 3 --from 2026-11-01 --to 2026-11-06',
      0,
      /^T-\d+\n$/,
      /запущена[\s\S]*transfer show T-/,
    ],
    [
      'load --shop 12 --register 3 --from 01.11.2026 --to 02.11.2026 --wait',
      1,
      /^$/,
      /не удалась[\s\S]*transfer retry T-/,
    ],
    ['load --shop 12 --register 3 --shifts 340..347', 2, /^$/, /Касса 3 не держит поток команд/],
    ['load --shop 12 --register 3 --from 2026-11-02 --to 2026-11-03 --quiet', 0, /^T-\d+\n$/, /^$/],
    ['load --shop 12 --register 3', 0, /^T-\d+\n$/, /запущена/],
    [`load --shop 12 --register 3 ${WEEK} --yes --author Петрова`, 0, /^T-\d+\n$/, /запущена/],
    ['transfer retry T-1 --wait --plain', 1, /^T-\d+\t.*\tfailed\t/, /не удалась/],
    ['transfer cancel T-1', 1, /^$/, /уже окончена/],
    ['transfer cancel T-999', 3, /^$/, /T-999/],
    ['transfer retry T-999', 3, /^$/, /T-999/],
    ['transfer show T-999', 3, /^$/, /T-999/],
    ['transfer show Т-1', 0, /не удалась[\s\S]*01\.11\.2026 00:00 – 06\.11\.2026 23:59[\s\S]*человек/, /^$/],
    ['transfer list --cause schedule', 0, /^$/, /Загрузок нет/],
    ['transfer list --state failed --plain', 0, /^(T-\d+\t.*\n)+$/, /^$/],
    ['register pause 12/3', 0, /выведена из работы/, /выведена из работы/],
    ['load --shop 12 --register 3', 1, /^$/, /выведена из работы/],
  ];
  for (const [line, code, out, err] of table) {
    const end = await smena([...words(line), ...at]);
    assert.equal(end.code, code, `smena ${line}: ${end.out}${end.err}`);
    assert.match(end.out, out, line);
    assert.match(end.err, err, line);
  }
  const authors = (await transfers(api)).map(({ author }) => author);
  assert.equal(authors.filter((author) => author === 'Петрова').length, 1);
});

test('both ends of the days are included, in the time of the shop', async () => {
  await using place = await openPlace();
  const line = 'load --shop 12 --register 3 --from 2026-11-01 --to 2026-11-06 --json';
  const { out } = await smena([...words(line), ...place.at]);
  const { schema, ...asked } = JSON.parse(out) as RequestedTransfer & { schema: number };
  assert.equal(schema, 1);
  const { range } = requestedTransfer.parse(asked).transfer;
  assert.deepEqual(range, { kind: 'dates', from: '2026-11-01T00:00:00', to: '2026-11-06T23:59:59' });
});

describe('M10 M11 M12: a week is asked about at a terminal', () => {
  const QUESTION = /Загрузить продажи за 8.дней\? \[да\/НЕТ\]/;
  const args = words(`load --shop 12 --register 3 ${WEEK}`);

  for (const answer of ['нет\n', '\n', 'ага\n', '\u0004'])
    test(`${JSON.stringify(answer)} declines: nothing starts, the log has it, exit 6`, async () => {
      await using place = await openPlace();
      const { code, screen } = await onTerminal([...args, ...place.at], QUESTION, answer);
      assert.equal(code, 6, screen);
      assert.match(screen, /Магазин 12, касса 3: 01\.11\.2026 00:00 – 08\.11\.2026 23:59/);
      assert.match(screen, /Загрузка не запущена: вы отказались от загрузки за период 01\.11\.2026/);
      assert.deepEqual(await transfers(place.api), []);
      await until('the log has it', async () => {
        const { events } = await place.api.log();
        return events.some((event) => event.code === 'transfer.declined' && event.registerCode === '3') || undefined;
      });
    });

  test('"да" starts it', async () => {
    await using place = await openPlace();
    const { code, screen } = await onTerminal([...args, ...place.at], QUESTION, 'Да\n');
    assert.equal(code, 0, screen);
    assert.match(screen, /Загрузка T-1 запущена/);
    const [transfer] = await transfers(place.api);
    assert.equal(transfer?.range.from, '2026-11-01T00:00:00');
  });

  test('Ctrl+C at the question starts nothing and declines nothing', async () => {
    await using place = await openPlace();
    const { code, screen } = await onTerminal([...args, ...place.at], QUESTION, '\u0003');
    assert.equal(code, 130, screen);
    assert.match(screen, /Ничего не запущено/);
    assert.deepEqual(await transfers(place.api), []);
    assert.ok(!(await place.api.log()).events.some((event) => event.code === 'transfer.declined'));
  });
});

/** Register 3 as it stands in the shop: it listens, and has a shift to send. */
async function withRegister(t: TestContext, { server, api, at }: Place): Promise<AskedRegister> {
  await classifyPayments(api);
  const { out } = await smena(['register', 'add', '12/5', '--json', ...at]);
  const asked = await startAskedRegister(t, server, JSON.parse(out));
  const address = ['--command-host', '127.0.0.1', '--command-port', String(asked.commandPort)];
  const set = await smena(['register', 'set', '12/5', ...address, ...at]);
  assert.equal(set.code, 0, set.err);
  await asked.register.openShift();
  await asked.register.sellMany(5);
  await asked.register.closeShift();
  return asked;
}

const LOAD = words(`load --shop 12 --register 5 --from 2026-03-10 --to ${FIRST_DAY}`);

test('--wait follows each stage to the end: done, and then already loaded', async (t) => {
  await using place = await openPlace();
  const { at } = place;
  const asked = await withRegister(t, place);

  const first = await asked.workUntil(smena([...LOAD, '--to', '2026-03-20', '--yes', '--wait', ...at]));
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /^Загрузка T-1 завершена: 1.смена, новых документов \d+, уже были 0\.\n$/);
  const told = lines(first.err).filter((line) => line.startsWith('T-1: '));
  for (const stage of ['запрошена', 'касса приняла', 'получена', 'записана'])
    assert.equal(told.filter((line) => line === `T-1: ${stage}`).length, 1, first.err);

  const again = await asked.workUntil(smena(['transfer', 'retry', 'T-1', '--wait', '--json', ...at]));
  assert.equal(again.code, 0, again.err);
  const { transfer } = JSON.parse(again.out) as { transfer: unknown };
  assert.equal(transferRow.parse(transfer).state, 'already');
});

test('the wait ends by --timeout or Ctrl+C, the load goes on, and its number is told; then it can be cancelled', async (t) => {
  await using place = await openPlace();
  const { api, at } = place;
  await withRegister(t, place);

  const late = await smena([...LOAD, '--wait', '--timeout', '1', ...at]);
  assert.equal(late.code, 9, late.err);
  assert.match(late.err, /T-1 идёт[\s\S]*smena transfer show T-1 --server http/);

  const child = start([...LOAD, '--wait', ...at]);
  let seen = '';
  child.stderr.on('data', (text: string) => {
    if (!/T-1: /.test(seen) && /T-1: /.test(seen + text)) child.kill('SIGINT');
    seen += text;
  });
  const { code, err } = await ended(child);
  assert.equal(code, 130, err);
  assert.match(err, /Такая загрузка уже идёт: T-1[\s\S]*smena transfer show T-1/);
  assert.equal((await transfers(api))[0]?.endedAt, null);

  const cancelled = await smena(['transfer', 'cancel', 'T-1', '--author', 'Петрова', ...at]);
  assert.equal(cancelled.code, 0, cancelled.err);
  assert.match(cancelled.out, /T-1 отменена\. Отменил: Петрова/);
  assert.equal((await transfers(api))[0]?.state, 'cancelled');
});
