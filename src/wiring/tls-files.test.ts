import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tlsFixture } from '../../tests/support/tls-fixture.ts';
import { readConfig } from '../config.ts';
import { tlsOfQueue } from './tls-files.ts';

function configOf(args: Record<string, string>) {
  const read = readConfig({ env: {}, args, readTextFile: () => null, workFolder: '/' });
  assert.ok(read.ok);
  return read.config;
}

test('a broker is spoken to in plaintext, by the certificates of the system or by those that are named', () => {
  assert.equal(tlsOfQueue(configOf({}).queue), null);
  assert.deepEqual(tlsOfQueue(configOf({ 'queue-tls': 'on' }).queue), {});
  const named = configOf({ 'queue-tls': 'on', 'queue-tls-authority': tlsFixture.certificateFile });
  assert.deepEqual(tlsOfQueue(named.queue), { ca: tlsFixture.certificate });
});
