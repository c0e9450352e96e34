/** Without `see-money` no answer tells a sum; the bounds of a shop manager. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventList, Problem, ShiftList } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { type Caller, logIn } from './people.ts';
import { addressOf, guarded } from './routes-of-description.ts';
import { openTwoShops, type TwoShops } from './two-shops.ts';

/** The sums of shop 5 as the API, people and the tables write them. */
const SUMS = ['100.10', '200.20', '50.05', '300.30', '250.25', '5000.00'].flatMap((sum) => [
  sum,
  sum.replace('.', ','),
  `:${sum.replace('.', '')},`,
  `:${sum.replace('.', '')}}`,
]);
const REFUSED = ['findReceipts', 'downloadReceipts', 'readReport', 'downloadReport', 'readDocument', 'listDocuments'];

/** What a support engineer may do. */
const SUPPORT = ['see', 'load', 'export', 'registers', 'settings-exchange', 'trim-plan'];

const shifts = '/api/v1/shops/5/registers/12/shifts?from=2026-03-14&to=2026-03-14';

/** An entry of the log with a sum in its text and in its record. */
async function logExport({ database, own }: TwoShops): Promise<void> {
  const params = JSON.stringify({
    shiftNumber: 347,
    receipts: 3,
    revenue: 25025,
    ownReceipts: 3,
    ownRevenue: 30030,
    registerCode: '12',
    file: 'sale.json',
    revision: 1,
  });
  await database.run(
    `INSERT INTO event (shop_id, event_id, happened_utc, level, code, register_id, params)
     SELECT shop_id, 9000, '2026-03-14T19:30:00.000Z', 'info', 'erp.confirmation_differs', '', ? FROM shop WHERE shop_code = ?`,
    [params, own.shopCode],
  );
}

for (const engine of databasesUnderTest)
  describe(`who may not see money (${engine.name})`, () => {
    test('is told counts, times and names, and no sum by any route, not even inside of a text', async () => {
      await using stage = await openTwoShops(engine);
      await logExport(stage);
      const { database, web } = stage;
      const support = await logIn(database, web, { login: 'support', role: 'support', shops: 'all' });
      const accountant = await logIn(database, web, { login: 'accountant', role: 'accountant', shops: 'all' });
      let answers = 0;
      let withSums = 0;
      for (const route of guarded) {
        const { operationId } = route.operation;
        if (route.method !== 'GET' || operationId === 'streamEvents') continue;
        const path = addressOf(
          route,
          stage.own,
          route.queries.has('from') ? { from: '2026-03-14', to: '2026-03-15' } : {},
        );
        const response = await support.send('GET', path);
        const body = await response.text();
        const isMissing = !SUPPORT.includes(route.operation['x-right'] ?? '');
        assert.equal(response.status === 403, isMissing, `${operationId} ${body}`);
        if (REFUSED.includes(operationId)) assert.equal(response.status, 403, operationId);
        for (const sum of SUMS) assert.ok(!body.includes(sum), `${operationId} tells ${sum}: ${body}`);
        const full = await (await accountant.send('GET', path)).text();
        if (response.status === 200) answers += 1;
        if (response.status === 200 && SUMS.some((sum) => full.includes(sum))) withSums += 1;
      }
      assert.ok(answers > 30 && withSums > 10, `${answers} answers, ${withSums} of them have sums for others`);
    });

    test('sees how many receipts a shift has, and what happened, with a dash where a sum stands', async () => {
      await using stage = await openTwoShops(engine);
      await logExport(stage);
      const { database, web } = stage;
      const support = await logIn(database, web, { login: 'support', role: 'support', shops: 'all' });
      const [shift] = (await support.get<ShiftList>(shifts)).shifts;
      assert.deepEqual([shift?.receiptCount, shift?.saleSum, shift?.revenue], [3, null, null]);
      const log = await support.get<EventList>('/api/v1/log?code=erp.confirmation_differs');
      const [entry] = log.events;
      assert.match(entry?.text.ru ?? '', /—/);
      assert.doesNotMatch(entry?.text.ru ?? '', /250/);
      assert.equal(entry?.raw, null);
      const search = encodeURIComponent('250,25');
      assert.equal(
        (await support.get<EventList>(`/api/v1/log?q=${search}`)).events.length,
        0,
        'a sum cannot be searched for',
      );
      const file = await (await support.send('GET', '/api/v1/log/download')).text();
      assert.doesNotMatch(file, /250,25/);
      const trusted = await logIn(database, web, {
        login: 'trusted',
        role: 'support',
        shops: 'all',
        extraRights: ['see-money'],
      });
      assert.equal((await trusted.get<ShiftList>(shifts)).shifts[0]?.revenue, '250.25');
      assert.ok((await trusted.get<EventList>(`/api/v1/log?q=${search}`)).events.length > 0);
    });
  });

