import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  eventList,
  type LoadFileResult,
  type Problem,
  packageList,
  registerList,
  routes,
} from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { held } from '../../tests/support/held.ts';
import { openWebApi, sampleFile, type WebApiUnderTest } from '../../tests/support/web-api.ts';
import { fileFromHand } from '../wiring/hand-file.ts';
import { findShop } from './find-place.ts';

function bring(web: WebApiUnderTest, query: string, name: string, body: Uint8Array) {
  return web.json<Problem>(`${routes.files}?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
    body: new Uint8Array(body),
  });
}

for (const engine of databasesUnderTest) {
  describe(`files by hand on ${engine.name}`, () => {
    it('are known by their name and their shop, in the list and in the log', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      await bring(web, 'shop=5&create=true', 'продажи 347.json', sampleFile);
      await bring(web, 'shop=5', 'не то.json', Buffer.from('{}'));
      const shop = await findShop(opened.database, '5');
      assert.ok(shop.ok);
      await web.stations.intake.receive(fileFromHand(shop.value, 'ждёт.json', Buffer.from('later')));
      const { packages } = held(packageList, await web.reports.packages({ state: 'all', limit: 5, shop: '5' }));
      const rows = packages.map((one) => [one.state, one.fileName, one.shopCode, one.registerCode, one.documents.new]);
      assert.deepEqual(rows.toSorted(), [
        ['broken', 'не то.json', '5', null, 0],
        ['processed', 'продажи 347.json', '5', '12', 5],
        ['waiting', 'ждёт.json', '5', null, 0],
      ]);
      for (const one of packages)
        assert.deepEqual(
          [one.door, one.packageId, one.registerId, one.shopId],
          ['file', null, null, shop.value.shopId],
        );
      const { events } = held(eventList, await web.reports.log({ limit: 10, shop: '5', level: 'error' }));
      assert.deepEqual(
        events.map(({ code, shopCode }) => [code, shopCode]),
        [['package.broken', '5']],
      );
      assert.match(events[0]?.text.ru ?? '', /^Пакет не то\.json магазина 5 не разобран: [А-Я]/);
      assert.match(events[0]?.text.en ?? '', /^Package не то\.json of shop 5 could not be read: \w/);
      const list = held(registerList, await web.reports.registers('5'));
      assert.deepEqual([list.shop.name, list.registers[0]?.name], [null, null], 'nobody has named them');
    });

    it('make no shop for a file that can not be read, and say why', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const { status, body } = await bring(web, 'shop=99&create=true', 'не то.json', Buffer.from('{}'));
      const told = body as unknown as LoadFileResult;
      assert.deepEqual([status, told.outcome, told.file, told.shifts], [200, 'broken', 'не то.json', []]);
      assert.match(told.reason?.ru ?? '', /[А-Я]/);
      assert.deepEqual((await web.reports.shops()).shops, []);
      assert.equal(await web.stations.intake.count('broken'), 0, 'nothing of it was taken');
    });

    it('make no shop of a slip in its code', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const refused = await bring(web, 'shop=99', 'sale.json', sampleFile);
      assert.deepEqual([refused.status, refused.body.code], [404, 'not_found.shop_of_file']);
      assert.match(refused.body.message.ru, /кодом 99 нет.*create=true.*--create-shop/);
      const noCode = await bring(web, 'shop=north&create=true', 'sale.json', sampleFile);
      assert.deepEqual([noCode.status, noCode.body.details], [400, { shop: 'field.shop_code' }]);
      assert.equal(await web.stations.intake.count('waiting'), 0);
      assert.deepEqual((await web.reports.shops()).shops, []);
      assert.equal((await bring(web, 'shop=99&create=true', 'sale.json', sampleFile)).status, 200);
      assert.deepEqual(
        (await web.reports.shops()).shops.map(({ shopCode }) => shopCode),
        ['99'],
      );
    });
  });
}
