import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  documentDetail,
  documentList,
  eventHistogram,
  eventList,
  exportList,
  issuedRegister,
  loadFileResult,
  loadNorms,
  type Problem,
  packageList,
  paymentTypeList,
  problem,
  registerDetail,
  registerList,
  routes,
  serverStatus,
  setAsideList,
  shiftDetail,
  shiftList,
  shop,
  shopList,
  transferDocuments,
} from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { openWebApi, rawRequest, sampleFile, type WebApiUnderTest } from '../../../tests/support/web-api.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';

const readable = [
  [routes.status, serverStatus],
  [routes.shops, shopList],
  [routes.shop, shop],
  [routes.registers, registerList],
  [routes.register, registerDetail],
  [routes.loadNorms, loadNorms],
  [routes.shifts, shiftList],
  [routes.shift, shiftDetail],
  [routes.documents, documentList],
  [routes.document, documentDetail],
  [routes.packages, packageList],
  [routes.exports, exportList],
  [routes.log, eventList],
  [routes.logHistogram, eventHistogram],
  [routes.transferDocuments, transferDocuments],
  [routes.setAside, setAsideList],
  [routes.paymentTypes, paymentTypeList],
] as const;

const values: Record<string, string> = {
  shopCode: '5',
  registerCode: '12',
  shiftKey: '347@2026-03-14',
  document: '6f1c0a52-0001-4c1e-9d55-000000005001',
  transferId: 'T-1',
};
const fill = (route: string, others: Record<string, string> = {}) =>
  route.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(others[name] ?? values[name] ?? ''));

const asJson = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const asFile = (body: Uint8Array, name = 'sale.json'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
  body: new Uint8Array(body),
});