type Said = { status: number; code: string; text: string; details: unknown };

async function say(caller: Caller, path: string, body: object = {}): Promise<Said> {
  const response = await caller.send('POST', `/api/v1${path}`, body);
  const problem = (await response.json()) as Partial<Problem>;
  return {
    status: response.status,
    code: problem.code ?? '',
    text: problem.message?.ru ?? '',
    details: problem.details,
  };
}

for (const engine of databasesUnderTest)
  describe(`a shop manager (${engine.name})`, () => {
    test('asks for sales of at most 31 days, whoever asked before', async () => {
      await using stage = await openTwoShops(engine);
      const { database, web } = stage;
      const manager = await logIn(database, web, { login: 'manager', role: 'manager', shops: ['5'] });
      const accountant = await logIn(database, web, { login: 'accountant', role: 'accountant', shops: 'all' });
      const register = { shopCode: '5', registerCode: '12', confirmed: true };
      const dates = (from: string) => ({ kind: 'dates', from: `${from}T00:00:00`, to: '2026-03-03T23:59:59' });
      assert.equal((await say(manager, '/transfers', { ...register, range: dates('2026-02-01') })).status, 202);
      const long = await say(manager, '/transfers', { ...register, range: dates('2026-01-31') });
      assert.deepEqual([long.status, long.code, long.details], [403, 'access.load_too_long', { right: 'load' }]);
      assert.match(long.text, /не больше чем за 31 день .* а здесь 32 дня\./);
      const many = await say(manager, '/transfers', { ...register, range: { kind: 'shifts', from: 1, to: 32 } });
      assert.match(many.text, /а здесь 32 смены\./);
      const byAccountant = await accountant.send('POST', '/api/v1/transfers', {
        ...register,
        range: dates('2026-01-01'),
      });
      const { transfer } = (await byAccountant.json()) as { transfer: { transferId: string } };
      assert.equal(byAccountant.status, 202);
      assert.equal((await say(accountant, `/transfers/${transfer.transferId}/cancel`)).status, 200);
      const again = `/transfers/${transfer.transferId}/retry`;
      assert.equal((await say(manager, again, { confirmed: true })).code, 'access.load_too_long');
      assert.equal((await say(accountant, again, { confirmed: true })).status, 202);
    });

    test('exports one shift at once', async () => {
      await using stage = await openTwoShops(engine);
      const { database, web, own } = stage;
      const manager = await logIn(database, web, { login: 'manager', role: 'manager', shops: ['5'] });
      const accountant = await logIn(database, web, { login: 'accountant', role: 'accountant', shops: ['5'] });
      const { shopCode, registerCode, shiftKey } = own;
      const shift = { shopCode, registerCode, shiftKey };
      const two = { shifts: [shift, { ...shift, shiftKey: '348@2026-03-15' }] };
      const refused = await say(manager, '/exports/again', two);
      assert.deepEqual(
        [refused.status, refused.code, refused.details],
        [403, 'access.too_many_shifts', { right: 'export' }],
      );
      assert.notEqual((await say(accountant, '/exports/again', two)).status, 403);
      assert.equal((await say(manager, '/exports/again', { shifts: [shift] })).status, 202);
    });
  });
