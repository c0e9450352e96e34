import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDoor, pack } from '../../tests/support/register-door.ts';
import {
  connectThrift,
  loadCall,
  loadResponse,
  openThriftDoor,
  thriftPackage,
} from '../../tests/support/thrift-door.ts';
import { until } from '../../tests/support/until.ts';
import { createByteBudget } from '../platform/memory/byte-budget.ts';

test('the memory of packages is one for all doors: who holds it at one door makes room for another', async (t) => {
  // Whoever is waited for while another waits is too slow by these limits.
  const slow = { slowAfterMs: 0, minBytesPerSecond: Number.MAX_SAFE_INTEGER };
  const budget = createByteBudget({ limit: 1000, beyond: 16 << 20, turnMs: 1, ...slow });
  const { door } = await openThriftDoor(t, { door: { budget } });
  const wire = { protocol: 'binary', framed: true } as const;
  const silent = connectThrift(t, door.port, wire);
  await silent.send(loadCall(wire, thriftPackage('a', 'PK'.padEnd(20_000, 'x'))).subarray(0, 10_000));
  await until('the bytes of the silent register are held', () => budget.used() >= 5000);

  const { register } = await openDoor(t, { door: { budget } });
  const { response } = await register.load([pack('b', 'x'.repeat(2000))]);
  assert.deepEqual(response?.requestId, ['b']);
  const told = await silent.answer();
  assert.ok(told);
  assert.match(loadResponse(wire, told).description ?? '', /слишком медленно/);
  await until('everything is given back', () => budget.used() === 0);
});
