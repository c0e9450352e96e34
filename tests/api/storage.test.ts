/** Archives, trimming and decisions through the doors of the running server (M33–M44, S17). */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  AuditList,
  EventList,
  FileArchiveList,
  PackageList,
  PackagesDecided,
  Problem,
  ServerStatus,
  SettingList,
  StorageResult,
  StorageState,
} from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { untilSettled } from '../support/shop-floor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

type Sent<T> = { status: number; body: T };

async function send<T>({ url }: TestServer, path: string, body: object): Promise<Sent<T>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(new URL(`/api/v1${path}`, url), { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as T };
}

/** A server whose work on archives has begun. */
async function started(options: Parameters<typeof startTestServer>[0]): Promise<TestServer> {
  const server = await startTestServer(options);
  const api = createApiClient(() => server.url);
  await until('it has measured', async () => (await api.get<StorageState>('/storage')).places.length > 0);
  return server;
}

const word = 'УДАЛИТЬ';

for (const engine of databasesUnderTest) {
  test(`M32 M33 M38 ${engine.name}: files are packed over the API, their packages are still read, answered as stored, decided and tried again`, async (t) => {
    await using place = await engine.place();
    await using server = await started({ database: place.location, dataFolder: temporaryFolder(t) });
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
    await api.loadFile('5', 'broken.json', Buffer.from('no sales file'));
    await untilSettled(api);
    const list = await api.get<PackageList>('/packages');
    const nameOf = (state: string) => list.packages.find((row) => row.state === state)?.name ?? assert.fail(state);
    const [good, bad] = [nameOf('processed'), nameOf('broken')];
    const queue = (state: string) => readdirSync(join(server.dataFolder, 'queue', state));

    assert.equal((await send<Problem>(server, '/storage/runs', { task: 'files' })).body.code, 'storage_run.word');
    const tried = await send<StorageResult>(server, '/storage/runs?dryRun=true', { task: 'files' });
    assert.deepEqual(
      tried.body.packed.map(({ packages }) => packages),
      [1, 0, 1],
    );
    assert.deepEqual([queue('processed'), queue('broken').length], [[good], 2], 'a dry run moves nothing');
    const done = await send<StorageResult>(server, '/storage/runs', { task: 'files', word, author: 'Петрова' });
    assert.equal(done.body.outcome, 'done');
    assert.deepEqual([queue('processed'), queue('broken')], [[], []]);

    const content = await fetch(new URL(`/api/v1/packages/${good}/content`, server.url));
    assert.equal(await content.text(), SAMPLE);
    const order = { task: 'restore', restore: { state: 'processed', from: '2026-01-01', to: '9999-12-31' } };
    const noPeriod = await send<Problem>(server, '/storage/runs', { task: 'restore', word: 'ВЕРНУТЬ' });
    assert.deepEqual([noPeriod.status, noPeriod.body.code], [400, 'request.invalid']);
    const wrong = await send<Problem>(server, '/storage/runs', { ...order, word });
    assert.equal(wrong.body.code, 'storage_run.return_word', 'the word of a deletion is not meant');
    const foreseen = await send<StorageResult>(server, '/storage/runs?dryRun=true', order);
    const seen = foreseen.body.restored;
    assert.deepEqual([seen?.packages, seen?.known, seen?.names, seen?.returned], [1, 1, [good], 0]);
    const given = await send<StorageResult>(server, '/storage/runs', { ...order, word: 'ВЕРНУТЬ', author: 'Петрова' });
    assert.deepEqual([given.body.outcome, given.body.restored?.returned], ['done', 1]);
    await until('it is loaded once more', async () => queue('processed').length === 1);
    assert.equal((await api.get<ServerStatus>('/status')).conflicts, 0);
    const last = (await api.get<StorageState>('/storage')).lastRuns.find(({ task }) => task === 'restore');
    assert.deepEqual([last?.outcome, last?.progress, last?.startedBy], ['done', null, 'Петрова']);
    const [entry] = (await api.get<AuditList>('/audit?verb=restore')).entries;
    assert.deepEqual(entry?.object, { kind: 'storage', key: 'restore' });
    assert.deepEqual(entry?.new, { run: entry?.new?.['run'], slot: null, ...order.restore });

    const again = await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
    assert.equal(again.outcome, 'already');
    const state = await api.get<StorageState>('/storage');
    assert.deepEqual(state.undecided, { error: 0, broken: 1 });
    assert.equal(state.lastRuns.find(({ task }) => task === 'files')?.startedBy, 'Петрова');
    assert.equal((await api.get<ServerStatus>('/status')).packages.broken, 1);

    const unknown = await send<Problem>(server, '/packages/decisions', { packages: ['none.sales'], reason: 'x' });
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'not_found.package']);
    const loaded = await send<Problem>(server, '/packages/decisions', { packages: [good], reason: 'x' });
    assert.equal(loaded.body.code, 'package.is_loaded');
    const decision = { packages: [bad, good], reason: 'Не тот файл', author: 'Петрова' };
    const rehearsed = await send<PackagesDecided>(server, '/packages/decisions?dryRun=true', decision);
    assert.equal((await api.get<ServerStatus>('/status')).packages.broken, 1);
    const decided = await send<PackagesDecided>(server, '/packages/decisions', decision);
    assert.deepEqual(decided.body, rehearsed.body);
    assert.deepEqual(decided.body.changed, [bad]);
    assert.equal((await api.get<ServerStatus>('/status')).packages.broken, 0);

    const returned = await send<PackagesDecided>(server, '/packages/retry', { packages: [bad], author: 'Петрова' });
    assert.deepEqual(returned.body.changed, [bad]);
    await until('it was looked at again', async () => queue('broken').length === 2);
    assert.equal((await api.get<ServerStatus>('/status')).packages.broken, 1);
  });

  test(`M40 ${engine.name}: archives are listed and checked; a damaged one is a problem of the server and a package in it says so`, async (t) => {
    await using place = await engine.place();
    await using server = await started({ database: place.location, dataFolder: temporaryFolder(t) });
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
    await untilSettled(api);
    const name = (await api.get<PackageList>('/packages')).packages[0]?.name ?? assert.fail();
    await send(server, '/storage/runs', { task: 'files', word });
    const [archive] = (await api.get<FileArchiveList>('/storage/archives')).archives;
    assert.deepEqual([archive?.state, archive?.packages, archive?.damage], ['processed', 1, null]);
    const path = join(server.dataFolder, 'backup', 'processed_archive', archive?.name ?? '');
    const whole = readFileSync(path);
    const bytes = Buffer.from(whole);
    bytes[60] = (bytes[60] ?? 0) ^ 0xff;
    writeFileSync(path, bytes);
    const checked = await send<StorageResult>(server, '/storage/runs', { task: 'check' });
    assert.deepEqual([checked.body.checked, checked.body.damaged.length], [1, 1]);
    assert.equal((await api.get<ServerStatus>('/status')).storage.damagedArchives, 1);
    assert.equal((await api.get<FileArchiveList>('/storage/archives?state=damaged')).archives.length, 1);
    const content = await fetch(new URL(`/api/v1/packages/${name}/content`, server.url));
    assert.equal(((await content.json()) as Problem).code, 'package.archive_damaged');
    const told = await api.get<EventList>('/log?code=archive.changed');
    assert.equal(told.events.length, 1);
    writeFileSync(path, whole);
    const mended = await send<StorageResult>(server, '/storage/runs', { task: 'check' });
    assert.deepEqual(mended.body.damaged, []);
  });

  test(`M34 M42 M43 ${engine.name}: the server reads its own setting and clears the folder of dictionaries, inside its root alone`, async (t) => {
    await using place = await engine.place();
    const root = temporaryFolder(t);
    const dicts = join(root, 'dicts');
    mkdirSync(join(dicts, 'shop-5'), { recursive: true });
    writeFileSync(join(dicts, 'shop-5', 'goods.aif'), 'goods');
    const env = { SMENA_DICTIONARIES_LOCAL_DIRECTORY: dicts, SMENA_DICTIONARIES_ROOT: root };
    const dataFolder = temporaryFolder(t);
    {
      await using server = await started({ database: place.location, dataFolder, env });
      const api = createApiClient(() => server.url);
      const { settings } = await api.get<SettingList>('/settings');
      const named = settings.find(({ key }) => key === 'SEND_DICTS_ON_CASHES_BY_URL_LOCAL_DIRECTORY');
      assert.equal(named?.value, dicts);
      const order = { task: 'dictionaries', word };
      const tried = await send<StorageResult>(server, '/storage/runs?dryRun=true', order);
      assert.equal(tried.body.dictionaries?.files, 1);
      assert.ok(existsSync(join(dicts, 'shop-5', 'goods.aif')));
      const done = await send<StorageResult>(server, '/storage/runs', order);
      assert.deepEqual(readdirSync(dicts), []);
      const journal = done.body.dictionaries?.journal ?? assert.fail();
      assert.match(readFileSync(journal, 'utf8'), /goods\.aif\t5\n/);
    }
    symlinkSync('/', join(root, 'slash'));
    const slash = { SMENA_DICTIONARIES_LOCAL_DIRECTORY: join(root, 'slash'), SMENA_DICTIONARIES_ROOT: root };
    await using server = await started({ database: place.location, dataFolder, env: slash });
    const refused = await send<StorageResult>(server, '/storage/runs', { task: 'dictionaries', word });
    assert.deepEqual([refused.body.outcome, refused.body.refusal?.code], ['failed', 'dictionaries.link']);
  });

  test(`M37 ${engine.name}: what is due runs by itself, and two at once are refused`, async (t) => {
    await using place = await engine.place();
    const dataFolder = temporaryFolder(t);
    {
      await using server = await started({ database: place.location, dataFolder });
      const api = createApiClient(() => server.url);
      await api.addShop('5');
      await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
      await untilSettled(api);
      const both = await Promise.all([1, 2].map(() => send<Problem>(server, '/storage/runs', { task: 'check' })));
      assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
      assert.equal(both.find(({ status }) => status === 409)?.body.code, 'archive.busy');
      assert.equal(await server.stop(), 0, server.log());
    }
    // The time of the day is set to a minute that has just passed: its slot has not run yet.
    const past = new Date(Date.now() - 60_000).toISOString().slice(11, 16);
    const env = { SMENA_TIME_ZONE: 'UTC', SMENA_ARCHIVE_TIME: past };
    await using server = await startTestServer({ database: place.location, dataFolder, env });
    const api = createApiClient(() => server.url);
    const run = await until('the slot has run', async () => {
      const { lastRuns } = await api.get<StorageState>('/storage');
      return lastRuns.find(({ task, finishedAt, slot }) => task === 'files' && finishedAt !== null && slot !== null);
    });
    assert.deepEqual([run.outcome, run.result?.packed[0]?.packages, run.slot?.slice(11)], ['done', 1, `${past}:00`]);
    assert.deepEqual(readdirSync(join(dataFolder, 'queue', 'processed')), []);
  });
}
