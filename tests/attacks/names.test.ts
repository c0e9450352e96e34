/**
 * Names that lead out of a folder, wherever a name comes in: registers, files by hand, archives, the API, the exchange folder, backups.
 * Nothing outside of the data folder is read, written or removed, the reason is told, and the server goes on.
 * The zip itself (bombs, sizes that lie, cut and encrypted ones) is attacked in tests/bad-input and src/formats/sales-package.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { hash, randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { crc32, deflateRawSync } from 'node:zlib';
import tar from 'tar-stream';
import { ZipFile } from 'yazl';
import type { PackageList, SalesRequestList, StorageResult } from '../../contracts/web-api.ts';
import { restoreBackup } from '../../src/backup/backup.ts';
import { encodeEnd, encodeMember } from '../../src/pipeline/archive/archive-member.ts';
import { packageFileName } from '../../src/pipeline/intake/package-file.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { migrations } from '../support/databases.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { ask, everythingBelow, hostileNames } from './hostile.ts';

/** What a register may call something: at most 1024 bytes. */
const isId = (name: string) => name.length <= 1024;

const SECRET = 'a secret that lies outside of the data folder';

function fileOf(shift: number): string {
  const times = { timeBeg: '2026-03-14T08:54:30', timeEnd: '2026-03-14T21:00:00' };
  return salesFile({
    shifts: [shiftInfo({ shift, sumGain: amount('10.00'), ...times })],
    documents: [receipt(1, '10.00', { shift, identifier: randomUUID() })],
  });
}

async function zipOf(names: readonly string[], text: string): Promise<Buffer> {
  const zip = new ZipFile();
  // The library refuses hostile names, so they are put in the place of harmless ones of the same length.
  const placeholders = names.map((name, index) => `${index}`.padStart(Buffer.byteLength(name), 'p'));
  for (const name of placeholders) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  let bytes = Buffer.concat(chunks).toString('latin1');
  for (const [index, placeholder] of placeholders.entries())
    bytes = bytes.replaceAll(placeholder, Buffer.from(names[index] ?? '').toString('latin1'));
  return Buffer.from(bytes, 'latin1');
}

