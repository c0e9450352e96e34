/** M18: an operator moves registers from plaintext to certificates, one after another, while the server runs; no receipt is lost. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { credentials } from '@grpc/grpc-js';
import { register as registerSchema } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

const pack = (registerId: string, id: string) => ({
  ...salesPackage({ id, saleFile: Buffer.from(`package ${id}`) }),
  cashId: registerId,
});

test('M18 P20: from plaintext to certificates register by register, a certificate taken back, and nothing is lost on the way', async (t) => {
  await using server = await startTestServer({ env: { SMENA_REGISTERS_PLAINTEXT: 'on' } });
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  const ids = [await api.addRegister('12', '3'), await api.addRegister('12', '4')].map(({ registerId }) => registerId);
  const [three = '', four = ''] = ids;
  const data = ['--data', server.dataFolder];
  const run = async (...args: string[]) => {
    const { out, err, code } = await smena(args);
    assert.equal(code, 0, err);
    return out;
  };
  const connect = (secured = credentials.createInsecure()) => {
    const register = connectRegister(server.grpcPort, secured);
    t.after(() => register.close());
    return register;
  };
  const taken = async (register: ReturnType<typeof connect>, registerId: string, id: string) =>
    (await register.load([pack(registerId, id)])).response?.requestId;

  // Nothing is there yet: the log says that lines are not encrypted, certificates cannot be issued.
  await until('the warning', () => server.log().includes('without encryption'));
  assert.deepEqual(await taken(connect(), three, 'a'), ['a']);
  const refused = await smena(['certificates', 'issue', '12/3', '--id', three, ...data]);
  assert.equal(refused.code, 3);
  assert.match(refused.err, /Центра сертификатов ещё нет/);

  // The authority is made beside the running server, which takes its certificate by itself; plaintext goes on.
  await run('certificates', 'init', '--host', 'localhost,127.0.0.1', ...data);
  const out = join(temporaryFolder(t), 'register');
  await run('certificates', 'issue', '12/3', '--id', three, '--out', out, ...data);
  const file = (name: string) => readFileSync(join(out, name));
  assert.equal(statSync(join(out, 'register.key.pem')).mode & 0o077, 0);
  const authority = readFileSync(join(server.dataFolder, 'certificates', 'authority.certificate.pem'));
  assert.deepEqual(file('authority.certificate.pem'), authority);
  const own = () => credentials.createSsl(authority, file('register.key.pem'), file('register.certificate.pem'));
  await until(
    'the certificate in force',
    async () => (await connect(own()).load([pack(three, 'b')])).error === undefined,
  );
  assert.deepEqual(await taken(connect(), four, 'c'), ['c'], 'the other register is not moved yet');

  // From now on register 3 must show it; register 4 comes as before.
  const set = ['register', 'set', '12/3', '--certificate-required', 'yes', '--server', server.url, '--json'];
  assert.equal(registerSchema.parse(JSON.parse(await run(...set))).certificate.required, true);
  const plain = await connect().load([pack(three, 'd')]);
  assert.match(plain.error?.details ?? '', /must come with its certificate/);
  assert.deepEqual(await taken(connect(own()), three, 'd'), ['d']);
  assert.deepEqual(await taken(connect(), four, 'e'), ['e']);
  const shown = registerSchema.parse(
    JSON.parse(await run('register', 'show', '12/3', '--server', server.url, '--json')),
  );
  assert.ok(shown.certificate.required);
  assert.equal((await connect(own()).handshake(three)).connectionAccepted, true);
  await until('what it has shown, in words', async () => {
    const card = await run('register', 'show', '12/3', '--server', server.url);
    return /Требуется +сертификат\n/.test(card) && /Сертификат +№ [0-9A-F]+, действует до /.test(card);
  });

  // What is taken back is turned away, and a new one lets the register in again: it has lost nothing.
  const list = JSON.parse(await run('certificates', 'list', '--json', ...data)) as {
    certificates: { registerId: string; state: string }[];
  };
  assert.deepEqual(
    list.certificates.map(({ registerId, state }) => [registerId, state]),
    [[three, 'valid']],
  );
  await run('certificates', 'revoke', '12/3', '--id', three, ...data);
  await until(
    'the revocation in force',
    async () => (await connect(own()).load([pack(three, 'f')])).error !== undefined,
  );
  await run('certificates', 'renew', '12/3', '--id', three, '--out', out, ...data);
  assert.deepEqual(await taken(connect(own()), three, 'g'), ['g']);

  const stored = ['a', 'b', 'c', 'd', 'e', 'g'];
  const listed = JSON.parse(await run('package', 'list', '--json', '--server', server.url)) as {
    packages: { packageId: string }[];
  };
  const known = listed.packages.map(({ packageId }) => packageId);
  for (const id of stored) assert.ok(known.includes(id), id);
  assert.ok(existsSync(join(server.dataFolder, 'certificates', 'issued.ndjson')));
});
