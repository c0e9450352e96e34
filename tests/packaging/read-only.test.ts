/** The server as it is installed: an ordinary user, a program that it cannot write, its data elsewhere and closed to others. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from '../../scripts/root.ts';
import { everythingBelow } from '../attacks/hostile.ts';
import { createApiClient } from '../support/api-client.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { untilSettled } from '../support/shop-floor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

/** What an installation holds besides its packages. */
const PROGRAM = ['src', 'contracts', 'migrations', 'scripts', 'bin', 'package.json', join('web', 'dist')];
/** Tests that run as root give the server to nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** A copy of the program that nobody can write. */
function readOnlyCopy(t: TestContext): string {
  // Packages of others lie above it, so that a folder of that name would be one that the server has made.
  const top = mkdtempSync(join(tmpdir(), 'smena-code-'));
  symlinkSync(join(root, 'node_modules'), join(top, 'node_modules'));
  const code = join(top, 'smena');
  mkdirSync(code);
  t.after(() => {
    for (const path of foldersBelow(code)) chmodSync(path, 0o755);
    rmSync(top, { recursive: true, force: true });
  });
  for (const name of PROGRAM) cpSync(join(root, name), join(code, name), { recursive: true });
  chmodSync(top, 0o755);
  for (const path of foldersBelow(code)) chmodSync(path, 0o555);
  return code;
}

function foldersBelow(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, withFileTypes: true });
  const folders = below.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  return [folder, ...folders];
}

test('a server that is an ordinary user sells out of a read-only program, writes nothing beside it and shows its data to nobody', async (t) => {
  const code = readOnlyCopy(t);
  const parent = temporaryFolder(t);
  if (nobody !== undefined) chownSync(parent, nobody.uid, nobody.gid);
  const before = everythingBelow(code);
  const dataFolder = join(parent, 'smena');
  const server = await startTestServer({ code, dataFolder, ...(nobody === undefined ? {} : { user: nobody }) });
  t.after(() => server.kill());
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  const { registerId, shopId } = await api.addRegister('5', '12');
  const register = connectRegister(server.grpcPort);
  const sold = await register.load([
    salesPackage({ id: 'one', cashId: registerId, shopId, saleFile: Buffer.from(SAMPLE) }),
  ]);
  register.close();
  assert.equal(sold.response?.success, true);
  await until('it is loaded', async () => (await api.status()).packages.waiting === 0);
  await untilSettled(api);
  const { shifts } = await api.shifts('5', '12');
  assert.deepEqual(
    shifts.map(({ saleSum }) => saleSum),
    ['245.81'],
  );
  // A file for a person is written by a process of its own.
  const file = await fetch(new URL('/api/v1/reports/sales/file?shop=5&from=2026-03-01&to=2026-03-31', server.url));
  assert.ok((await file.arrayBuffer()).byteLength > 1_000);
  assert.equal((await fetch(new URL('/', server.url))).status, 200);
  assert.equal((await api.status()).runsAsRoot, false);
  const { events } = await api.log();
  assert.ok(!events.some(({ code }) => code === 'server.runs_as_root' || code === 'server.data_open'));
  assert.equal(await server.stop(), 0, server.log());

  assert.deepEqual(everythingBelow(code), before);
  assert.equal(statSync(dataFolder).mode & 0o777, 0o750);
  const secrets = [...everythingBelow(dataFolder).keys()].filter(
    (path) => /(^|\/)keys(\/|$)/.test(path) && !path.endsWith('public.pem'),
  );
  assert.ok(secrets.length > 1, 'the key of the audit trail is there');
  for (const path of secrets) assert.equal(lstatSync(join(dataFolder, path)).mode & 0o077, 0, path);
});

test('a data folder that everybody may look into, and a server that is root, are told at each start', async (t) => {
  const dataFolder = join(temporaryFolder(t), 'open');
  mkdirSync(dataFolder, { mode: 0o755 });
  await using server = await startTestServer({ dataFolder });
  const api = createApiClient(() => server.url);
  const codes = await until('it is told', async () => {
    const now = (await api.log()).events.map(({ code }) => code);
    return now.includes('server.data_open') && now;
  });
  assert.match(server.log(), /everybody on this machine may look into/);
  assert.equal(statSync(dataFolder).mode & 0o777, 0o755, 'what somebody has made is left as it is');
  const isRoot = nobody !== undefined;
  assert.equal((await api.status()).runsAsRoot, isRoot);
  assert.equal(codes.includes('server.runs_as_root'), isRoot);
  assert.equal(/runs as root/.test(server.log()), isRoot);
});