describe('names that lead out of a folder', () => {
  let parent: string;
  let server: TestServer;
  let api: ApiClient;
  let victim: string;
  let outside: Map<string, string>;
  let shift = 100;

  before(async () => {
    parent = mkdtempSync(join(tmpdir(), 'smena-names-'));
    const dataFolder = join(parent, 'a', 'b', 'c', 'data');
    mkdirSync(dataFolder, { recursive: true });
    victim = join(parent, 'victim');
    for (const name of ['victim', 'victim.reason.json', 'evil.reason.json']) writeFileSync(join(parent, name), SECRET);
    server = await startTestServer({ dataFolder, env: { SMENA_EXPORTS_LOOK_INTERVAL_MS: '100ms' } });
    api = createApiClient(() => server.url);
    await api.addShop('5');
    outside = outsideNow();
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(parent, { recursive: true, force: true });
  });

  function outsideNow(): Map<string, string> {
    return everythingBelow(parent, server.dataFolder);
  }

  /** Nothing outside has changed, and what comes next is loaded. */
  async function goesOn(): Promise<void> {
    assert.deepEqual(outsideNow(), outside);
    shift += 1;
    const { outcome } = await api.loadFile('5', 'good.json', Buffer.from(fileOf(shift)));
    assert.equal(outcome, 'processed', server.log());
  }

  test('a register that calls itself, its shop and its packages by such names writes into the queue alone', async () => {
    const register = connectRegister(server.grpcPort);
    const { registerId, shopId } = await api.addRegister('5', '12');
    for (const name of hostileNames) {
      const foreign = { cashId: name, shopId: name, id: name, cashUnloadState: name };
      const saleFile = await zipOf(['sales_1.json'], fileOf(1));
      const stored = await register.load([salesPackage({ ...foreign, saleFile })]);
      assert.ok(stored.response?.success === true || stored.error !== undefined);
      const own = {
        cashId: registerId,
        shopId,
        id: name,
        dateTimeBegin: name,
        shiftNumberBegin: name,
        cashUnloadState: name,
      };
      shift += 1;
      const known = await register.load([salesPackage({ ...own, saleFile: await zipOf(['s.json'], fileOf(shift)) })]);
      assert.equal(known.error, undefined, name);
      // Beyond what ids may hold it is no message of the contract, and is kept as a whole.
      assert.deepEqual(known.response?.requestId, isId(name) ? [name] : [], name.slice(0, 40));
      await register.handshake(name).catch(() => undefined);
    }
    register.close();
    await until('all is sorted out', async () => (await api.status()).packages.waiting === 0);
    const { packages } = await api.packages();
    assert.equal(
      packages.filter(({ state, registerCode }) => state === 'processed' && registerCode === '12').length,
      hostileNames.filter(isId).length,
    );
    for (const { name } of packages) assert.match(name, /^[\w.~-]{1,120}$/);
    await goesOn();
  });

  test('names of entries of a zip are not used as paths, whatever they are', async () => {
    for (const name of hostileNames.filter((one) => one.length < 300)) {
      shift += 1;
      const { outcome, file } = await api.loadFile('5', 'a.zip', await zipOf([`${name}.json`], fileOf(shift)));
      assert.deepEqual([outcome, file], ['processed', 'a.zip'], name);
    }
    await goesOn();
  });

  test('a file by hand is known by the last part of its name', async () => {
    for (const name of hostileNames) {
      shift += 1;
      const answer = await ask(server.url, '/api/v1/files?shop=5', {
        method: 'POST',
        headers: {
          'content-type': 'application/octet-stream',
          'x-file-name': encodeURIComponent(name).slice(0, 2_000),
        },
        body: fileOf(shift),
      });
      assert.equal(answer.status, 200, `${name}: ${answer.body}`);
      const { file } = JSON.parse(answer.body) as { file: string };
      assert.doesNotMatch(file, /[\\/]/);
      assert.ok(file.length <= 255);
    }
    await goesOn();
  });

  test('a register code inside a file names no folder of the exchange', async () => {
    for (const code of [...hostileNames.slice(0, 12), '12/../../../../../victim', '<img src=x onerror=hit()>']) {
      shift += 1;
      const text = fileOf(shift).replaceAll('"cashCode":"12"', `"cashCode":${JSON.stringify(code)}`);
      const { outcome, reason } = await api.loadFile('5', 'a.json', Buffer.from(text));
      assert.ok(['processed', 'error', 'broken'].includes(outcome), code);
      if (outcome !== 'processed') assert.ok(reason !== null, code);
    }
    await until('the exporter has been at it', async () => (await api.status()).packages.waiting === 0);
    const folders = readdirSync(join(server.exchangeFolder, '5')).filter((name) => name !== '.smena-server');
    for (const name of folders) assert.match(name, /^sale\d+$/);
    await goesOn();
  });

  test('no address of the API takes such a name for a file, in its path or in its question', async () => {
    const description = JSON.parse((await ask(server.url, '/api/v1/openapi.json')).body) as {
      paths: Record<string, { get?: { parameters?: { in: string; name: string }[] } }>;
    };
    let asked = 0;
    const check = async (path: string) => {
      asked += 1;
      const answer = await ask(server.url, path);
      assert.ok([200, 400, 404, 422, 431].includes(answer.status), `${path}: ${answer.status} ${answer.body}`);
      assert.doesNotMatch(answer.body, new RegExp(`${SECRET}|"dependencies"|root:x:`));
    };
    // Each address meets some of the names, and the two that would hit.
    const some = (from: number) => [1, 7, 11].map((step) => hostileNames[(from + step) % hostileNames.length] ?? '');
    for (const [index, [path, { get }]] of Object.entries(description.paths).entries()) {
      if (get === undefined || path.endsWith('/events')) continue;
      const inPath = (get.parameters ?? []).filter((one) => one.in === 'path');
      const inQuery = (get.parameters ?? []).filter((one) => one.in === 'query');
      const hits = ['../../../../victim', '../../../../../../../etc/passwd'];
      for (const name of [...some(index), ...hits].map((one) => encodeURIComponent(one.slice(0, 900).toWellFormed()))) {
        if (inPath.length > 0) await check(path.replaceAll(/\{\w+\}/g, name));
        else if (inQuery.length > 0) await check(`${path}?${inQuery.map((one) => `${one.name}=${name}`).join('&')}`);
      }
    }
    assert.ok(asked > 200, `${asked}`);
    for (const path of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/assets/..%5c..%5cpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/.git/config',
      '/assets/%00',
      '//etc/passwd',
    ]) {
      const { status, body } = await ask(server.url, path);
      assert.ok([200, 301, 400, 403, 404].includes(status), `${path}: ${status}`);
      assert.doesNotMatch(body, /"dependencies"|root:x:|repositoryformatversion/);
    }
    await goesOn();
  });

  test('no such name is taken for that of a package which is to be decided about or loaded again', async () => {
    const names = [...hostileNames, '../../../../../../victim', `../../../../../..${victim}`];
    for (const name of names.map((one) => one.slice(0, 200)))
      for (const path of ['/api/v1/packages/decisions', '/api/v1/packages/retry']) {
        const body = JSON.stringify({ packages: [name], ...(path.endsWith('decisions') ? { reason: 'none' } : {}) });
        const headers = { 'content-type': 'application/json' };
        const answer = await ask(server.url, path, { method: 'POST', headers, body });
        assert.ok([400, 404].includes(answer.status), `${path} ${body}: ${answer.status} ${answer.body}`);
      }
    await goesOn();
  });

  test('a link, a pipe or a folder in the place of sale.req is refused by name and leads nowhere; the note of the server is not written through a link', async () => {
    await until('the folder of the shop is there', () => existsSync(join(server.exchangeFolder, '5')));
    const makers: ((path: string) => void)[] = [
      (path) => symlinkSync(victim, path),
      (path) => void execFileSync('mkfifo', [path]),
      (path) => mkdirSync(path),
      (path) => symlinkSync('/dev/zero', path),
    ];
    for (const [index, make] of makers.entries()) {
      const folder = join(server.exchangeFolder, '5', `sale${index + 31}`);
      mkdirSync(folder);
      make(join(folder, 'sale.req'));
      // What was refused before under that name may be anything, too.
      if (index === 0) mkdirSync(join(folder, 'sale.req.error'));
    }
    const { requests } = await until('all are refused', async () => {
      const list = await api.get<SalesRequestList>('/erp/requests?shop=5');
      return list.requests.length === makers.length && list;
    });
    for (const { state, reason } of requests)
      assert.deepEqual([state, reason?.code], ['refused', 'erp_request.not_a_request']);
    assert.doesNotMatch(JSON.stringify(requests), new RegExp(SECRET));
    const { events } = await api.log();
    assert.equal(events.filter(({ code }) => code === 'erp.request_refused').length, makers.length);

    const note = join(server.exchangeFolder, '5', '.smena-server');
    rmSync(note);
    symlinkSync(victim, note);
    await until('the note is a file again', () => lstatSync(note).isFile());
    await goesOn();
  });

  test('a published file that was exchanged for a link is not shown', async () => {
    const { files } = await api.get<{ files: { fileId: string; path: string; state: string }[] }>('/erp/files?shop=5');
    const waiting = files.find(({ state }) => state === 'waiting') ?? assert.fail(JSON.stringify(files[0]));
    const path = join(server.exchangeFolder, waiting.path);
    rmSync(path);
    symlinkSync(victim, path);
    const shown = await ask(server.url, `/api/v1/erp/files/${waiting.fileId}`);
    assert.ok([200, 404].includes(shown.status), shown.body);
    assert.doesNotMatch(shown.body, new RegExp(SECRET));
    rmSync(path);
    await goesOn();
  });

  test('an archive that names files outside, links or anything but packages is left alone and named', async () => {
    const body = Buffer.from(fileOf(1));
    const header = {
      version: 1,
      door: 'file',
      content: 'archive',
      packageId: '',
      registerId: 'shop-5',
      shopId: '',
      shopCode: '5',
    };
    const about = {
      range: { kind: 'none' },
      transferStateId: null,
      fileName: null,
      receivedAt: '2026-01-01T00:00:00.000Z',
    };
    const line = JSON.stringify({ ...header, ...about, size: body.length, sha256: hash('sha256', body) });
    const bytes = Buffer.concat([Buffer.from(`${line}\n`), body]);
    const archives = join(server.dataFolder, 'backup', 'processed_archive');
    mkdirSync(archives, { recursive: true });
    const up = '../../../../../..';
    const good = packageFileName('shop-5', hash('sha256', body));
    const members: Record<string, { name: string; bytes: Buffer; mtimeMs: number }[]> = {
      'file-26-01-01.tgz': [{ name: `${up}/evil`, bytes, mtimeMs: 0 }],
      'file-26-01-02.tgz': [{ name: `${up}/victim`, bytes: Buffer.from(SECRET), mtimeMs: 0 }],
      'file-26-01-03.tgz': [{ name: join(parent, 'written.sales'), bytes, mtimeMs: 0 }],
      'file-26-01-04.tgz': [
        { name: good, bytes, mtimeMs: 0 },
        { name: `${up}/evil.reason.json`, bytes: Buffer.from('{}'), mtimeMs: 0 },
      ],
    };
    const names = [...Object.keys(members), 'file-26-01-05.tgz'];
    for (const name of names) {
      const files = members[name];
      const member = files === undefined ? await linkMember(good) : await encodeMember(files);
      writeFileSync(join(archives, name), Buffer.concat([member, encodeEnd()]));
    }
    const result = await api.send<StorageResult>('POST', '/storage/runs', { task: 'files', word: 'DELETE' });
    assert.ok(result);
    for (const name of names)
      await until(`${name} is named`, () => server.log().includes(`${name} cannot be read and is left alone`));
    const { packages } = await api.get<PackageList>('/packages?limit=1000');
    assert.ok(packages.every(({ name }) => !name.includes('/')));
    for (const name of names) assert.ok(existsSync(join(archives, name)));
    await goesOn();
  });
});

