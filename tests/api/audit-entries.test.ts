/** S15: every changing route leaves an entry in the name of whoever calls it, with old → new, and none when it is only tried. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  AuditEntry,
  AuditList,
  AuditVerdict,
  CaseList,
  ExportFileList,
  GapList,
  PackageList,
} from '../../contracts/web-api.ts';
import { type Right, rights } from '../../src/domain/access.ts';
import { utcText } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { takeNumbers } from '../../src/platform/database/numbers.ts';
import { hashOf } from '../../src/platform/secret-token.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { type DatabaseUnderTest, databasesUnderTest, openUnderTest } from '../support/databases.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { type AuditStage, author, stepsOf } from './audit-steps.ts';

type Answer<T> = { status: number; body: T };
type Send = <T>(method: string, path: string, body?: object | Uint8Array) => Promise<Answer<T>>;

/** Issues a key as the server keeps it. */
async function addKey(database: Database<Tables>, name: string, allowed: readonly Right[]): Promise<string> {
  const token = hashOf(`token of ${name}`);
  await database.transaction(async (tx) => {
    const keyId = await takeNumbers(tx, 'access_key', 1);
    await tx.run(
      `INSERT INTO access_key (shop_id, key_id, name, token_hash, rights, all_shops, created_utc)
       VALUES ('', ?, ?, ?, ?, 1, ?)`,
      [keyId, name, hashOf(token), JSON.stringify(allowed), utcText(0)],
    );
  });
  return token;
}

function sender(url: () => string, token: string): Send {
  return async (method, path, body) => {
    const file = body instanceof Uint8Array;
    const response = await fetch(new URL(`/api/v1${path}`, url()), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(file ? { 'content-type': 'application/octet-stream', 'x-file-name': 'sales.json' } : {}),
        ...(body !== undefined && !file ? { 'content-type': 'application/json' } : {}),
      },
      ...(body === undefined ? {} : { body: file ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as never };
  };
}

type Stage = AuditStage & { send: Send; database: Database<Tables> };

/** A server with sales: a difference, a gap of receipt numbers, a published file, a package that cannot be read, a trimmed day. */
async function prepare(send: Send, database: Database<Tables>, commandPort: number): Promise<Stage> {
  const made = async (method: string, path: string, body?: object | Uint8Array) => {
    const { status, body: answer } = await send(method, path, body);
    assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  };
  await made('POST', '/shops', { shopCode: '5' });
  await made('POST', '/shops/5/registers', { registerCode: '3' });
  await made('PATCH', '/shops/5/registers/3', { commandHost: '127.0.0.1', commandPort });
  const times = { timeBeg: '2026-03-10T08:00:00', timeEnd: '2026-03-10T20:00:00' };
  const shifts = [shiftInfo({ cashCode: '3', ...times, sumGain: amount('9.00') })];
  const documents = [101, 104].map((number) =>
    receipt(number, '10.00', { checknum: number, cashCode: '3', timeEnd: `2026-03-10T09:0${number - 100}:00` }),
  );
  await made('POST', '/files?shop=5', Buffer.from(salesFile({ shifts, documents })));
  await made('POST', '/files?shop=5', Buffer.from('no sales at all'));
  const get = async <T>(path: string) => (await send<T>('GET', path)).body;
  const gap = await until('the gap is held', async () => (await get<GapList>('/gaps')).gaps[0]?.gapId);
  const difference = await until(
    'the difference is found',
    async () => (await get<CaseList>('/cases')).cases[0]?.caseId,
  );
  const file = await until(
    'the file is published',
    async () => (await get<ExportFileList>('/erp/files?state=waiting')).files[0]?.fileName ?? undefined,
  );
  const broken = await until(
    'the package is refused',
    async () => (await get<PackageList>('/packages?state=broken')).packages[0]?.name,
  );
  const shop = await database.get<{ id: string }>(`SELECT shop_id AS id FROM shop WHERE shop_code = '5'`);
  await database.run(
    `INSERT INTO day_archive (shop_id, archive_id, business_date, path, sha256, size, shift_ids, document_count, row_count,
       sale_sum, refund_sum, state, changed_utc, checked_utc) VALUES (?, 1, '2023-03-01', 'x', '', 1, '[]', 1, 1, 0, 0,
       'removed', '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z')`,
    [shop?.id ?? assert.fail('no shop')],
  );
  return { send, database, file, gap, case: difference, broken };
}

/** Routes that change nothing of a server although they are called as changes: a file is only looked at, a server is no stand. */
const CHANGES_NOTHING = ['checkFile', 'turnStandSwitch'];
/** Routes of people and keys have a test of their own. */
const OF_ACCESS = /^\/api\/v1\/(access|session|people|keys|roles|login)\b/;

type Description = {
  paths: Record<string, Record<string, { operationId: string; parameters?: { name: string }[] }>>;
};

const CHANGING = ['post', 'put', 'patch', 'delete'];

async function changingRoutes(send: Send): Promise<Map<string, { canBeTried: boolean }>> {
  const { paths } = (await send<Description>('GET', '/openapi.json')).body;
  return new Map(
    Object.entries(paths)
      .filter(([path]) => !OF_ACCESS.test(path))
      .flatMap(([, methods]) => Object.entries(methods))
      .filter(([method]) => CHANGING.includes(method))
      .map(([, { operationId, parameters = [] }]) => [
        operationId,
        { canBeTried: parameters.some(({ name }) => name === 'dryRun') },
      ]),
  );
}

/** A register that takes calls and says nothing, so that a load stays asked for. */
async function listenInSilence(): Promise<AsyncDisposable & { port: number }> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => sockets.delete(socket));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}

