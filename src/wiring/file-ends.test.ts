import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { tlsFixture } from '../../tests/support/tls-fixture.ts';
import { initCertificates, issueCertificate, revokeCertificates } from '../certificates/certificates.ts';
import { readConfig } from '../config.ts';
import { createReadFileEnds } from './file-ends.ts';
import { authorityFolder } from './register-line.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const DAY_MS = 86_400_000;

function configOf(data: string, args: Record<string, string> = {}) {
  const read = readConfig({ env: {}, args: { data, ...args }, readTextFile: () => null, workFolder: '/' });
  assert.ok(read.ok, JSON.stringify(read));
  return read.config;
}

test('M18: the ends of certificates are read from the files in use, and again when they have changed', async (t) => {
  const config = configOf(temporaryFolder(t), { 'http-tls': 'on' });
  const folder = authorityFolder(config);
  const read = createReadFileEnds(config);
  assert.deepEqual(await read(), { files: [], issued: [], revoked: new Set() });
  const { authorityEndsMs } = await initCertificates(folder, { hosts: ['localhost'], days: 30, nowMs: NOW });
  const made = await read();
  assert.deepEqual(made.files, [
    { kind: 'server-certificate', name: 'server.certificate.pem', endsMs: NOW + 30 * DAY_MS },
    { kind: 'authority', name: 'authority.certificate.pem', endsMs: authorityEndsMs },
    { kind: 'revocation-list', name: 'revoked.pem', endsMs: authorityEndsMs },
  ]);
  assert.equal(await read(), made, 'files that have not changed are not read again');
  const old = await issueCertificate(folder, { registerId: 'a', days: 30, nowMs: NOW });
  const fresh = await issueCertificate(folder, { registerId: 'a', days: 397, nowMs: NOW });
  assert.ok(old && fresh);
  await revokeCertificates(folder, { registerId: 'a', keep: [fresh.serialNumber], nowMs: NOW });
  const { issued, revoked } = await read();
  assert.deepEqual(issued, [{ registerId: 'a', serial: fresh.serialNumber, endsMs: NOW + 397 * DAY_MS }]);
  assert.deepEqual([...revoked], [old.serialNumber]);
});

test('M18: files that the configuration names count; of several certificates in one the first that ends; a file that is none has no end', async (t) => {
  const place = temporaryFolder(t);
  const { server } = await initCertificates(join(place, 'own'), { hosts: ['localhost'], days: 5, nowMs: NOW });
  const [chain, strange] = [join(place, 'chain.pem'), join(place, 'strange.pem')];
  writeFileSync(chain, `${tlsFixture.certificate}\n${server.certificate}`);
  writeFileSync(strange, 'no certificate');
  const config = configOf(place, {
    'registers-tls-certificate': chain,
    'registers-tls-key': tlsFixture.keyFile,
    'registers-tls-client-authority': strange,
    'http-tls-certificate': tlsFixture.certificateFile,
    'http-tls-key': tlsFixture.keyFile,
  });
  const { files } = await createReadFileEnds(config)();
  assert.deepEqual(
    files.map(({ kind, name }) => [kind, name]),
    [
      ['server-certificate', 'chain.pem'],
      ['web-certificate', 'register-door.certificate.pem'],
    ],
  );
  assert.equal(files[0]?.endsMs, NOW + 5 * DAY_MS);
});
