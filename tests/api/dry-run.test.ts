/** `?dryRun=true`: what a change would do, told by the same code, and nothing of it stays (UX §12). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOwners } from '../../scripts/architecture/table.ts';
import type { Database } from '../../src/platform/database/database.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { openWebApi, type WebApiUnderTest } from '../support/web-api.ts';

type Step = [method: string, path: string, body: object | undefined, status: number];

const week = { kind: 'dates', from: '2026-03-01T00:00:00', to: '2026-03-14T23:59:59' };
const day = { kind: 'dates', from: '2026-03-13T00:00:00', to: '2026-03-13T23:59:59' };
const author = 'Петрова';

/** In this order each is a change, or is refused. */
const STEPS: readonly Step[] = [
  ['POST', '/shops', { shopCode: '12', name: 'Невский' }, 201],
  ['POST', '/shops', { shopCode: '12' }, 409],
  ['POST', '/shops/12/registers', { registerCode: '3', protocolVersion: 4 }, 201],
  ['POST', '/shops/12/registers', { registerCode: '3' }, 409],
  ['PATCH', '/shops/12/registers/3', { commandHost: '10.0.0.1', inService: true }, 200],
  ['PATCH', '/shops/12/registers/9', { inService: false }, 404],
  ['PATCH', '/shops/12/registers/3', { tokenRequired: true }, 200],
  ['POST', '/shops/12/registers/3/tokens', {}, 201],
  ['POST', '/shops/12/registers/3/tokens', { endsAt: '2000-01-01T00:00:00Z' }, 422],
  ['POST', '/shops/12/registers/9/tokens', {}, 404],
  ['DELETE', '/shops/12/registers/3/tokens/N-1', undefined, 200],
  ['DELETE', '/shops/12/registers/3/tokens/N-9', undefined, 404],
  ['POST', '/groups', { groupCode: 'ural', name: 'Урал', shopCodes: ['12'] }, 201],
  ['PATCH', '/groups/ural', { name: 'Урал и Сибирь' }, 200],
  ['PUT', '/servers/12', { name: 'Невский', shopCodes: ['12'], certificateRequired: true }, 200],
  ['PUT', '/servers/12', { certificateName: 'mks-12.example' }, 200],
  ['PUT', '/servers/12', { shopCodes: ['99'] }, 404],
  ['PUT', '/servers/-', {}, 422],
  ['POST', '/schedules', { groupCode: 'ural', rule: { kind: 'daily', times: ['03:00'] }, author }, 201],
  ['PATCH', '/schedules/1', { paused: true, author }, 200],
  ['PATCH', '/schedules/1', { rule: { kind: 'daily', times: ['04:00'] } }, 200],
  ['PATCH', '/schedules/1', { paused: false }, 200],
  ['POST', '/schedules/1/run', { author }, 200],
  ['DELETE', '/groups/ural', undefined, 422],
  ['POST', '/transfers', { shopCode: '12', registerCode: '3', range: day, author }, 202],
  ['POST', '/transfers', { shopCode: '12', registerCode: '3', range: day, author }, 202],
  ['POST', '/transfers', { shopCode: '12', registerCode: '3', range: week, author }, 409],
  ['POST', '/transfers', { shopCode: '12', registerCode: '3', range: week, author, confirmed: true }, 202],
  ['POST', '/transfers/T-2/cancel', { author }, 200],
  ['POST', '/transfers/T-2/cancel', { author }, 422],
  ['POST', '/transfers/T-2/retry', { author }, 202],
  ['POST', '/gaps/G-1/ask', { author }, 404],
  ['POST', '/cases/seen', { cases: ['D-1'] }, 404],
  ['POST', '/cases/accepted', { cases: ['D-1'], reason: 'Акт', author: 'Петрова' }, 404],
  ['POST', '/cases/assigned', { cases: ['D-1'], to: null }, 404],
  ['PUT', '/payment-types', { paymentTypeCode: 4, paymentClass: 'noncash', shopCode: null }, 200],
  ['PUT', '/document-types', { documentType: 77, documentClass: 'service', shopCode: '12' }, 200],
  ['PUT', '/settings/registers.protocolVersion', { value: '3' }, 409],
  ['PUT', '/settings/registers.protocolVersion', { value: '3', confirmed: true, author }, 200],
  ['POST', '/exports/again', { shifts: [{ shopCode: '12', registerCode: '3', shiftKey: '1@2026-03-14' }] }, 404],
  ['POST', '/shops/99/exports/run', undefined, 404],
  ['POST', '/trim/runs', {}, 409],
  ['POST', '/trim/runs', { confirmed: true, shopCode: '12' }, 202],
  ['POST', '/trim/runs', { confirmed: true, shopCode: '99' }, 404],
  ['POST', '/trim/restorations', { shopCode: '12', from: '2023-03-01', to: '2023-03-31' }, 422],
  ['PUT', '/erp/targets/warehouse', { cursor: Buffer.from('smena-feed-7').toString('base64url') }, 200],
  ['POST', '/packages/decisions', { packages: ['none.sales'], reason: 'Акт', author }, 404],
  ['POST', '/packages/retry', { packages: ['none.sales'], author }, 404],
  ['POST', '/people', { login: 'olga', role: 'manager', shops: ['12'] }, 201],
  ['POST', '/people', { login: 'olga', role: 'observer', shops: 'all' }, 409],
  ['PATCH', '/people/olga', { role: 'observer' }, 200],
  ['PATCH', '/people/nobody', { disabled: true }, 404],
  ['POST', '/people/olga/link', undefined, 201],
  ['PATCH', '/people/olga', { disabled: true }, 200],
  ['DELETE', '/people/nobody/second-factor', undefined, 404],
  ['PATCH', '/roles/observer', { secondFactor: true }, 200],
  ['POST', '/keys', { name: 'Склад', rights: ['see'], shops: ['12'] }, 201],
  ['POST', '/keys', { name: 'Склад', rights: ['see'], shops: 'all' }, 409],
  ['DELETE', '/keys/K-1', undefined, 200],
  ['DELETE', '/keys/K-9', undefined, 404],
  ['PUT', '/stand/reports_more', { on: true }, 404],
  ['DELETE', '/servers/12', undefined, 200],
  ['DELETE', '/servers/12', undefined, 404],
  ['DELETE', '/schedules/1', undefined, 200],
  ['DELETE', '/groups/ural', undefined, 200],
];

