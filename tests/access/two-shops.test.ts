/**
 * Acceptance 38: whoever has one shop sees exactly this shop, everywhere. The answers of every reading route to the manager of a shop are
 * those of a server that has no other shop; nothing in them tells that another one exists.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type {
  AuditList,
  ExportList,
  ReportTable,
  ServerStatus,
  ShiftList,
  ShopDays,
  ShopList,
  TransferList,
} from '../../contracts/web-api.ts';
import type { Right } from '../../src/domain/access.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { partsOf } from '../support/downloads.ts';
import { until } from '../support/until.ts';
import { type Caller, logIn } from './people.ts';
import { addressOf, guarded, type Route } from './routes-of-description.ts';
import { FOREIGN, openTwoShops, TRACES, type TwoShops } from './two-shops.ts';

const EVERYTHING: Right[] = ['registers', 'settings-exchange', 'settings-payments', 'trim-plan'];

/** A manager who may also look at what other roles look at. */
function managerOf({ database, web }: TwoShops): Promise<Caller> {
  return logIn(database, web, { login: 'manager', role: 'manager', shops: ['5'], extraRights: EVERYTHING });
}

const reading = guarded.filter(({ method, operation }) => method === 'GET' && operation.operationId !== 'streamEvents');

/** Questions beside the plain one: other periods, files in both forms, searches. */
const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const ALSO: Record<string, Record<string, string>[]> = {
  readReport: [MARCH],
  downloadReport: [
    { ...MARCH, format: 'csv' },
    { ...MARCH, format: 'csv', dialect: 'rfc4180' },
    { ...MARCH, format: 'xlsx' },
  ],
  findReceipts: [MARCH, { ...MARCH, sum: '1000.01' }, { ...MARCH, sum: '100.10' }],
  downloadReceipts: [{ ...MARCH, format: 'csv' }],
  listDays: [MARCH],
  listShopDays: [MARCH],
  listEvents: [{ q: FOREIGN }],
  downloadEvents: [{ lang: 'en' }],
  readFeed: [{ format: 'csv' }],
};
const REPORTS = [
  'sales',
  'shifts',
  'departments',
  'cashiers',
  'payments',
  'hours',
  'refunds',
  'cancelled',
  'cash',
  'discounts',
  'goods',
];

type Answer = { name: string; status: number; body: string };

async function answersOf(stage: TwoShops, caller: Caller): Promise<Answer[]> {
  const answers: Answer[] = [];
  const ask = async (route: Route, query: Record<string, string>, report?: string) => {
    const path = addressOf(
      report === undefined ? route : { ...route, path: route.path.replace('{report}', report) },
      stage.own,
      query,
    );
    const response = await caller.send('GET', path);
    const bytes = Buffer.from(await response.arrayBuffer());
    const isSheet = response.headers.get('content-type')?.includes('spreadsheet') === true;
    // The archive around a sheet holds the time of day; the eight digits of an id and the folder are new each time.
    const content = isSheet ? JSON.stringify(await partsOf(bytes)) : bytes.toString('utf8');
    const text = content
      .replace(/(_(?:cash|shop|group)_\w+_)[\da-f]{8}/g, '$1')
      .replaceAll(/smena-ledger-\w+/g, 'folder');
    answers.push({ name: `${route.operation.operationId} ${path}`, status: response.status, body: text });
  };
  for (const route of reading) {
    if (route.operation['x-scope'] === 'network') continue;
    const reports = route.path.includes('{report}') ? REPORTS : [undefined];
    for (const query of [{}, ...(ALSO[route.operation.operationId] ?? [])])
      for (const report of reports) await ask(route, query, report);
  }
  return answers;
}

