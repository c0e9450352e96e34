/** S15: what was refused and what failed stands in the trail with its result, over real HTTP, and the chain stays whole. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AuditEntry, AuditList, AuditVerdict } from '../../contracts/web-api.ts';
import { rights } from '../../src/domain/access.ts';
import { addressOf, guarded } from '../access/routes-of-description.ts';
import { smena } from '../command-line/run.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { makeTablesRefuse } from '../support/refusing-tables.ts';
import { salesFile } from '../support/sales.ts';
import { startTestServer } from '../support/server.ts';
import { addKey, onServer, openDatabaseOf, type Send, sender } from './audit-stage.ts';
import { stepsOf } from './audit-steps.ts';

const newest = async (send: Send) => (await send<AuditList>('GET', '/audit?limit=1')).body.entries[0]?.number ?? 0;

async function attemptsSince(send: Send, number: number): Promise<AuditEntry[]> {
  const { body } = await send<AuditList>('GET', '/audit?limit=1000&verb=attempt');
  return body.entries.filter((entry) => entry.number > number).reverse();
}

async function assertWhole(send: Send): Promise<void> {
  const written = await newest(send);
  const { problem, entries } = (await send<AuditVerdict>('GET', '/audit/verification')).body;
  assert.equal(problem, null);
  // What the server does by itself may have come in between.
  assert.ok(entries >= written, `${entries} of ${written}`);
}

const place = {
  shopCode: '5',
  registerCode: '3',
  shiftKey: '347@2026-03-10',
  businessDate: '2026-03-10',
  document: 'none',
  transferId: 'T-1',
  scheduleId: '1',
  caseId: 'D-1',
  gapId: 'G-1',
  fileId: 'E-1',
  packageName: 'none',
  frameName: 'none',
};

for (const engine of databasesUnderTest) {
  test(`S15 ${engine.name}: every refused request is an entry that names route, right and shop, and the chain is whole`, () =>
    onServer(engine, async ({ send, database }, { url, dataFolder, stop }) => {
      const stranger = sender(() => url, await addKey(database, 'без прав', []));
      const before = await newest(send);
      const asked = guarded.map((route) => ({ route, address: addressOf(route, place) }));
      for (const { route, address } of asked) {
        const { status } = await stranger(route.method, address.replace('/api/v1', ''));
        assert.equal(status, 403, route.operation.operationId);
      }
      const entries = await attemptsSince(send, before);
      assert.deepEqual(
        entries.map(({ object, result, reason, actor, channel }) => [object, result, reason, actor.name, channel]),
        asked.map(({ route }) => [
          { kind: 'operation', key: route.operation.operationId },
          ...['refused', 'access.no_right', 'без прав', 'api'],
        ]),
      );
      for (const [index, { route, address }] of asked.entries())
        assert.deepEqual(entries[index]?.new, {
          method: route.method,
          path: address,
          right: route.operation['x-right'],
        });
      await assertWhole(send);
      if (engine.name !== 'sqlite') return;
      // The command line reads the same chain out of the files.
      assert.equal(await stop(), 0);
      const verified = await smena(['audit', 'verify', '--data', dataFolder]);
      assert.equal(verified.code, 0, verified.out + verified.err);
    }));

  test(`S15 ${engine.name}: every change that fails inside is an entry of its failure, succeeds afterwards, and the chain is whole`, () =>
    onServer(engine, async (stage) => {
      const { send, database } = stage;
      const tables = await makeTablesRefuse(database, engine.name as 'sqlite' | 'postgres');
      const passed: string[] = [];
      let load = '';
      for (const { operation, call } of stepsOf(stage)) {
        if (operation === 'loadFile') continue;
        const [method, written, body] = call;
        const path = written.replace('LOAD', load);
        const before = await newest(send);
        await tables.refuse(true);
        const failed = await send<{ code: string }>(method, path, body);
        await tables.refuse(false);
        if (failed.status < 500) passed.push(`${operation} ${failed.status}`);
        else {
          const [entry, ...more] = await attemptsSince(send, before);
          assert.deepEqual([entry?.object.key, entry?.result, more.length], [operation, 'failed', 0], operation);
          assert.deepEqual([entry?.reason, entry?.actor.name], [failed.body.code, 'склад'], operation);
          assert.equal(failed.body.code, 'server.internal', JSON.stringify(failed.body));
          const done = await send<{ transfer?: { transferId: string } }>(method, path, body);
          assert.ok(done.status < 300, `${operation} afterwards: ${done.status} ${JSON.stringify(done.body)}`);
          if (operation === 'requestTransfer') load = done.body.transfer?.transferId ?? '';
        }
      }
      assert.deepEqual(passed, WRITES_NO_TABLE);
      await assertWhole(send);
    }));

  test(`S15 ${engine.name}: a file that cannot be stored is told as what was tried, why it was refused, and as a failure`, async () => {
    await using place = await engine.place();
    const env = { SMENA_HTTP_ACCESS: 'required' };
    await using server = await startTestServer({ database: place.location, env });
    const database = openDatabaseOf(server, place.location);
    const send = sender(() => server.url, await addKey(database, 'склад', rights));
    await database.close();
    assert.equal((await send('POST', '/shops', { shopCode: '5' })).status, 201);
    const waiting = join(server.dataFolder, 'queue', 'waiting');
    rmSync(waiting, { recursive: true });
    writeFileSync(waiting, 'no folder');
    const before = await newest(send);
    const file = Buffer.from(salesFile({ documents: [] }));
    const refused = await send<{ code: string }>('POST', '/files?shop=5', file);
    assert.deepEqual([refused.status, refused.body.code], [503, 'load.storage_failed']);
    const { entries } = (await send<AuditList>('GET', '/audit')).body;
    assert.deepEqual(
      entries
        .filter(({ number, actor }) => number > before && actor.name === 'склад')
        .reverse()
        .map(({ verb, object, shopCode, result, reason }) => [verb, object.key, shopCode, result, reason]),
      [
        ['load', 'sales.json', '5', 'done', null],
        ['load', 'sales.json', '5', 'refused', 'load.storage_failed'],
        ['attempt', 'loadFile', '5', 'failed', 'load.storage_failed'],
      ],
    );
    await assertWhole(send);
  });
}

/** Their changes lie in files, or there is nothing to be done on this stage; only the trail is written. */
const WRITES_NO_TABLE = ['importDescription 200', 'revertDescription 200', 'readFrames 202', 'startExchange 202'];
