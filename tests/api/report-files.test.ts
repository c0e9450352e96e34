/** Files of reports from the running server: written in a process of its own, the same figures as the API. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import type { ReportTable } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { linesOf, partsOf } from '../support/downloads.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { untilSettled } from '../support/shop-floor.ts';

for (const engine of databasesUnderTest)
  test(`M48 ${engine.name}: a report is downloaded as Excel and CSV; what is not there is refused before the file begins`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
    await untilSettled(api);
    const march = 'shop=5&from=2026-03-01&to=2026-03-31';
    const table = await api.get<ReportTable>(`/reports/sales?${march}`);
    assert.equal(table.totals['revenue'], '200.81');
    const get = (path: string) => fetch(new URL(`/api/v1/reports/${path}`, server.url));
    const excel = await get(`sales/file?${march}`);
    assert.equal(excel.status, 200);
    assert.match(excel.headers.get('content-type') ?? '', /spreadsheetml\.sheet$/);
    assert.equal(
      decodeURIComponent(excel.headers.get('content-disposition') ?? ''),
      "attachment; filename*=UTF-8''Отчёт_о_продажах_маг5_2026-03-01_2026-03-31.xlsx",
    );
    const parts = await partsOf(Buffer.from(await excel.arrayBuffer()));
    const total = linesOf(parts['xl/worksheets/sheet1.xml'] ?? '').at(-1);
    assert.equal(total?.['F']?.text, table.totals['revenue']);
    // Several at once: those beyond the places of downloads wait for one.
    const files = await Promise.all(Array.from({ length: 5 }, () => get(`sales/file?${march}&format=csv&lang=en`)));
    for (const file of files) {
      const lines = (await file.text()).split('\r\n');
      assert.match(lines[1] ?? '', /^14\.03\.2026;3;/);
      assert.match(lines[2] ?? '', /^Total;3;/);
    }
    for (const [path, status, code] of [
      ['sales/file?shop=404', 404, 'not_found.shop'],
      ['nothing/file', 404, 'not_found.report'],
      ['sales/file?register=1', 400, 'request.invalid'],
    ] as const) {
      const refused = await get(path);
      assert.equal(refused.status, status, path);
      assert.equal(((await refused.json()) as { code: string }).code, code);
    }
    // A reader that leaves in the midst, or before the file has begun, does not hold a place for ever.
    for (let left = 0; left < 3; left += 1) {
      const question = request(new URL(`/api/v1/reports/sales/file?${march}`, server.url)).on('error', () => undefined);
      await new Promise<void>((resolve) => question.end(resolve));
      question.destroy();
    }
    for (let left = 0; left < 3; left += 1) {
      const stop = new AbortController();
      await fetch(new URL(`/api/v1/reports/sales/file?${march}`, server.url), { signal: stop.signal });
      stop.abort();
    }
    assert.equal((await get(`sales/file?${march}`)).status, 200);
  });