for (const engine of databasesUnderTest)
  describe(`the manager of one of two shops (${engine.name})`, () => {
    test('AC38: gets from every reading route and every file what a server without the other shop would tell', async () => {
      await using alone = await openTwoShops(engine, false);
      const wanted = await answersOf(alone, await managerOf(alone));
      await using both = await openTwoShops(engine);
      const got = await answersOf(both, await managerOf(both));
      assert.deepEqual(
        got.map(({ name }) => name.replaceAll(/\w+\.sales/g, '')),
        wanted.map(({ name }) => name.replaceAll(/\w+\.sales/g, '')),
      );
      let told = 0;
      for (const [index, { name, status, body }] of got.entries()) {
        assert.equal(status, wanted[index]?.status, `${name}: ${body}`);
        assert.ok(
          body === wanted[index]?.body,
          `${name}\n${body.slice(0, 2000)}\n${wanted[index]?.body.slice(0, 2000)}`,
        );
        // A question is repeated in its answer.
        for (const trace of TRACES.filter((one) => !name.includes(one)))
          assert.ok(!body.includes(trace), `${name} tells of ${trace}`);
        if (status === 200) told += 1;
      }
      assert.ok(told > 60, `${told} answers`);
    });

    test('AC38: sees its counts and sums to the kopeck, where the network has those of both', async () => {
      await using stage = await openTwoShops(engine);
      const manager = await managerOf(stage);
      const accountant = await logIn(stage.database, stage.web, {
        login: 'accountant',
        role: 'accountant',
        shops: 'all',
      });
      const figures = async (caller: Caller) => {
        const [status, shops, sales, exports, transfers] = [
          await caller.get<ServerStatus>('/api/v1/status'),
          await caller.get<ShopList>('/api/v1/shops'),
          await caller.get<ReportTable>('/api/v1/reports/sales?from=2026-03-14&to=2026-03-14&by=shop'),
          await caller.get<ExportList>('/api/v1/exports'),
          await caller.get<TransferList>('/api/v1/transfers'),
        ];
        return {
          registers: status.registers.total,
          notExported: status.shifts.notExported,
          shops: shops.shops.map(({ shopCode, registerCount, salesToday }) => [shopCode, registerCount, salesToday]),
          rows: sales.rows.length,
          sales: ['saleCash', 'refundCash', 'revenue'].map((key) => sales.totals[key]),
          exports: exports.counts.notExported,
          transfers: transfers.total,
        };
      };
      assert.deepEqual(await figures(manager), {
        registers: 1,
        notExported: 1,
        shops: [['5', 1, '300.30']],
        rows: 1,
        sales: ['300.30', '50.05', '250.25'],
        exports: 1,
        transfers: 2,
      });
      const all = await figures(accountant);
      assert.deepEqual(all.sales, ['7300.37', '350.08', '6950.29']);
      assert.deepEqual([all.registers, all.rows, all.exports, all.transfers, all.shops.length], [2, 2, 2, 4, 2]);
      const shifts = await manager.get<ShiftList>('/api/v1/shops/5/registers/12/shifts?from=2026-03-14&to=2026-03-14');
      assert.deepEqual([shifts.shifts.length, shifts.shifts[0]?.saleSum], [1, '300.30']);
      const days = await manager.get<ShopDays>('/api/v1/shops/5/reconciliation?from=2026-03-14&to=2026-03-14');
      assert.deepEqual(
        days.days.map(({ saleCash }) => saleCash),
        ['300.30'],
      );
    });

    test('AC38: is refused with the missing right, and each refusal is in the audit trail', async () => {
      await using stage = await openTwoShops(engine);
      const { database, web, foreign } = stage;
      const manager = await logIn(database, web, { login: 'manager', role: 'manager', shops: ['5'] });
      const accountant = await logIn(database, web, { login: 'accountant', role: 'accountant', shops: 'all' });
      assert.equal((await manager.send('GET', `/api/v1/shops/${FOREIGN}`)).status, 403);
      assert.equal((await manager.send('GET', `/api/v1/documents/${foreign.document}`)).status, 403);
      const accept = { cases: [foreign.caseId], reason: 'Акт 12', author: 'manager' };
      assert.equal((await manager.send('POST', '/api/v1/cases/accepted', accept)).status, 403);
      const trail = await accountant.get<AuditList>('/api/v1/audit?result=refused');
      assert.deepEqual(
        trail.entries.map((entry) => [entry.actor.name, entry.object.key, entry.shopCode, entry.new?.['right']]),
        [
          ['manager', 'acceptCases', null, 'accept'],
          ['manager', 'readDocument', FOREIGN, 'see-money'],
          ['manager', 'readShop', FOREIGN, 'see'],
        ],
      );
    });

    test('AC38: hears of its own shop only in the live stream, also what was said before', async () => {
      await using stage = await openTwoShops(engine);
      const manager = await managerOf(stage);
      const { live } = stage.web;
      const tell = (shopCode: string | null) =>
        live.publish({ topic: 'register', shopCode, registerCode: null, shiftKey: null });
      tell(FOREIGN);
      tell('5');
      await until('both were said', async () => heardBy(stage.administrator, 2));
      const before = await heardBy(manager, 1);
      assert.deepEqual(before, ['5']);
      const stream = await manager.send('GET', '/api/v1/events');
      tell(FOREIGN);
      tell(null);
      assert.deepEqual(await read(stream, 2), ['5', null]);
    });
  });

/** The shops of the hints that a new listener gets; undefined until there are so many. */
async function heardBy(caller: Caller, count: number): Promise<(string | null)[] | undefined> {
  const response = await caller.send('GET', '/api/v1/events');
  const { value } = (await response.body?.getReader().read()) ?? { value: undefined };
  const shops = shopsIn(Buffer.from(value ?? []).toString('utf8'));
  return shops.length < count ? undefined : shops;
}

async function read(response: Response, count: number): Promise<(string | null)[]> {
  const reader = response.body?.getReader() ?? assert.fail('no stream');
  let text = '';
  while (shopsIn(text).length < count) text += Buffer.from((await reader.read()).value ?? []).toString('utf8');
  await reader.cancel();
  return shopsIn(text);
}

function shopsIn(text: string): (string | null)[] {
  return [...text.matchAll(/^data: (.*)$/gm)].map(
    ([, json = '']) => (JSON.parse(json) as { shopCode: string | null }).shopCode,
  );
}
