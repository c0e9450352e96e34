import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { tlsFixture } from '../../tests/support/tls-fixture.ts';
import { readConfig } from '../config.ts';
import { messageText } from '../messages/messages.ts';
import { startRefusal } from './start-refusal.ts';
import { tlsOfQueue, tlsOfThrift } from './tls-files.ts';

function configOf(args: Record<string, string>) {
  const read = readConfig({ env: {}, args, readTextFile: () => null, workFolder: '/' });
  assert.ok(read.ok);
  return read.config;
}

test('M18: plaintext unless certificates are named, and certificates of registers only where they are asked for', () => {
  assert.equal(tlsOfThrift(configOf({}).thrift), undefined);
  const own = { 'thrift-tls-certificate': tlsFixture.certificateFile, 'thrift-tls-key': tlsFixture.keyFile };
  assert.deepEqual(tlsOfThrift(configOf(own).thrift), { cert: tlsFixture.certificate, key: tlsFixture.key });
  const mutual = tlsOfThrift(configOf({ ...own, 'thrift-tls-client-authority': tlsFixture.certificateFile }).thrift);
  assert.deepEqual([mutual?.requestCert, mutual?.rejectUnauthorized, mutual?.ca], [true, true, tlsFixture.certificate]);
});

test('a broker is spoken to in plaintext, by the certificates of the system or by those that are named', () => {
  assert.equal(tlsOfQueue(configOf({}).queue), null);
  assert.deepEqual(tlsOfQueue(configOf({ 'queue-tls': 'on' }).queue), {});
  const named = configOf({ 'queue-tls': 'on', 'queue-tls-authority': tlsFixture.certificateFile });
  assert.deepEqual(tlsOfQueue(named.queue), { ca: tlsFixture.certificate });
});

test('a file that is missing or holds something else ends the start with its setting and its path', (t) => {
  const strange = join(temporaryFolder(t), 'strange.pem');
  writeFileSync(strange, 'no certificate');
  const cases: [path: string, setting: string, args: Record<string, string>][] = [
    ['/nowhere.pem', 'thrift.tlsCertificate', { 'thrift-tls-certificate': '/nowhere.pem', 'thrift-tls-key': strange }],
    [strange, 'thrift.tlsKey', { 'thrift-tls-certificate': tlsFixture.certificateFile, 'thrift-tls-key': strange }],
  ];
  for (const [path, setting, args] of cases) {
    const config = configOf(args);
    const refusal = (() => {
      try {
        tlsOfThrift(config.thrift);
        return assert.fail('the file was taken');
      } catch (cause) {
        return startRefusal(config, cause);
      }
    })();
    assert.equal(refusal.code, 'serve.file_unusable');
    assert.deepEqual([refusal.params.setting, refusal.params.path], [setting, path]);
    assert.match(messageText('ru', refusal.code, refusal.params), /не годится/);
  }
});
