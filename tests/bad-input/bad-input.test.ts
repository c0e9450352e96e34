import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { SalesPackage } from '../../contracts/generated/register-sales.ts';
import type { PackageRow, Problem } from '../../contracts/web-api.ts';
import type { ApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { type BadInput, badInputs, type Fate, foreignCode, goodPackage } from './bad-inputs.ts';
import { type Door, openDoors } from './doors.ts';

type Texts = { code: string; ru: string; en: string };

/** Both languages are there and neither shows a placeholder. */
function checkTexts({ code, ru, en }: Texts): void {
  assert.match(ru, /[а-яё]{3}/i, code);
  assert.match(en, /[a-z]{3}/i, code);
  assert.doesNotMatch(`${ru}${en}`, /[{}]|undefined|@/, code);
  assert.notEqual(ru, en);
}

async function finished(api: ApiClient, name: string): Promise<PackageRow> {
  return until(`package ${name} has ended`, async () => {
    const { packages } = await api.packages();
    return packages.find((one) => one.name === name && one.state !== 'waiting');
  });
}

/** The log tells of it in both languages, with the very words of the reason. */
async function checkLog(api: ApiClient, code: string, shopCode: string | null, reason?: Texts): Promise<void> {
  const found = await until(`the log has ${code}`, async () => {
    const { events } = await api.log();
    return events.find(
      (event) =>
        event.code === code &&
        (shopCode === null || event.shopCode === shopCode) &&
        (reason === undefined || (event.text.ru.includes(reason.ru) && event.text.en.includes(reason.en))),
    );
  });
  checkTexts({ code, ...found.text });
}

/** The bytes are kept as they came, and the reason lies beside them for people and programs. */
function checkKept(server: TestServer, state: string, name: string, body: Buffer, reason: Texts | null): void {
  const folder = join(server.dataFolder, 'queue', state);
  const file = readFileSync(join(folder, name));
  assert.deepEqual(file.subarray(file.indexOf('\n') + 1), body, `${name} is kept byte for byte`);
  const path = join(folder, `${name}.reason.json`);
  if (reason === null) {
    assert.ok(!existsSync(path));
    return;
  }
  const { code, ru, en } = JSON.parse(readFileSync(path, 'utf8')) as Texts;
  assert.deepEqual({ code, ru, en }, reason);
}

type Sent = { server: TestServer; api: ApiClient; door: Door; body: Buffer; name: string };

async function checkFate(fate: Fate, sent: Sent): Promise<void> {
  const { server, api, door, body, name } = sent;
  const row = await finished(api, name);
  const { documents } = row;
  if (fate.kind === 'broken' || fate.kind === 'held') {
    const state = fate.kind === 'broken' ? 'broken' : 'error';
    assert.deepEqual([row.state, row.reason?.code], [state, fate.reason]);
    const reason = row.reason ?? assert.fail();
    checkTexts(reason);
    checkKept(server, state, name, body, reason);
    await checkLog(api, `package.${state}`, null, reason);
    return;
  }
  assert.equal(row.state, 'processed', JSON.stringify(row.reason));
  checkKept(server, 'processed', name, body, null);
  if (fate.kind === 'told') {
    const counts = { new: documents.new, same: documents.same, conflict: documents.conflict };
    assert.deepEqual([counts, documents.set_aside], [fate.documents, 0]);
    await checkLog(api, fate.event, door.shopCode);
    return;
  }
  assert.deepEqual([documents.set_aside, documents.new], [1, 1], 'the record beside it is loaded');
  const { setAside } = await api.setAside();
  const kept = setAside.filter((one) => one.packageName === name);
  assert.equal(kept.length, 1);
  const { reason, raw, section, shopCode } = kept[0] ?? assert.fail();
  assert.deepEqual([reason.code, section, shopCode], [fate.reason, fate.section ?? 'document', door.shopCode]);
  assert.ok(raw?.includes(fate.raw) === true, raw ?? 'no raw text');
  checkTexts(reason);
  await checkLog(api, 'document.set_aside', door.shopCode, reason);
}

type Stage = { server: TestServer; api: ApiClient; doors: [Door, Door]; close(): Promise<void> };

async function openStage(engine: (typeof databasesUnderTest)[number]): Promise<Stage> {
  const place = await engine.place();
  const server = await startTestServer({ database: place.location });
  const { api, doors } = await openDoors(server);
  return {
    server,
    api,
    doors,
    async close() {
      for (const door of doors) door.close();
      await server[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

for (const engine of databasesUnderTest) {
  describe(`M39 P5 P7 T9 ${engine.name}: bad input`, () => {
    let stage: Stage;
    let shift = 1000;
    before(async () => {
      stage = await openStage(engine);
    });
    after(() => stage.close());

    function testFate(input: BadInput, doorOf: 0 | 1): void {
      test(`${input.name} by ${doorOf === 0 ? 'gRPC' : 'POST /files'} → ${nameOf(input.fate)}, and the next package is loaded`, async () => {
        const { server, api, doors } = stage;
        const door = doors[doorOf];
        shift += 1;
        const body = await input.make(shift);
        await checkFate(input.fate, { server, api, door, body, name: await door.send(body) });
        const next = await finished(api, await door.send(await goodPackage(shift)));
        assert.deepEqual([next.state, next.documents.new], ['processed', 1]);
      });
    }

    for (const input of badInputs) for (const door of [0, 1] as const) testFate(input, door);
    testFate(foreignCode, 0);

    test('everything bad is counted where a person looks first, and nothing of it reached the sums', async () => {
      const { server, api, doors } = stage;
      const { packages, setAsideDocuments, conflicts } = await api.status();
      const endingIn = (kind: Fate['kind']) => badInputs.filter((input) => input.fate.kind === kind).length;
      assert.deepEqual(packages, { waiting: 0, error: 1, broken: 2 * endingIn('broken') });
      assert.deepEqual([setAsideDocuments, conflicts], [2 * endingIn('set_aside'), 2]);
      for (const { shopCode } of doors) {
        const { shifts } = await api.shifts(shopCode, '12');
        assert.ok(shifts.length >= badInputs.length - endingIn('broken'));
        for (const { saleSum } of shifts)
          assert.ok(['9.00', '19.00', '29.00', '39.00'].includes(saleSum ?? ''), String(saleSum));
      }
      assert.equal(await server.stop(), 0, server.log());
    });
  });

  test(`A2 T1 P19 ${engine.name}: a message without a sales file is kept and ends in broken, a file without content is refused by name`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const { api, doors } = await openDoors(server);
    for (const door of doors) door.close();
    const { registerId, shopId } = await api.addRegister('5', '14');
    const register = connectRegister(server.grpcPort);
    const own = { cashId: registerId, shopId };
    const good = await goodPackage(1);
    const empty = encoded(salesPackage({ id: 'empty-one', saleFile: Buffer.alloc(0), ...own }));
    // The archive one field too early, and the id of the transfer where the archive should be.
    const moved = encoded(salesPackage({ id: 'moved-one', saleFile: Buffer.from('state-77'), ...own }), good);
    const load = register.openLoad();
    for (const one of [empty, moved, Buffer.alloc(0)]) await load.send(one);
    await load.send(salesPackage({ id: 'good-one', saleFile: good, ...own }));
    load.end();
    const { response } = await load.outcome;
    const ids = ['empty-one', 'moved-one', 'good-one'];
    assert.deepEqual(response, { success: true, requestId: ids, description: '', errorCode: '' });
    // The good one calls itself register 12 and is held for it, but it is on disk.
    await until('they are sorted out', async () => {
      const { packages } = await api.status();
      return packages.error === 1 && packages.broken === 3;
    });
    register.close();
    const { packages } = await api.packages();
    for (const body of [empty, moved, Buffer.alloc(0)]) {
      const row = packages.find((one) => one.name.includes(hash('sha256', body).slice(0, 40))) ?? assert.fail();
      const isMoved = body === moved;
      const code = isMoved ? 'package.unknown_frame' : 'package.empty_frame';
      assert.deepEqual([row.state, row.reason?.code], ['broken', code]);
      checkTexts(row.reason ?? assert.fail());
      checkKept(server, 'broken', row.name, body, row.reason ?? assert.fail());
    }
    await checkLog(api, 'package.empty_message', '5');

    const refused = await fetch(new URL('/api/v1/files?shop=6', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'empty.zip' },
      body: Buffer.alloc(0),
    });
    const problem = (await refused.json()) as Problem;
    assert.deepEqual([refused.status, problem.code], [400, 'request.empty_file']);
    checkTexts({ code: problem.code, ...problem.message });
  });

  test(`A4 T2 ${engine.name}: a package beyond the limit is refused by name at both doors, and the server goes on`, async () => {
    await using place = await engine.place();
    const env = { SMENA_PACKAGE_LIMITS_MAX_MESSAGE_BYTES: '64 KiB' };
    await using server = await startTestServer({ database: place.location, env });
    const { api, doors } = await openDoors(server);
    const large = Buffer.alloc(80 * 1024, 'x');
    const register = connectRegister(server.grpcPort);
    const { error } = await register.load([salesPackage({ id: 'large', saleFile: large })]);
    register.close();
    assert.equal(error?.code, status.RESOURCE_EXHAUSTED);
    assert.match(error?.details ?? '', /Пакет больше предела.*The package is larger than the limit/s);

    const refused = await fetch(new URL('/api/v1/files?shop=6', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'large.zip' },
      body: large,
    });
    const problem = (await refused.json()) as Problem;
    assert.deepEqual([refused.status, problem.code], [413, 'request.too_large']);
    checkTexts({ code: problem.code, ...problem.message });
    for (const door of doors) {
      assert.equal((await finished(api, await door.send(await goodPackage(1)))).state, 'processed');
      door.close();
    }
  });
}

/** A package as a register sends it; `archive` goes into field 9, where the contract has the id of the transfer. */
function encoded(fields: SalesPackage, archive?: Buffer): Buffer {
  if (archive === undefined) return Buffer.from(SalesPackage.encode(fields).finish());
  const writer = SalesPackage.encode({ ...fields, cashUnloadState: '' });
  return Buffer.from(
    writer
      .uint32((9 << 3) | 2)
      .bytes(archive)
      .finish(),
  );
}

function nameOf(fate: Fate): string {
  return fate.kind === 'told' ? fate.event : fate.reason;
}
