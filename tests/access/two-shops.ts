/** Two shops with sales of their own and one thing of each kind, behind a server that asks people to log in. */
import assert from 'node:assert/strict';
import type { QueryDatabase } from '../../src/platform/database/query-builder.ts';
import type { Tables } from '../../src/schema/tables.ts';
import type { DatabaseUnderTest } from '../support/databases.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { openWebApi, type WebApiTestOptions, type WebApiUnderTest } from '../support/web-api.ts';
import { type Caller, logIn } from './people.ts';

/** What a shop has, by the names of places in addresses. */
export type Place = Record<
  | 'shopCode'
  | 'registerCode'
  | 'shiftKey'
  | 'businessDate'
  | 'document'
  | 'transferId'
  | 'scheduleId'
  | 'caseId'
  | 'gapId'
  | 'fileId'
  | 'packageName'
  | 'frameName',
  string
>;

export type TwoShops = AsyncDisposable & {
  database: QueryDatabase<Tables>;
  web: WebApiUnderTest;
  administrator: Caller;
  /** Shop 5 and the foreign one. */
  own: Place;
  foreign: Place;
};

/** Its code, its register, its name and its sums are written nowhere else, so that a trace of them is found. */
export const FOREIGN = '70707';
export const TRACES = [FOREIGN, '21212', 'Чужой', '1000.01', '2000.02', '4000.04', '300.03', '6700.04', '7000.07'];

const SHOPS = {
  '5': { registerCode: '12', sales: ['100.10', '200.20'], refund: '50.05', revenue: '250.25' },
  [FOREIGN]: { registerCode: '21212', sales: ['1000.01', '2000.02', '4000.04'], refund: '300.03', revenue: '6700.04' },
} as const;

/** A closed shift of a shop; its receipts are numbered by the shop. */
export function shiftOf(shopCode: keyof typeof SHOPS): string {
  const { registerCode: cashCode, sales, refund, revenue } = SHOPS[shopCode];
  const first = Number(shopCode) * 100;
  return salesFile({
    documents: [
      ...sales.map((sum, index) => receipt(first + index, sum, { cashCode })),
      receipt(first + sales.length, refund, { cashCode, docType: 2 }),
    ],
    shifts: [shiftInfo({ cashCode, timeEnd: '2026-03-14T21:45:00', sumGain: amount(revenue) })],
  });
}

/** Without the foreign one there is only shop 5, with the same content. */
export async function openTwoShops(
  engine: DatabaseUnderTest,
  withForeign = true,
  options: WebApiTestOptions = {},
): Promise<TwoShops> {
  const opened = await engine.open();
  const { database } = opened;
  const web = await openWebApi(database, { ...options, access: 'required' });
  async function close(): Promise<void> {
    await web[Symbol.asyncDispose]();
    await opened[Symbol.asyncDispose]();
  }
  async function furnish(shopCode: keyof typeof SHOPS, name: string): Promise<Place> {
    await web.stations.registers.addShop({ shopCode, name, timeZone: 'Europe/Moscow' });
    const loaded = await administrator.send('POST', `/api/v1/files?shop=${shopCode}`, Buffer.from(shiftOf(shopCode)));
    assert.equal(loaded.status, 200, await loaded.text());
    return furnishShop(database, administrator, shopCode);
  }
  const administrator = await logIn(database, web, { login: 'root', role: 'administrator', shops: 'all' });
  try {
    const own = await furnish('5', 'Свой');
    const foreign = withForeign ? await furnish(FOREIGN, 'Чужой') : own;
    return { database, web, administrator, own, foreign, [Symbol.asyncDispose]: close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** A load, a schedule, a difference, a hole and a file for the ERP. */
async function furnishShop(
  database: QueryDatabase<Tables>,
  administrator: Caller,
  shopCode: keyof typeof SHOPS,
): Promise<Place> {
  const { registerCode } = SHOPS[shopCode];
  const day = { kind: 'dates', from: '2026-03-13T00:00:00', to: '2026-03-13T23:59:59' };
  const load = await administrator.send('POST', '/api/v1/transfers', { shopCode, registerCode, range: day });
  const { transfer } = (await load.json()) as { transfer: { transferId: string } };
  const rule = { kind: 'daily', times: ['03:00'] };
  assert.equal((await administrator.send('POST', '/api/v1/schedules', { shopCode, rule })).status, 201);
  const speaksFor = { name: `Сервер ${shopCode}`, shopCodes: [shopCode] };
  assert.equal((await administrator.send('PUT', `/api/v1/servers/${shopCode}`, speaksFor)).status, 200);
  const ids = await database.get<{
    shop: string;
    register: string;
    shift: number;
    document: number;
    name: string;
    schedule: number;
  }>(
    `SELECT s.shop_id AS shop, r.register_id AS register, h.shift_id AS shift, MIN(d.document_id) AS document, MIN(p.name) AS name,
       MIN(c.schedule_id) AS schedule
     FROM shop s JOIN register r ON r.shop_id = s.shop_id JOIN shift h ON h.shop_id = s.shop_id
     JOIN document d ON d.shop_id = s.shop_id JOIN package p ON p.shop_id = s.shop_id JOIN schedule c ON c.shop_id = s.shop_id
     WHERE s.shop_code = ? GROUP BY s.shop_id, r.register_id, h.shift_id`,
    [shopCode],
  );
  assert.ok(ids !== undefined);
  const number = shopCode === FOREIGN ? 7 : 5;
  const at = '2026-03-14T19:00:00.000Z';
  await database.transaction(async (tx) => {
    const insert = (table: string, row: Record<string, string | number>) =>
      tx.insertMany(table, Object.keys(row), [Object.values(row)]);
    const shift = { shop_id: ids.shop, register_id: ids.register, shift_id: ids.shift };
    await insert('shift_case', {
      ...shift,
      case_id: number,
      figure: 'revenue',
      state: 'appeared',
      first_value: number * 100_000,
      second_value: number * 100,
      appeared_utc: at,
      revision: 1,
    });
    await insert('receipt_gap', {
      ...shift,
      gap_id: number,
      first_number: number,
      last_number: number,
      missing_count: 1,
      from_at: '2026-03-14T10:00:00',
      to_at: '2026-03-14T11:00:00',
      cause: 'not_sent',
      state: 'waiting',
      told: 1,
      attempts: 0,
      said_none: 0,
      appeared_utc: at,
    });
    await insert('export_file', {
      ...shift,
      file_id: number,
      target: 'folder',
      file_name: `sale_${shopCode}.json`,
      path: `${shopCode}/sale_${shopCode}.json`,
      online: 0,
      revision: 1,
      content_sha256: '0'.repeat(64),
      size: 10,
      receipts: number,
      revenue: number * 100_000,
      published_utc: at,
      state: 'waiting',
      waits_since_utc: at,
      attempts: 0,
    });
  });
  return {
    shopCode,
    registerCode,
    shiftKey: '347@2026-03-14',
    businessDate: '2026-03-14',
    document: String(ids.document),
    transferId: transfer.transferId,
    scheduleId: String(ids.schedule),
    caseId: `D-${number}`,
    gapId: `G-${number}`,
    fileId: `E-${number}`,
    packageName: ids.name,
    frameName: ids.name,
  };
}