/** A refusal with both languages, and nothing of our insides. */
async function refusal(web: WebApiUnderTest, path: string, init?: RequestInit): Promise<[number, string]> {
  const { status, body } = await web.json<Problem>(path, init);
  assert.deepEqual(problem.parse(body), body);
  assert.match(body.message.ru, /[а-яё]/i);
  assert.match(body.message.en, /[a-z]/i);
  assert.doesNotMatch(JSON.stringify(body), /node_modules|\.ts:\d|at .+ \(/);
  return [status, body.code];
}

for (const engine of databasesUnderTest) {
  describe(`the HTTP door on ${engine.name}`, () => {
    it('answers every reading route in the shape of the contract', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const loaded = await web.json(`${routes.files}?shop=5&create=true`, asFile(sampleFile, 'выгрузка/sale_347.json'));
      assert.equal(loaded.status, 200);
      const result = loadFileResult.parse(loaded.body);
      assert.deepEqual(result, loaded.body);
      assert.equal(result.file, 'sale_347.json');
      assert.equal(result.outcome, 'processed');
      const [shift] = result.shifts;
      assert.deepEqual(
        [shift?.saleSum, shift?.refundSum, shift?.revenue, shift?.drawerSum],
        ['245.81', '45.00', '200.81', '600.81'],
      );
      for (const [route, schema] of readable) {
        const { status, body } = await web.json(fill(route));
        assert.equal(status, 200, route);
        assert.deepEqual(schema.parse(body), body, route);
      }
      const again = await web.json<{ outcome: string; documents: object }>(
        `${routes.files}?shop=5`,
        asFile(sampleFile),
      );
      assert.equal(again.body.outcome, 'already');
      assert.deepEqual(again.body.documents, { new: 0, same: 5, enriched: 0, conflict: 0, set_aside: 0 });
    });

    it('adds shops and registers, and refuses what exists or is not written as it must be', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const made = await web.json(routes.shops, asJson('POST', { shopCode: '7', name: 'Магазин у моста' }));
      assert.equal(made.status, 201);
      assert.equal(shop.parse(made.body).timeZone, 'Europe/Moscow');
      const path = fill(routes.registers, { shopCode: '7' });
      const issued = await web.json(path, asJson('POST', { registerCode: '3', name: ' ' }));
      assert.equal(issued.status, 201);
      const { registerId, shopId } = issuedRegister.parse(issued.body);
      assert.match(registerId, /^_cash_3_[0-9a-f]{8}$/);
      assert.equal(shopId, shop.parse(made.body).shopId);
      const quiet = await web.json(routes.shops, asJson('POST', { shopCode: '70', name: '  ' }));
      assert.equal(shop.parse(quiet.body).name, null, 'a name that nobody gave is not made up');
      assert.equal((await web.json<{ name: string | null }>(`${path}/3`)).body.name, null);

      assert.deepEqual(await refusal(web, routes.shops, asJson('POST', { shopCode: '7', name: 'x' })), [
        409,
        'exists.shop',
      ]);
      assert.deepEqual(await refusal(web, path, asJson('POST', { registerCode: '3' })), [409, 'exists.register']);
      const elsewhere = fill(routes.registers, { shopCode: '8' });
      assert.deepEqual(await refusal(web, elsewhere, asJson('POST', { registerCode: '3' })), [404, 'not_found.shop']);
      const wrongZone = asJson('POST', { shopCode: '9', name: 'x', timeZone: 'Moon/Sea' });
      assert.deepEqual(await refusal(web, routes.shops, wrongZone), [400, 'request.time_zone']);
      const wrong = await web.json<Problem>(routes.shops, asJson('POST', { shopCode: 'A-1', name: 'x'.repeat(201) }));
      assert.equal(wrong.status, 400);
      assert.deepEqual(wrong.body.details, { shopCode: 'field.shop_code', name: 'field.too_long' });
      assert.match(
        wrong.body.message.ru,
        /shopCode: код магазина состоит из цифр, от 1 до 9; name: не длиннее 200 знаков/,
      );
      const noShop = asJson('PUT', { paymentTypeCode: 4, paymentClass: 'cash', shopCode: '404' });
      assert.deepEqual(await refusal(web, routes.paymentTypes, noShop), [404, 'not_found.shop']);
      const noClass = asJson('PUT', { paymentTypeCode: 4, paymentClass: 'gold' });
      assert.deepEqual(await refusal(web, routes.paymentTypes, noClass), [400, 'request.invalid']);
    });

    it('refuses what is not there, what is too large, and what it cannot read', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database, { maxFileBytes: 1_000 });
      await web.stations.registers.addShop({ shopCode: '5', name: 'x', timeZone: 'Europe/Moscow' });
      assert.deepEqual(await refusal(web, fill(routes.shop, { shopCode: '6' })), [404, 'not_found.shop']);
      assert.deepEqual(await refusal(web, fill(routes.register)), [404, 'not_found.register']);
      await web.stations.registers.addRegister({ shopCode: '5', registerCode: '12', protocolVersion: 4 });
      assert.deepEqual(await refusal(web, fill(routes.shift)), [404, 'not_found.shift']);
      assert.deepEqual(await refusal(web, fill(routes.documents, { shiftKey: '%' })), [404, 'not_found.shift']);
      assert.deepEqual(await refusal(web, fill(routes.document)), [404, 'not_found.document']);
      assert.deepEqual(await refusal(web, '/api/v1/nothing'), [404, 'not_found.page']);
      assert.deepEqual(await refusal(web, `${fill(routes.shifts)}?from=yesterday`), [400, 'request.invalid']);
      const noDay = await web.json<Problem>(`${fill(routes.shifts)}?from=2026-13-40&to=2026-02-30`);
      assert.equal(noDay.status, 400);
      assert.deepEqual(noDay.body.details, { from: 'field.not_a_date', to: 'field.not_a_date' });
      assert.match(noDay.body.message.ru, /from: нужна дата из календаря вида 2026-03-14/);
      for (const day of ['2024-02-29', '0000-01-01', '9999-12-31'])
        assert.equal((await web.fetch(`${fill(routes.shifts)}?to=${day}`)).status, 200, day);
      assert.deepEqual(await refusal(web, `${routes.log}?shop=404`), [404, 'not_found.shop']);
      assert.deepEqual(await refusal(web, `${routes.packages}?limit=0`), [400, 'request.invalid']);
      const text = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' };
      assert.deepEqual(await refusal(web, routes.shops, text), [415, 'request.media_type']);
      const notJson = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
      assert.deepEqual(await refusal(web, routes.shops, notJson), [400, 'request.bad_json']);
      const large = asJson('POST', { shopCode: '1', name: 'x'.repeat(70_000) });
      assert.deepEqual(await refusal(web, routes.shops, large), [413, 'request.too_large']);
      assert.deepEqual(await refusal(web, `${routes.files}?shop=5`, asFile(sampleFile)), [413, 'request.too_large']);
      assert.deepEqual(await refusal(web, `${routes.files}?shop=5`, asFile(Buffer.alloc(0))), [
        400,
        'request.empty_file',
      ]);
      assert.deepEqual(await refusal(web, routes.files, asFile(Buffer.from('x'))), [400, 'request.invalid']);
    });
  });
}

const [anyEngine] = databasesUnderTest;
assert.ok(anyEngine !== undefined);

