/** P2: other programs read through the documented API. What its description promises of every reading route is what comes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { CaseList, ExportFileList, FrameList, PackageList } from '../../contracts/web-api.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { connectRegister } from '../support/grpc-register.ts';
import { amount, salesFile, shiftInfo } from '../support/sales.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { untilSettled } from '../support/shop-floor.ts';
import { until } from '../support/until.ts';

type Schema = Parameters<typeof z.fromJSONSchema>[0];
type Answer = { content: Record<string, { schema: Schema }> };
type Description = {
  paths: Record<string, Record<string, { responses: Record<string, Answer>; parameters?: { name: string }[] }>>;
  components: { schemas: Record<string, Schema> };
};

/** What stands for the places of an address; the shift and the document are those of the sample. */
const there = {
  shopCode: '5',
  registerCode: '12',
  shiftKey: '347@2026-03-14',
  document: '6f1c0a52-0001-4c1e-9d55-000000005001',
  transferId: 'T-1',
  scheduleId: '1',
  caseId: 'D-1',
  businessDate: '2026-03-14',
  report: 'departments',
  fileId: 'E-1',
};
const nowhere = {
  shopCode: '404',
  registerCode: '404',
  shiftKey: '404@2026-03-14',
  document: 'none',
  transferId: 'T-404',
  frameName: 'none',
  scheduleId: '404',
  report: 'none',
  packageName: 'none',
  caseId: 'D-404',
  businessDate: '2026-03-14',
  fileId: 'E-404',
};

const fill = (path: string, values: Record<string, string>) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? assert.fail(`no value for ${name}`)),
  );

/** A check of the schema in the place of the description, with all that it refers to. */
function checkOf(description: Description, schema: Schema): z.ZodType {
  const text = JSON.stringify({ ...(schema as object), $defs: description.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as Schema);
}

/** A message that no description fits; answers the name under which it is kept. */
async function captureFrame(grpcPort: number, api: ApiClient): Promise<string> {
  const register = connectRegister(grpcPort);
  const load = register.openLoad();
  await load.send(Buffer.from([0x7a, 0x01, 0x41]));
  load.end();
  await load.outcome;
  register.close();
  return until('it is captured', async () => (await api.get<FrameList>('/frames')).frames[0]?.name);
}

for (const engine of databasesUnderTest) {
  test(`P2 ${engine.name}: every documented reading route answers as its description says`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
    await untilSettled(api);
    // A register that reports more than its receipts give, so that there is a difference to read.
    const odd = shiftInfo({
      shift: 348,
      timeBeg: '2026-03-16T08:00:00',
      timeEnd: '2026-03-16T20:00:00',
      sumGain: amount('9.00'),
    });
    await api.loadFile('5', 'odd.json', Buffer.from(salesFile({ shifts: [odd] })));
    await until('the difference is found', async () => (await api.get<CaseList>('/cases')).cases[0]);
    await until(
      'its file is published',
      async () => (await api.get<ExportFileList>('/erp/files?state=waiting')).counts.waiting > 0,
    );
    await api.send('PUT', '/servers/near', { shopCodes: ['5'] });
    await api.send('POST', '/groups', { groupCode: 'near', name: 'Near', shopCodes: ['5'] });
    await api.send('POST', '/schedules', { groupCode: 'near', rule: { kind: 'daily', times: ['03:00'] } });
    await api.send('POST', '/schedules/1/run', {});
    const description = (await (await fetch(new URL('/api/v1/openapi.json', server.url))).json()) as Description;
    const [brought] = (await api.get<PackageList>('/packages')).packages;
    const frameName = await captureFrame(server.grpcPort, api);
    const places = { ...there, frameName, packageName: brought?.name ?? assert.fail('no package') };
    let routes = 0;
    for (const [path, { get }] of Object.entries(description.paths)) {
      if (get === undefined) continue;
      routes += 1;
      const stop = new AbortController();
      const response = await fetch(new URL(fill(path, places), server.url), { signal: stop.signal });
      assert.equal(response.status, 200, path);
      const [type = '', promised] = Object.entries(get.responses['200']?.content ?? {})[0] ?? [];
      assert.ok(response.headers.get('content-type')?.startsWith(type) === true && promised !== undefined, path);
      if (type !== 'application/json') {
        stop.abort();
        continue;
      }
      const check = checkOf(description, promised.schema);
      assert.ok(!check.safeParse({}).success, `the description of ${path} promises nothing`);
      const read = check.safeParse(await response.json());
      assert.ok(read.success, `${path}: ${read.error?.message}`);
      if (!path.includes('{')) continue;
      const refused = await fetch(new URL(fill(path, { ...nowhere, frameName: 'none' }), server.url));
      assert.equal(refused.status, 404, path);
      const problem =
        get.responses.default?.content['application/json']?.schema ?? assert.fail(`${path} promises no refusal`);
      const said = checkOf(description, problem).safeParse(await refused.json());
      assert.ok(said.success, `${path}: ${said.error?.message}`);
    }
    assert.ok(routes >= 14, `${routes} routes were asked`);
  });
}
