/** A file brought by hand is shown before it is taken (S6): what the check says, and that nothing of it stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EventList,
  type FileCheck,
  fileCheck,
  type LoadFileResult,
  type PackageList,
  type Problem,
  type ShopList,
  type TransferList,
} from '../../contracts/web-api.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

type Place = { server: TestServer; api: ApiClient };

async function check<T = FileCheck>(
  { server }: Place,
  body: string | Buffer,
  query = 'shop=5',
): Promise<{ status: number; body: T }> {
  const response = await fetch(new URL(`/api/v1/files/check?${query}`, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent('папка/продажи.json') },
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** Everything that loading a file would leave behind. */
async function traces({ api }: Place) {
  const { packages } = await api.get<PackageList>('/packages');
  const { transfers } = await api.get<TransferList>('/transfers');
  const { events } = await api.get<EventList>('/log?shop=5');
  const { shops } = await api.get<ShopList>('/shops');
  const registers = shops.map(({ shopCode, registerCount, salesToday }) => ({ shopCode, registerCount, salesToday }));
  return { packages: packages.length, transfers: transfers.length, events: events.length, registers };
}

for (const engine of databasesUnderTest) {
  test(`S6 ${engine.name}: a file is shown with its shifts and sums, and nothing of it is taken`, async () => {
    await using database = await engine.place();
    await using server = await startTestServer({ database: database.location });
    const api = createApiClient(() => server.url);
    const place = { server, api };
    await api.addShop('5');
    const before = await traces(place);
    const seen = await check(place, SAMPLE);
    assert.equal(seen.status, 200, JSON.stringify(seen.body));
    const shown = fileCheck.parse(seen.body);
    assert.deepEqual(shown, seen.body);
    assert.deepEqual([shown.file, shown.verdict, shown.shop], ['продажи.json', 'new', { shopCode: '5', isNew: false }]);
    assert.deepEqual([shown.saleSum, shown.refundSum, shown.newSum], ['245.81', '45.00', '200.81']);
    const [shift] = shown.shifts;
    assert.deepEqual(
      [shift?.registerCode, shift?.registerIsNew, shift?.shiftNumber, shift?.state, shift?.revenue],
      ['12', true, 347, 'new', '200.81'],
    );
    assert.ok(
      shown.problems.some(({ code, ru }) => code === 'payment.unmapped' && /4/.test(ru)),
      'payment type 4',
    );
    assert.deepEqual(await traces(place), before);

    const taken = await api.loadFile('5', 'продажи.json', Buffer.from(SAMPLE));
    assert.deepEqual((taken as LoadFileResult).documents, shown.documents, 'what was foreseen has come');
    const [transfer] = (await api.get<TransferList>('/transfers')).transfers;
    assert.deepEqual([transfer?.cause, transfer?.state, transfer?.documentsSum], ['person', 'done', '200.81']);

    const again = (await check(place, SAMPLE)).body;
    assert.deepEqual([again.verdict, again.documents.new, again.shifts[0]?.state], ['already', 0, 'same']);
    assert.equal(again.documents.same, shown.documents.new);

    // One receipt with other money: the two copies are named before anything happens.
    const other = (await check(place, SAMPLE.replace('"docSum":30', '"docSum":31'))).body;
    assert.equal(other.verdict, 'new');
    assert.ok(other.documents.conflict + other.documents.enriched >= 1, JSON.stringify(other.documents));
  });

  test(`S6 ${engine.name}: a broken file and a shop that is not there are refused with their reasons`, async () => {
    await using database = await engine.place();
    await using server = await startTestServer({ database: database.location });
    const api = createApiClient(() => server.url);
    const place = { server, api };
    await api.addShop('5');
    const before = await traces(place);
    for (const [body, code] of [
      ['привет', 'package.not_a_zip'],
      ['PK\x03\x04оборвано', 'package.cut'],
    ] as const) {
      const { body: shown } = await check(place, body);
      assert.deepEqual([shown.verdict, shown.reason?.code, shown.shifts], ['broken', code, []]);
      assert.match(shown.reason?.ru ?? '', /[а-яё]/i);
    }
    const unknown = await check<Problem>(place, SAMPLE, 'shop=77');
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'not_found.shop_of_file']);
    const made = await check(place, SAMPLE, 'shop=77&create=true');
    assert.deepEqual([made.body.verdict, made.body.shop], ['new', { shopCode: '77', isNew: true }]);
    const empty = await check<Problem>(place, '');
    assert.deepEqual([empty.status, empty.body.code], [400, 'request.empty_file']);
    assert.deepEqual(await traces(place), before);
  });
}
