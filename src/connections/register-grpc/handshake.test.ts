import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { salesPackage } from '../../../tests/support/grpc-register.ts';
import { openDoor } from '../../../tests/support/register-door.ts';

test('a register id of more than 256 characters is refused by name, and never looked up nor written down', async (t) => {
  const asked: string[] = [];
  const { register, events } = await openDoor(t, {
    door: {
      async admit(registerId) {
        asked.push(registerId);
        return { ok: true };
      },
    },
  });
  assert.equal((await register.handshake('x'.repeat(256))).connectionAccepted, true);
  const refused = await register.handshake('y'.repeat(257));
  assert.equal(refused.connectionAccepted, false);
  assert.match(refused.description, /длиной 257 знаков, допустимо 256.* \/ .*257 characters, 256 are allowed/);
  assert.deepEqual(asked, ['x'.repeat(256)]);
  assert.deepEqual(
    events.map((event) => [event.code, event.registerId]),
    [
      ['register.handshake', 'x'.repeat(256)],
      ['register.refused', `${'y'.repeat(255)}…`],
    ],
  );
});

test('an id with characters that a database does not hold is told of all the same', async (t) => {
  const { register, events } = await openDoor(t, {
    door: { admit: async (registerId) => ({ ok: false, code: 'handshake.unknown_register', params: { registerId } }) },
  });
  assert.equal((await register.handshake('a\0b')).connectionAccepted, false);
  assert.equal(events[0]?.registerId, 'a\ufffdb');
  assert.ok(!JSON.stringify(events).includes('\\u0000'));
});

test('a handshake as large as a package is not read; packages are', async (t) => {
  const { register } = await openDoor(t);
  const large = register.handshake('x'.repeat(70_000));
  await assert.rejects(large, (cause: Error & { code?: number }) => cause.code === status.RESOURCE_EXHAUSTED);
  const { response } = await register.load([salesPackage({ id: 'a', saleFile: randomBytes(1 << 20) })]);
  assert.deepEqual(response?.requestId, ['a']);
});
