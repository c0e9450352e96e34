import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentTypeList, type Problem, routes, shiftDetail } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { held } from '../../tests/support/held.ts';
import { receipt, salesFile } from '../../tests/support/sales.ts';
import { openWebApi } from '../../tests/support/web-api.ts';

const sold = receipt(1, '30.00');
/** Of a type that nobody knows, and an annulled sale as the ERP sees it. */
const strange = receipt(2, '7.00', { docType: 77 });
const annulled = receipt(3, '5.00', { docType: 7, payments: [[100, 1, '5.00']] });

for (const engine of databasesUnderTest) {
  describe(`document types on ${engine.name}`, () => {
    it('are counted, get their class from a person, and the sums of shifts follow', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      for (const [shop, documents] of Object.entries({ 5: [sold, strange, annulled], 6: [sold, strange] }))
        await web.stations.bring(shop, salesFile({ documents }));
      await web.stations.bring('5', salesFile({ documents: [sold, strange, annulled, receipt(4, '1.00')] }));
      const list = held(documentTypeList, await web.reports.documentTypes()).documentTypes;
      assert.deepEqual(
        list
          .filter(({ documents }) => documents > 0)
          .map((row) => [row.documentType, row.documentClass, row.documents]),
        [
          [77, 'other', 2],
          [1, 'sale', 3],
          [7, 'annulSale', 1],
        ],
      );
      assert.deepEqual(
        list.slice(0, 2).map(({ source, firstSeenAt }) => [source, firstSeenAt]),
        [
          ['register', '2026-03-14T20:00:00.000Z'],
          ['default', null],
        ],
      );

      const put = async (body: object) => {
        const answer = await web.json(routes.documentTypes, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        await web.stations.drain();
        return answer;
      };
      const sums = async (shopCode: string) => {
        const address = { shopCode, registerCode: '12', shiftKey: '347@2026-03-14' };
        const { figures } = held(shiftDetail, await web.reports.shift(address));
        return [figures.saleSum.counted, figures.refundSum.counted];
      };
      assert.deepEqual(
        [await sums('5'), await sums('6')],
        [
          ['31.00', '0.00'],
          ['30.00', '0.00'],
        ],
      );
      const given = await put({ documentType: 77, documentClass: 'sale' });
      assert.equal(given.status, 200);
      assert.deepEqual(documentTypeList.parse(given.body), given.body);
      assert.deepEqual(
        [await sums('5'), await sums('6')],
        [
          ['38.00', '0.00'],
          ['37.00', '0.00'],
        ],
      );
      // The shop goes its own way, and a later change of the server's class leaves it alone.
      await put({ documentType: 77, documentClass: 'refund', shopCode: '6' });
      assert.deepEqual(
        [await sums('5'), await sums('6')],
        [
          ['38.00', '0.00'],
          ['30.00', '7.00'],
        ],
      );
      const revision = () =>
        opened.database.get('SELECT MAX(revision) AS n FROM shift WHERE shop_id LIKE ?', ['_shop_6%']);
      const before = await revision();
      await put({ documentType: 77, documentClass: 'service' });
      assert.deepEqual(
        [await sums('5'), await sums('6')],
        [
          ['31.00', '0.00'],
          ['30.00', '7.00'],
        ],
      );
      assert.deepEqual(await revision(), before);
      const rows = held(documentTypeList, await web.reports.documentTypes()).documentTypes;
      assert.deepEqual(
        rows.filter(({ documentType }) => documentType === 77).map((row) => [row.shopCode, row.source, row.documents]),
        [
          [null, 'person', 2],
          ['6', 'person', 1],
        ],
      );
    });

    it('take no code that cannot be one, no class that there is not, and no shop that is not there', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const put = (path: string, body: object) =>
        web.json<Problem>(path, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      for (const code of [0, -1, 1_000_000, 1.5]) {
        const document = await put(routes.documentTypes, { documentType: code, documentClass: 'sale' });
        const payment = await put(routes.paymentTypes, { paymentTypeCode: code, paymentClass: 'cash' });
        assert.deepEqual([document.status, Object.keys(document.body.details ?? {})], [400, ['documentType']]);
        assert.deepEqual([payment.status, Object.keys(payment.body.details ?? {})], [400, ['paymentTypeCode']]);
      }
      const noClass = await put(routes.documentTypes, { documentType: 7, documentClass: 'gold' });
      assert.match(noClass.body.message.en, /there are sale, refund, cashIn, cashOut, annulSale/);
      const noShop = await put(routes.documentTypes, { documentType: 7, documentClass: 'sale', shopCode: '404' });
      assert.deepEqual([noShop.status, noShop.body.code], [404, 'not_found.shop']);
    });
  });
}
