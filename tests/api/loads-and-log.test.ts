/** What the pages of loads and the log read: exact filters, counts of a place, sums of each load, results of single documents. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  EventHistogram,
  LoadNorms,
  PackageList,
  RegisterDetail,
  TransferDocuments,
  TransferList,
} from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

for (const engine of databasesUnderTest)
  test(`M13 ${engine.name}: the log of load T-4 is not that of T-40, and counts are those of the place`, async () => {
    await using database = await engine.place();
    await using server = await startTestServer({ database: database.location });
    const api = createApiClient(() => server.url);
    for (const shop of ['5', '6']) {
      await api.addShop(shop);
      await api.addRegister(shop, '12');
    }
    const ask = (shopCode: string, minute: number) => {
      const from = `2026-03-14T10:${String(minute).padStart(2, '0')}:00`;
      const range = { kind: 'dates', from, to: from };
      return api.send('POST', '/transfers', { shopCode, registerCode: '12', range, author: 'Петрова' });
    };
    for (let number = 1; number <= 40; number += 1) await ask('5', number);
    await ask('6', 1);
    // Nobody knows where the registers listen, so all of them fail.
    const all = await until('all have failed', async () => {
      const list = await api.get<TransferList>('/transfers?limit=1000');
      return list.counts.failed === 41 ? list : undefined;
    });
    assert.deepEqual(all.counts, { running: 0, queued: 0, failed: 41, failedEver: 41 });
    const six = await api.get<TransferList>('/transfers?shop=6&register=12&state=failed');
    assert.deepEqual([six.counts.failedEver, six.transfers.length], [1, 1], 'the count is that of the list');
    assert.equal(six.transfers[0]?.documentsSum, null, 'nothing came, so no sum is known');
    assert.equal(six.transfers[0]?.shiftsExpected, null, 'a period does not say how many shifts');

    const { events } = await api.log('transfer=T-4');
    assert.ok(events.length >= 2, 'asked for and failed');
    assert.deepEqual(new Set(events.map(({ transferId }) => transferId)), new Set(['T-4']));
    const end = events.find(({ code }) => code === 'transfer.failed');
    assert.equal(end?.who?.ru, 'Петрова');
    assert.ok(end.durationMs !== null && end.durationMs >= 0, 'an end tells how long it took');
    assert.deepEqual(JSON.parse(end.raw ?? '').transferId, 4);
    const missing = await fetch(new URL('/api/v1/log?transfer=T-4000', server.url));
    assert.equal(missing.status, 404);

    const failures = await api.log('level=error&code=transfer.failed&shop=6&who=петр');
    assert.deepEqual(
      failures.events.map(({ shopCode }) => shopCode),
      ['6'],
    );
    assert.equal((await api.log('code=transfer&who=Иванова')).events.length, 0);
    const far = await api.log('from=2030-01-01T00:00:00.000Z');
    assert.deepEqual(far.events, []);

    const counted = await api.get<EventHistogram>('/log/histogram?level=error&shop=5');
    const sum = counted.buckets.reduce((n, { error }) => n + error, 0);
    assert.equal(sum, 40);
    const byWords = await api.get<EventHistogram>('/log/histogram?transfer=T-4');
    assert.equal(
      byWords.buckets.reduce((n, { info, warning, error }) => n + info + warning + error, 0),
      events.length,
    );
    const file = await fetch(new URL('/api/v1/log/download?shop=6&lang=ru', server.url));
    assert.match(file.headers.get('content-type') ?? '', /text\/csv/);
    const bytes = Buffer.from(await file.arrayBuffer());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'a spreadsheet knows it for UTF-8');
    const lines = bytes.toString('utf8').split('\r\n');
    assert.match(lines[0] ?? '', /Время \(UTC\);Важность;Магазин/);
    const wanted = (await api.log('shop=6&limit=1000')).events.length;
    assert.equal(lines.length, wanted + 2);
  });

for (const engine of databasesUnderTest)
  test(`S10 ${engine.name}: a load tells its packages, the fate of each document, and gives back the bytes as they came`, async () => {
    await using database = await engine.place();
    await using server = await startTestServer({ database: database.location });
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    const body = Buffer.from(SAMPLE.replace('"docSum":30', '"docSum":"тридцать"'));
    await api.loadFile('5', 'продажи.json', body);
    const [transfer] = (await api.get<TransferList>('/transfers')).transfers;
    assert.equal(transfer?.transferId, 'T-1');
    const { packages } = await api.get<PackageList>('/packages?transfer=T-1');
    assert.deepEqual(
      packages.map(({ fileName, size, transferId, sha256 }) => [fileName, size, transferId, sha256?.length]),
      [['продажи.json', body.length, 'T-1', 64]],
    );
    const { documents, counts } = await api.get<TransferDocuments>('/transfers/T-1/documents');
    assert.equal(counts.set_aside, 1);
    assert.equal(documents.filter(({ outcome }) => outcome === 'written').length, counts.written);
    const [problem] = documents;
    assert.deepEqual([problem?.outcome, problem?.section], ['set_aside', 'document']);
    assert.match(problem?.reason?.ru ?? '', /[а-яё]/i);
    const only = await api.get<TransferDocuments>('/transfers/T-1/documents?only=problems');
    assert.equal(only.documents.length, 1);

    const content = await fetch(
      new URL(`/api/v1/packages/${encodeURIComponent(packages[0]?.name ?? '')}/content`, server.url),
    );
    assert.deepEqual(Buffer.from(await content.arrayBuffer()), body);
    assert.match(content.headers.get('content-disposition') ?? '', /filename\*=UTF-8''%D0%BF/);
    for (const name of ['..%2F..%2Fsmena.sqlite', 'none'])
      assert.equal((await fetch(new URL(`/api/v1/packages/${name}/content`, server.url))).status, 404, name);

    const register = await api.get<RegisterDetail>('/shops/5/registers/12');
    assert.ok(register.lastReceipt !== null && Number(register.lastReceipt.sum) > 0);
    const norms = await api.get<LoadNorms>('/shops/5/registers/12/load-norms');
    assert.deepEqual([norms.loads, norms.stages, norms.usualMs], [0, [], null], 'one file by hand tells nothing');
  });
