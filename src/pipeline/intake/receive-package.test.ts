import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pretendFree } from '../../../tests/support/disk.ts';
import { incoming, openIntake } from '../../../tests/support/intake.ts';

test('A4: space is promised before a package is there, and what was promised is not refused any more', async (t) => {
  pretendFree(t, 1_100_000);
  // Each look at the clock is a minute later, so that the file system is asked every time.
  let minutes = 0;
  const clock = {
    now() {
      minutes += 1;
      return minutes * 60_000;
    },
  };
  const { intake, events } = await openIntake(t, { clock, limits: { minFreeBytes: 1_000_000 } });
  const refused = await intake.reserve(100_000);
  assert.deepEqual(refused, { kind: 'refused', code: 'load.disk_full', params: { free: 1, needed: 2 } });
  assert.deepEqual(
    events.map((event) => [event.code, event.level]),
    [['package.storage_refused', 'error']],
  );
  const space = await intake.reserve(60_000);
  assert.ok(space.kind === 'space');
  assert.equal((await intake.reserve(60_000)).kind, 'refused', 'it is promised once');
  const body = 'x'.repeat(60_000);
  assert.equal((await intake.receive(incoming(body))).kind, 'refused', 'to nobody else either');
  pretendFree(t, 1_060_000);
  assert.equal((await intake.refusal())?.code, 'load.disk_full', 'somebody else has taken space meanwhile');
  assert.equal((await intake.receive(incoming(body), space)).kind, 'stored');
});

test('A4: what a promise lacks is asked for when the package is stored', async (t) => {
  pretendFree(t, 1_100_000);
  const { intake } = await openIntake(t, { limits: { minFreeBytes: 1_000_000 } });
  const space = await intake.reserve(10_000);
  assert.ok(space.kind === 'space');
  assert.equal((await intake.receive(incoming('x'.repeat(110_000)), space)).kind, 'refused');
  assert.equal((await intake.receive(incoming('x'.repeat(90_000)), space)).kind, 'stored');
  space.release();
  assert.equal(await intake.refusal(), undefined);
});

test('T1: ids of any length and with any characters are kept in a form that every database holds', async (t) => {
  const { intake, events } = await openIntake(t);
  const stored = await intake.receive(incoming('content', { packageId: '\0'.repeat(5000), shopId: '\ud800' }));
  assert.ok(stored.kind === 'stored');
  const header = await intake.readHeader('waiting', stored.name);
  assert.deepEqual([header?.packageId, header?.shopId], ['\ufffd'.repeat(1000), '\ufffd']);
  const [event] = events;
  assert.equal(event?.params.packageId, `${'\ufffd'.repeat(255)}…`);
  assert.equal(event?.shopId, '\ufffd');
});
