import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { tlsFixture } from '../../tests/support/tls-fixture.ts';
import { openAuthority } from '../certificates/authority.ts';
import { authorityFiles } from '../certificates/certificate-files.ts';
import { readConfig } from '../config.ts';
import { messageText } from '../messages/messages.ts';
import { plaintextLine } from '../platform/line-listener.ts';
import { authorityFolder, endOfLine, lineStateOfFiles, readLineTerms, stampOfLine } from './register-line.ts';
import { startRefusal } from './start-refusal.ts';

const own = {
  'registers-tls-certificate': tlsFixture.certificateFile,
  'registers-tls-key': tlsFixture.keyFile,
};

function configOf(t: TestContext, args: Record<string, string> = {}) {
  const read = readConfig({
    env: {},
    args: { data: temporaryFolder(t), ...args },
    readTextFile: () => null,
    workFolder: '/',
  });
  assert.ok(read.ok);
  return read.config;
}

test('M18: plaintext only where it is switched on, with and without a certificate of the server', async (t) => {
  assert.deepEqual(await readLineTerms(configOf(t)), { ...plaintextLine, plaintext: false });
  assert.deepEqual(await readLineTerms(configOf(t, { 'registers-plaintext': 'on' })), plaintextLine);
  const secured = await readLineTerms(configOf(t, own));
  assert.deepEqual([secured.plaintext, secured.keys], [false, { cert: tlsFixture.certificate, key: tlsFixture.key }]);
  assert.equal((await readLineTerms(configOf(t, { ...own, 'registers-plaintext': 'on' }))).plaintext, true);
});

test('M18: the port of states goes with the ports for sales unless it is set otherwise', (t) => {
  const doorsOf = (args: Record<string, string>) => lineStateOfFiles(configOf(t, args));
  assert.deepEqual(doorsOf({}), { encrypted: false, plaintext: [] });
  assert.deepEqual(doorsOf({ 'registers-plaintext': 'on' }).plaintext, ['gRPC', 'Thrift', 'REST']);
  assert.deepEqual(doorsOf({ ...own, 'register-http-plaintext': 'on' }), { encrypted: true, plaintext: ['REST'] });
  const only = { 'registers-plaintext': 'on', 'register-http-plaintext': 'off' };
  assert.deepEqual(doorsOf(only).plaintext, ['gRPC', 'Thrift']);
});

test('M18: an authority makes certificates of registers count, and they are required where that is set', async (t) => {
  const authority = { ...own, 'registers-tls-client-authority': tlsFixture.certificateFile };
  const asked = await readLineTerms(configOf(t, authority));
  assert.deepEqual([asked.keys?.ca, asked.certificateRequired], [[tlsFixture.certificate], false]);
  const required = await readLineTerms(configOf(t, { ...authority, 'registers-certificates': 'required' }));
  assert.equal(required.certificateRequired, true);
});

test('M18: without files of its own the server takes what the built-in authority has issued, and sees that it changes', async (t) => {
  const config = configOf(t);
  const folder = authorityFolder(config);
  const { authority } = await openAuthority(folder, Date.parse('2026-11-26T00:00:00Z'));
  assert.equal((await readLineTerms(config)).keys, null);
  const before = stampOfLine(config);
  const issued = await authority.issueServer(['127.0.0.1'], 30);
  writeFileSync(join(folder, authorityFiles.serverCertificate), issued.certificate);
  writeFileSync(join(folder, authorityFiles.serverKey), issued.key);
  const terms = await readLineTerms(config);
  assert.equal(terms.keys?.cert.toString(), issued.certificate);
  assert.equal(terms.keys?.ca?.toString(), authority.certificate);
  assert.match(terms.keys?.crl?.toString() ?? '', /BEGIN X509 CRL/);
  assert.equal(endOfLine(terms), Date.parse('2026-12-26T00:00:00Z'));
  assert.notEqual(stampOfLine(config), before);
});

test('P20: addresses and networks are allowed, everything else is not', async (t) => {
  const { addresses } = await readLineTerms(
    configOf(t, { 'registers-addresses': '10.5.0.0/16,2001:db8::/32,10.6.0.1' }),
  );
  const allowed = (address: string) => addresses?.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
  assert.deepEqual(['10.5.7.7', '10.6.0.1', '10.6.0.2', '2001:db8::7', '2001:db9::7'].map(allowed), [
    true,
    true,
    false,
    true,
    false,
  ]);
});

test('a file that is missing or holds something else ends the start with its setting and its path', async (t) => {
  const strange = join(temporaryFolder(t), 'strange.pem');
  writeFileSync(strange, 'no certificate');
  const cases: [path: string, setting: string, args: Record<string, string>][] = [
    ['/nowhere.pem', 'registers.tlsCertificate', { ...own, 'registers-tls-certificate': '/nowhere.pem' }],
    [strange, 'registers.tlsKey', { ...own, 'registers-tls-key': strange }],
    [strange, 'registers.tlsClientAuthority', { ...own, 'registers-tls-client-authority': strange }],
  ];
  for (const [path, setting, args] of cases) {
    const config = configOf(t, args);
    const refusal = await readLineTerms(config).then(
      () => assert.fail('the file was taken'),
      (cause: unknown) => startRefusal(config, cause),
    );
    assert.equal(refusal.code, 'serve.file_unusable');
    assert.deepEqual([refusal.params.setting, refusal.params.path], [setting, path]);
    assert.match(messageText('ru', refusal.code, refusal.params), /не годится/);
  }
});