for (const engine of databasesUnderTest)
  test(`${engine.name}: a change that is only tried answers as the change itself and leaves every table as it was`, async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    for (const [method, path, body, status] of STEPS) {
      const name = `${method} ${path} ${JSON.stringify(body)}`;
      const before = await dump(opened.database);
      const tried = await send(web, method, `${path}?dryRun=true`, body);
      assert.deepEqual(await dump(opened.database), before, `${name} left something`);
      const done = await send(web, method, path, body);
      assert.equal(done.status, status, `${name}: ${done.text}`);
      assert.deepEqual(tried, done, name);
      if (status < 300 && !/"running":true/.test(done.text))
        assert.notDeepEqual(await dump(opened.database), before, `${name} changed nothing`);
    }
  });

test('a description of the wire is only shown, and a misspelt key of the question is refused', async () => {
  const engine = databasesUnderTest[0] ?? assert.fail('no database');
  await using opened = await engine.open();
  await using web = await openWebApi(opened.database);
  const content = Buffer.from('SalesPackage.cashId = 12 string\n').toString('base64');
  const wanted = { kind: 'grpc', fileName: 'numbers.txt', content, confirmed: true };
  const before = await (await web.fetch('/api/v1/descriptions')).text();
  const tried = await send(web, 'POST', '/descriptions?dryRun=true', wanted);
  assert.equal(tried.status, 200, tried.text);
  assert.match(tried.text, /"cashId"/);
  assert.equal(await (await web.fetch('/api/v1/descriptions')).text(), before);
  assert.equal((await send(web, 'POST', '/descriptions', wanted)).status, 200);
  assert.notEqual(await (await web.fetch('/api/v1/descriptions')).text(), before);
  assert.equal((await send(web, 'POST', '/shops?dry=true', { shopCode: '1' })).status, 400);
});

async function send({ fetch }: WebApiUnderTest, method: string, path: string, body: object | undefined) {
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`/api/v1${path}`, { method, ...json });
  // The eight digits of an id are new each time, and so is a secret.
  return {
    status: response.status,
    text: (await response.text())
      .replace(/(_(?:cash|shop|group)_\w+_)[\da-f]{8}/g, '$1')
      .replace(/(#link=|"smena_register_|"smena_)[\w-]{43}/g, '$1'),
  };
}

/** Every row of every table. */
async function dump(database: Database<Tables>): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of Object.keys(tableOwners).filter((name) => name !== 'schedule_slot'))
    tables[table] = (await database.all(`SELECT * FROM ${table}`)).map((row) => JSON.stringify(row)).sort();
  return tables;
}
