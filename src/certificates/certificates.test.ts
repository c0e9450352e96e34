import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import {
  authorityFiles,
  initCertificates,
  issueCertificate,
  listCertificates,
  revokeCertificates,
} from './certificates.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const DAY_MS = 86_400_000;
const init = (t: TestContext) => {
  const folder = join(temporaryFolder(t), 'certificates');
  return { folder, done: initCertificates(folder, { hosts: ['kassa.example', '10.5.0.1'], days: 825, nowMs: NOW }) };
};

test('M18: the authority is made once, its keys are for the server alone, the certificate of the server stands for its names', async (t) => {
  const { folder, done } = init(t);
  const first = await done;
  assert.equal(first.made, true);
  const authority = readFileSync(join(folder, authorityFiles.certificate), 'utf8');
  for (const name of [authorityFiles.key, authorityFiles.serverKey])
    assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
  assert.equal(statSync(folder).mode & 0o077, 0);
  const server = new X509Certificate(readFileSync(join(folder, authorityFiles.serverCertificate)));
  assert.equal(server.verify(new X509Certificate(authority).publicKey), true);
  assert.deepEqual([server.checkHost('kassa.example'), server.checkIP('10.5.0.1')], ['kassa.example', '10.5.0.1']);
  assert.equal(server.checkHost('other.example'), undefined);
  const again = await initCertificates(folder, { hosts: ['new.example'], days: 30, nowMs: NOW });
  assert.equal(again.made, false);
  assert.equal(readFileSync(join(folder, authorityFiles.certificate), 'utf8'), authority);
  const renewed = new X509Certificate(readFileSync(join(folder, authorityFiles.serverCertificate)));
  assert.deepEqual([renewed.checkHost('new.example'), Date.parse(renewed.validTo)], ['new.example', NOW + 30 * DAY_MS]);
});

test('M18: a certificate is issued for one register and written down; its key is kept nowhere', async (t) => {
  const { folder, done } = init(t);
  await done;
  const issued = await issueCertificate(folder, { registerId: '_cash_3_0a1b', days: 397, nowMs: NOW });
  assert.ok(issued);
  assert.match(new X509Certificate(issued.certificate).subject, /CN=_cash_3_0a1b/);
  const { serialNumber, fingerprint, validFromMs } = issued;
  const booked = { registerId: '_cash_3_0a1b', serialNumber, fingerprint, validFromMs, issuedMs: NOW, revokedMs: null };
  assert.deepEqual(await listCertificates(folder), [{ ...booked, validToMs: NOW + 397 * DAY_MS }]);
  assert.doesNotMatch(readFileSync(join(folder, 'issued.ndjson'), 'utf8'), /PRIVATE/);
});

test('M18: taking back ends the certificates of a register but for those that are kept, and a crash in the book hides nothing', async (t) => {
  const { folder, done } = init(t);
  await done;
  const issue = (registerId: string) => issueCertificate(folder, { registerId, days: 397, nowMs: NOW });
  const [old, fresh, other] = [await issue('a'), await issue('a'), await issue('b')];
  assert.ok(old && fresh && other);
  const revoked = await revokeCertificates(folder, { registerId: 'a', keep: [fresh.serialNumber], nowMs: NOW });
  assert.deepEqual(
    revoked?.map(({ serialNumber }) => serialNumber),
    [old.serialNumber],
  );
  appendFileSync(join(folder, 'issued.ndjson'), '{"kind":"issued","registerId":"cut o');
  assert.deepEqual(
    (await listCertificates(folder)).map(({ serialNumber, revokedMs }) => [serialNumber, revokedMs]),
    [
      [old.serialNumber, NOW],
      [fresh.serialNumber, null],
      [other.serialNumber, null],
    ],
  );
});

test('a line of the book that a crash has cut off spoils none behind it', async (t) => {
  const { folder, done } = init(t);
  await done;
  await issueCertificate(folder, { registerId: 'a', days: 397, nowMs: NOW });
  appendFileSync(join(folder, 'issued.ndjson'), '{"kind":"issued","registerId":"cut o');
  await issueCertificate(folder, { registerId: 'b', days: 397, nowMs: NOW });
  assert.deepEqual(
    (await listCertificates(folder)).map(({ registerId }) => registerId),
    ['a', 'b'],
  );
});

test('without an authority nothing is issued and nothing taken back', async (t) => {
  const folder = join(temporaryFolder(t), 'certificates');
  assert.equal(await issueCertificate(folder, { registerId: 'a', days: 1, nowMs: NOW }), null);
  assert.equal(await revokeCertificates(folder, { registerId: 'a', nowMs: NOW }), null);
  assert.deepEqual(await listCertificates(folder), []);
});
