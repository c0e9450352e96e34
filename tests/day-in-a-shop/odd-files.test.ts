/** Files with what a shop also lives through: keys nobody knows, cancelled receipts, a fiscal device that died. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ShiftDetail } from '../../contracts/web-api.ts';
import { readAsErp } from '../../src/formats/erp-reader-rules/erp-reader-rules.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { smena } from '../command-line/run.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { classifyPayments, untilSettled } from '../support/shop-floor.ts';

type Loaded = {
  api: ApiClient;
  server: TestServer;
  /** The file for the ERP: its records as they are written, and as the ERP reads them. */
  text: string;
  reading: ReturnType<typeof readAsErp>;
  key: string;
  detail: ShiftDetail;
  rows: <T>(query: string) => Promise<T[]>;
};

const log = [
  { opcode: 3, optime: '2026-03-14T08:54:30', cashiercard: '7001', cashcode: '12' },
  { opcode: 4, optime: '2026-03-14T21:45:00', cashiercard: '7001', cashcode: '12' },
];

for (const engine of databasesUnderTest) {
  /** Brings one file of shop 5 to a running server and waits until it is loaded and published. */
  async function withLoaded(parts: Parameters<typeof salesFile>[0], look: (loaded: Loaded) => Promise<void>) {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    await classifyPayments(api);
    const result = await api.loadFile('5', 'sales.json', Buffer.from(salesFile({ log, ...parts })));
    assert.equal(result.outcome, 'processed', JSON.stringify(result.reason));
    await untilSettled(api);
    const key = result.shifts[0]?.key ?? assert.fail('no shift');
    const folder = join(server.exchangeFolder, '5', 'sale12');
    const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.json'));
    const bytes = readFileSync(join(folder, name));
    const location =
      place.location.engine === 'sqlite'
        ? { engine: 'sqlite' as const, file: join(server.dataFolder, 'smena.db') }
        : place.location;
    const database = openDatabase<object>(location, [], 1);
    try {
      await look({
        api,
        server,
        text: bytes.toString(),
        reading: readAsErp(bytes, { fileName: name, group: '5' }),
        key,
        detail: await api.shift('5', '12', key),
        rows: async <T>(query: string) => (await database.all<T>(query)).map((row) => ({ ...row })),
      });
    } finally {
      await database.close();
    }
  }

  const closed = { timeEnd: '2026-03-14T21:45:00' };

  test(`P16 ${engine.name}: keys that nobody knows are kept with the document and reach the file as they were written`, () => {
    const sale = receipt(1, '30.00', {
      возрастПроверен: true,
      priceChanged: { by: '7001', from: amount('31.50'), reasons: ['акция', null] },
    });
    const [position] = sale.inventPositions as Record<string, unknown>[];
    Object.assign(position ?? {}, { minRetailPrice: amount('29.90'), isBeer: 1, container: 'кега' });
    const [payment] = sale.moneyPositions as Record<string, unknown>[];
    Object.assign(payment ?? {}, { rrn: '000123456789' });
    const strange = [
      '"возрастПроверен":true',
      '"priceChanged":{"by":"7001","from":31.50,"reasons":["акция",null]}',
      '"minRetailPrice":29.90,"isBeer":1,"container":"кега"',
      '"rrn":"000123456789"',
    ];
    return withLoaded({ shifts: [shiftInfo(closed)], documents: [sale] }, async ({ api, key, text, rows }) => {
      const [row] = (await api.documents('5', '12', key)).documents;
      const { raw } = await api.get<{ raw: string }>(`/documents/${row?.identifier}`);
      const [stored] = await rows<{ raw: string }>('SELECT raw FROM document_raw');
      for (const part of strange) for (const place of [raw, stored?.raw, text]) assert.ok(place?.includes(part), part);
    });
  });

  test(`P13 ${engine.name}: cancelled receipts and cancelled positions are in the tables and in the file`, () => {
    const lines = (sum: string, from: number) =>
      (receipt(0, sum).inventPositions as object[]).map((line) => ({ ...line, posNum: from, inventCode: `9${from}` }));
    const documents = [
      receipt(1, '30.00', { stornoPositions: lines('12.00', 2) }),
      // Everything was removed before it was paid; the card terminal had refused.
      receipt(2, '0.00', {
        docType: 7,
        inventPositions: [],
        moneyPositions: [],
        stornoPositions: [...lines('45.00', 1), ...lines('7.50', 2)],
        failedMoneyPositions: [{ opCode: 70, valCode: 4, sumB: amount('52.50') }],
      }),
    ];
    return withLoaded({ shifts: [shiftInfo(closed)], documents }, async ({ api, key, text, reading, detail, rows }) => {
      assert.equal(detail.figures.saleSum.counted, '30.00', 'nothing cancelled is counted');
      const listed = (await api.documents('5', '12', key)).documents;
      assert.deepEqual(
        listed.map((one) => [one.documentClass, one.cancelledPositions]),
        [
          ['sale', 1],
          ['annulSale', 2],
        ],
      );
      const cancelled = await rows<{ item: string; sum: number }>(
        'SELECT item_code AS item, position_sum AS sum FROM position WHERE cancelled = 1 ORDER BY document_id, line',
      );
      assert.deepEqual(
        cancelled.map(({ item, sum }) => [item, sum]),
        [
          ['92', 1200],
          ['91', 4500],
          ['92', 750],
        ],
      );
      assert.deepEqual(await rows('SELECT payment_sum AS sum FROM payment WHERE failed = 1'), [{ sum: 5250 }]);
      assert.equal(reading.documents.total, 2);
      const records = text.split('\n').filter((line) => line.includes('"docNum"'));
      assert.deepEqual(
        records.map((record) => {
          const { docType, stornoPositions, failedMoneyPositions = [] } = JSON.parse(record);
          return [docType, stornoPositions.map((one: { posSum: number }) => one.posSum), failedMoneyPositions.length];
        }),
        [
          [1, [12], 0],
          [7, [45, 7.5], 1],
        ],
      );
    });
  });

  test(`P22 ${engine.name}: a shift without a fiscal device is loaded, published with an empty list of devices, and marked`, () => {
    const shifts = [shiftInfo({ ...closed, sumGain: amount('30.00') })];
    return withLoaded({ shifts, documents: [receipt(1, '30.00')] }, async ({ server, key, text, reading, detail }) => {
      assert.deepEqual([detail.fiscalDevices, detail.shift.revenue], [[], '30.00']);
      assert.equal(detail.shift.export.state, 'exported');
      assert.ok(text.includes('"kkms":[]'));
      assert.deepEqual([reading.sums.goods, reading.documents.total], [3000, 1]);
      for (const [language, mark] of [
        ['ru', /▲ Фискальных данных нет/],
        ['en', /▲ No fiscal data/],
      ] as const) {
        const shown = await smena(['shift', 'show', `5/12/${key}`, '--server', server.url, '--lang', language]);
        assert.match(shown.out, mark, shown.err);
      }
    });
  });
}
