/** The stage of the tests of the audit trail: a server with something of everything that can be changed, and a key of all rights. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { CaseList, ExportFileList, GapList, PackageList } from '../../contracts/web-api.ts';
import { type Right, rights } from '../../src/domain/access.ts';
import { utcText } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { takeNumbers } from '../../src/platform/database/numbers.ts';
import type { DatabaseLocation } from '../../src/platform/database/open-database.ts';
import { hashOf } from '../../src/platform/secret-token.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { type DatabaseUnderTest, openUnderTest } from '../support/databases.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import type { AuditStage } from './audit-steps.ts';

export type Answer<T> = { status: number; body: T };
export type Send = <T>(method: string, path: string, body?: object | Uint8Array) => Promise<Answer<T>>;

/** Issues a key as the server keeps it. */
export async function addKey(database: Database<Tables>, name: string, allowed: readonly Right[]): Promise<string> {
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

export function sender(url: () => string, token: string): Send {
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

export type Stage = AuditStage & { send: Send; database: Database<Tables> };

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
  const shifts = [shiftInfo({ cashCode: '3', ...times, sumGain: amount('4320.98') })];
  const documents = [101, 104].map((number) =>
    receipt(number, '4321.09', { checknum: number, cashCode: '3', timeEnd: `2026-03-10T09:0${number - 100}:00` }),
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
  await database.run(
    `INSERT INTO person (shop_id, login, role, extra_rights, all_shops, created_utc)
     VALUES ('', 'petrova', 'accountant', '[]', 1, '2026-03-01T00:00:00.000Z')`,
  );
  return { send, database, file, gap, case: difference, broken };
}

/** The database of a running server, beside it. */
export function openDatabaseOf({ dataFolder }: TestServer, location: DatabaseLocation | undefined): Database<Tables> {
  const own = { engine: 'sqlite', file: join(dataFolder, 'smena.db') } as const;
  return openUnderTest(location?.engine === 'postgres' ? location : own);
}

/** Routes that change nothing of a server although they are called as changes: a file is only looked at, a server is no stand. */
export const CHANGES_NOTHING = ['checkFile', 'turnStandSwitch'];
/** Routes of people and keys have a test of their own. */
const OF_ACCESS = /^\/api\/v1\/(access|session|people|keys|roles|login)\b/;

type Description = {
  paths: Record<string, Record<string, { operationId: string; parameters?: { name: string }[] }>>;
};

const CHANGING = ['post', 'put', 'patch', 'delete'];

export async function changingRoutes(send: Send): Promise<Map<string, { canBeTried: boolean }>> {
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

export async function onServer(
  engine: DatabaseUnderTest,
  work: (stage: Stage, server: TestServer) => Promise<void>,
): Promise<void> {
  await using place = await engine.place();
  const env = { SMENA_HTTP_ACCESS: 'required', SMENA_EXPORTS_LOOK_INTERVAL_MS: '100 ms' };
  await using server = await startTestServer({ database: place.location, env });
  await using silent = await listenInSilence();
  const database = openDatabaseOf(server, place.location);
  try {
    const send = sender(() => server.url, await addKey(database, 'склад', rights));
    await work(await prepare(send, database, silent.port), server);
  } finally {
    await database.close();
  }
}