describe('the HTTP door', () => {
  it('says that the database is away, and hides an unexpected failure behind a number that is in the log', async () => {
    await using opened = await anyEngine.open();
    await using web = await openWebApi(opened.database, {
      reports: (reports) => ({
        ...reports,
        shops: () => Promise.reject(new DatabaseUnavailable('no route to host 10.0.0.1')),
        paymentTypes: () => Promise.reject(new Error('secret inside')),
      }),
    });
    assert.deepEqual(await refusal(web, routes.shops), [503, 'database.away']);
    const { status, body } = await web.json<Problem>(routes.paymentTypes);
    assert.deepEqual([status, body.code], [500, 'server.internal']);
    assert.doesNotMatch(JSON.stringify(body), /secret/);
    const correlation = body.details?.['correlation'] ?? '';
    assert.ok(body.message.ru.includes(correlation) && correlation !== '');
    assert.ok(web.logged.some((line) => line.includes(correlation) && line.includes('secret inside')));
  });

  it('lets a running request finish when it stops, and takes no new one', async () => {
    await using opened = await anyEngine.open();
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    await using web = await openWebApi(opened.database, {
      reports: (reports) => ({
        ...reports,
        async shops() {
          asked.resolve();
          await answer.promise;
          return reports.shops();
        },
      }),
    });
    const running = web.fetch(routes.shops);
    await asked.promise;
    const stopping = web.api.stop();
    await assert.rejects(web.fetch(routes.status));
    answer.resolve();
    assert.equal((await running).status, 200);
    await stopping;
  });

  it('passes on why a file was refused', async () => {
    await using opened = await anyEngine.open();
    const refused = { ok: false, code: 'load.disk_full', params: { free: 1, needed: 9 } } as const;
    await using web = await openWebApi(opened.database, { receiveFile: async () => refused });
    assert.deepEqual(await refusal(web, `${routes.files}?shop=5`, asFile(sampleFile)), [507, 'load.disk_full']);
  });

  it('refuses pages of other sites and names that are not of this machine', async () => {
    await using opened = await anyEngine.open();
    await using web = await openWebApi(opened.database);
    const { port } = web.api;
    const host = `127.0.0.1:${port}`;
    const send = (method: string, headers: Record<string, string>) =>
      rawRequest(port, routes.shops, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(method === 'GET' ? {} : { body: JSON.stringify({ shopCode: '1', name: 'x' }) }),
      });
    const codeOf = ({ status, body }: { status: number; body: string }) => [status, (JSON.parse(body) as Problem).code];
    const foreign = [403, 'request.foreign_origin'];
    assert.deepEqual(codeOf(await send('POST', { host, origin: 'http://evil.example' })), foreign);
    assert.deepEqual(codeOf(await send('POST', { host, origin: `http://127.0.0.1:${port + 1}` })), foreign);
    assert.deepEqual(codeOf(await send('POST', { host, origin: 'null' })), foreign);
    assert.deepEqual(codeOf(await send('POST', { host, 'sec-fetch-site': 'cross-site' })), foreign);
    const strange = [421, 'request.foreign_host'];
    assert.deepEqual(codeOf(await send('GET', { host: 'evil.example' })), strange);
    assert.deepEqual(codeOf(await send('GET', { host: `127.0.0.1.evil.example:${port}` })), strange);
    assert.equal((await send('GET', { host: `localhost:${port}` })).status, 200);
    assert.equal((await send('GET', { host: `[::1]:${port}` })).status, 200);
    assert.equal((await send('POST', { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status, 201);
  });

  it('serves the pages: hashed files for ever, the entry page for every address of a page', async (t) => {
    const folder = temporaryFolder(t);
    mkdirSync(`${folder}/assets`);
    writeFileSync(`${folder}/index.html`, '<!doctype html><title>Smena</title>');
    writeFileSync(`${folder}/assets/main-a1b2c3.js`, 'export {};');
    writeFileSync(`${folder}/.built-from`, 'secret');
    await using opened = await anyEngine.open();
    await using web = await openWebApi(opened.database, { webFolder: folder });
    for (const path of [
      '/',
      '/index.html',
      '/shops/5/registers/12',
      '/shops/5/registers/12/shifts/347@2026-03-14',
      '/.built-from',
    ]) {
      const page = await web.fetch(path);
      assert.equal(page.status, 200, path);
      assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
      assert.equal(page.headers.get('cache-control'), 'no-cache');
      assert.match(await page.text(), /<title>Smena/);
      const policy = page.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'self'; script-src 'self';/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    }
    const asset = await web.fetch('/assets/main-a1b2c3.js');
    assert.equal(asset.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.match(asset.headers.get('content-type') ?? '', /javascript/);
    assert.deepEqual(await refusal(web, '/assets/gone.js'), [404, 'not_found.page']);
    assert.deepEqual(await refusal(web, '/favicon.ico'), [404, 'not_found.page']);
    const outside = await rawRequest(web.api.port, '/../../etc/passwd', { headers: { host: 'localhost' } });
    assert.doesNotMatch(outside.body, /root:/);
    assert.deepEqual(await refusal(web, '/shops', { method: 'POST' }), [405, 'request.method']);
  });

  it('says how to build the pages when there are none; the API answers all the same', async () => {
    await using opened = await anyEngine.open();
    await using web = await openWebApi(opened.database);
    const page = await web.fetch('/');
    assert.equal(page.status, 503);
    assert.match(await page.text(), /npm run build:web/);
    const status = await web.fetch(routes.status);
    assert.equal(status.status, 200);
    assert.equal(status.headers.get('cache-control'), 'no-store');
  });

  it('compresses long answers for those who understand it', async () => {
    await using opened = await anyEngine.open();
    await using web = await openWebApi(opened.database);
    const headers = { host: 'localhost' };
    const plain = await rawRequest(web.api.port, routes.openApi, { headers });
    const packed = await fetch(new URL(routes.openApi, web.api.url), { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(packed.headers.get('content-encoding'), 'gzip');
    assert.equal(await packed.text(), plain.body);
  });
});