/** A member as an archive has it, whose only entry is a link. */
async function linkMember(name: string): Promise<Buffer> {
  const pack = tar.pack();
  pack.entry({ name, type: 'symlink', linkname: '/etc/passwd' });
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  const content = Buffer.concat(chunks).subarray(0, -1024);
  const packed = deflateRawSync(content);
  const member = Buffer.alloc(20 + packed.length + 8);
  member.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x53, 0x4d, 4, 0]);
  member.writeUInt32LE(member.length, 16);
  member.set(packed, 20);
  member.writeUInt32LE(crc32(content), member.length - 8);
  member.writeUInt32LE(content.length, member.length - 4);
  return member;
}

test('a backup whose manifest leads out of its folder, or through a link, is refused before anything is written', async (t) => {
  const parent = temporaryFolder(t);
  const backup = join(parent, 'backups', 'smena-1');
  const target = join(parent, 'new', 'data');
  for (const folder of ['queue/waiting', 'keys', 'sales_archive']) mkdirSync(join(backup, folder), { recursive: true });
  mkdirSync(join(parent, 'new'));
  const bytes = Buffer.from('planted');
  writeFileSync(join(parent, 'backups', 'planted'), bytes);
  symlinkSync(join(parent, 'backups', 'planted'), join(backup, 'keys', 'link.pem'));
  symlinkSync(join(parent, 'backups'), join(backup, 'sales_archive', '5'));
  const before = everythingBelow(parent);
  const of = (name: string) => join(target, name);
  const places = {
    database: { engine: 'sqlite', file: of('smena.db') },
    dataFolder: target,
    queue: { waiting: of('waiting'), processed: of('processed'), error: of('error'), broken: of('broken') },
    salesArchive: of('archive'),
    fileArchives: { processed: of('p'), error: of('e'), broken: of('b') },
    keys: of('keys'),
    anchors: of('audit'),
  } as const;
  for (const path of [
    'queue/waiting/../../../planted',
    'keys/../../planted',
    'keys/link.pem',
    'sales_archive/5/planted',
    join(parent, 'backups', 'planted'),
    'keys\\..\\..\\planted',
    '',
  ]) {
    const files = [{ path, size: bytes.length, sha256: hash('sha256', bytes) }];
    const schema = migrations.at(-1)?.name;
    const about = { program: '1', madeUtc: '2026-01-01T00:00:00Z', schema, auditHead: null };
    const manifest = { backup: 'smena', version: 1, ...about, database: { engine: 'sqlite', facts: [] }, files };
    writeFileSync(join(backup, 'manifest.json'), JSON.stringify(manifest));
    const restored = await restoreBackup(backup, places, migrations);
    assert.deepEqual([restored.ok, 'code' in restored && restored.code], [false, 'backup.damaged'], path);
    rmSync(join(backup, 'manifest.json'));
    assert.deepEqual(everythingBelow(parent), before, path);
  }
  assert.equal(readFileSync(join(parent, 'backups', 'planted'), 'utf8'), 'planted');
});