async function onServer(engine: DatabaseUnderTest, work: (stage: Stage, url: string) => Promise<void>): Promise<void> {
  await using place = await engine.place();
  const env = { SMENA_HTTP_ACCESS: 'required', SMENA_EXPORTS_LOOK_INTERVAL_MS: '100 ms' };
  await using server = await startTestServer({ database: place.location, env });
  await using silent = await listenInSilence();
  const { location } = place;
  const own = { engine: 'sqlite', file: join(server.dataFolder, 'smena.db') } as const;
  const database = openUnderTest(location.engine === 'postgres' ? location : own);
  try {
    const send = sender(() => server.url, await addKey(database, 'склад', rights));
    await work(await prepare(send, database, silent.port), server.url);
  } finally {
    await database.close();
  }
}

const newest = async (send: Send) =>
  (await send<AuditList>('GET', '/audit?limit=1')).body.entries[0]?.number ?? assert.fail('the trail is empty');

async function entriesSince(send: Send, number: number): Promise<AuditEntry[]> {
  const { body } = await send<AuditList>('GET', '/audit?limit=100');
  // The server works beside the test: what its timetable does is its own.
  return body.entries.filter((entry) => entry.number > number && entry.actor.kind !== 'server').reverse();
}

for (const engine of databasesUnderTest) {
  test(`S15 ${engine.name}: each changing route leaves an entry of whoever calls it, and none when it is only tried`, () =>
    onServer(engine, async (stage) => {
      const { send } = stage;
      const changing = await changingRoutes(send);
      const steps = stepsOf(stage);
      const known = [...steps.map(({ operation }) => operation), ...CHANGES_NOTHING].sort();
      assert.deepEqual(known, [...changing.keys()].sort(), 'routes of the description and of this test');
      let load = '';
      for (const { operation, call, entry, old, now } of steps) {
        const [method, written, body] = call;
        const path = written.replace('LOAD', load);
        const before = await newest(send);
        if (changing.get(operation)?.canBeTried === true) {
          const tried = await send(
            'POST' === method ? 'POST' : method,
            `${path}${path.includes('?') ? '&' : '?'}dryRun=true`,
            body,
          );
          assert.ok(tried.status < 300, `${operation} tried: ${tried.status} ${JSON.stringify(tried.body)}`);
          assert.deepEqual(await entriesSince(send, before), [], `${operation} was only tried`);
        }
        const done = await send(method, path, body);
        assert.ok(done.status < 300, `${operation}: ${done.status} ${JSON.stringify(done.body)}`);
        const entries = await entriesSince(send, before);
        for (const { actor, channel } of entries)
          assert.deepEqual([actor.kind, actor.name, channel], ['key', 'склад', 'api'], operation);
        const [verb, object, key] = entry;
        const found = entries.find((one) => one.verb === verb && one.object.kind === object);
        assert.ok(found !== undefined, `${operation} left ${JSON.stringify(entries)}`);
        if (key instanceof RegExp) assert.match(found.object.key, key, operation);
        else assert.equal(found.object.key, key, operation);
        if (object === 'transfer') load = found.object.key;
        assert.equal(found.result, operation === 'declineTransfer' ? 'refused' : 'done', operation);
        if (old !== undefined) assert.deepEqual(found.old, old, operation);
        if (now !== undefined) assert.deepEqual(now === null ? found.new : partOf(found.new, now), now, operation);
      }
      const verdict = (await send<AuditVerdict>('GET', '/audit/verification')).body;
      assert.equal(verdict.problem, null);
      assert.ok(verdict.entries > steps.length);
      await checkAuthors(stage);
    }));

  test(`S15 ${engine.name}: refusals and downloads of money are entries; whoever may not see all sees their own`, () =>
    onServer(engine, async ({ send, database }, url) => {
      const before = await newest(send);
      const report = '/reports/departments/file?shop=5&from=2026-03-01&to=2026-03-31&format=csv';
      assert.equal((await send('GET', report)).status, 200);
      const [download] = await entriesSince(send, before);
      assert.deepEqual(
        [download?.verb, download?.object, download?.shopCode],
        ['download', { kind: 'report', key: 'departments' }, '5'],
      );
      const observer = sender(() => url, await addKey(database, 'табло', ['see']));
      const own = (await observer<AuditList>('GET', '/audit')).body;
      assert.deepEqual([own.own, own.entries, own.total], [true, [], 0]);
      const all = (await send<AuditList>('GET', '/audit?limit=2')).body;
      assert.equal(all.own, false);
      assert.equal(all.entries.length, 2);
      const next = (await send<AuditList>('GET', `/audit?limit=2&before=${all.next}`)).body;
      assert.equal(next.entries[0]?.number, (all.entries[1]?.number ?? 0) - 1);
      const filtered = (await send<AuditList>('GET', '/audit?verb=add&object=shop&shop=5&who=СКЛАД')).body;
      assert.deepEqual(
        filtered.entries.map(({ object }) => object.key),
        ['5'],
      );
    }));
}

function partOf(values: AuditEntry['new'], wanted: object): object {
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, values?.[key]]));
}

/** Whatever the bodies said, the rows that keep an author keep the name of the key. */
async function checkAuthors({ database }: Stage): Promise<void> {
  for (const [table, column] of [
    ['shift_case', 'accepted_by'],
    ['package_decision', 'decided_by'],
    ['setting', 'changed_by'],
    ['archive_run', 'started_by'],
  ]) {
    const rows = await database.all<{ who: string }>(
      `SELECT ${column} AS who FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    assert.ok(
      rows.every(({ who }) => who === 'склад'),
      `${table}: ${JSON.stringify(rows)}`,
    );
  }
  const events = await database.all<{ params: string }>(`SELECT params FROM event WHERE params LIKE '%${author}%'`);
  assert.deepEqual(events, []);
}
