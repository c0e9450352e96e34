import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { LiveHint } from '../../../contracts/web-api.ts';
import { silentLogger } from '../../platform/logger.ts';
import { createLiveHub, type LiveHub } from './live.ts';

const hint = (registerCode: string): LiveHint => ({ topic: 'register', shopCode: '5', registerCode, shiftKey: null });

type Told = { id: string | null; data: LiveHint | null };

/** A listener that reads the stream as a browser does, and waits for what it expects. */
function listen(hub: LiveHub, lastEventId: string | null) {
  const told: Told[] = [];
  let heard: () => void = () => undefined;
  let lastId = lastEventId;
  const end = hub.subscribe(lastEventId, 'all', (text) => {
    for (const block of text.split('\n\n').filter((part) => part !== '')) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
      lastId = field('id') ?? lastId;
      const data = field('data');
      if (data !== null) told.push({ id: field('id'), data: JSON.parse(data) as LiveHint });
    }
    heard();
  });
  return {
    told,
    end,
    lastId: () => lastId,
    registers: () => told.map(({ data }) => data?.registerCode),
    async until(count: number) {
      while (told.length < count) {
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
  };
}

/** Half a minute passes between whatever looks at the clock, so that nothing was said lately. */
function openHub(t: TestContext, { ringSize = 100 } = {}): LiveHub {
  let nowMs = -29_000;
  const clock = {
    now() {
      nowMs += 30_000;
      return nowMs;
    },
  };
  const hub = createLiveHub({ clock, logger: silentLogger, ringSize, gatherMs: 1 });
  t.after(() => hub.stop());
  return hub;
}

it('tells every listener what changed, and the same hint once', async (t) => {
  const hub = openHub(t);
  const listeners = Array.from({ length: 300 }, () => listen(hub, null));
  for (let n = 0; n < 50; n += 1) hub.publish(hint('3'));
  hub.publish(hint('4'));
  await Promise.all(listeners.map((listener) => listener.until(2)));
  for (const listener of listeners) assert.deepEqual(listener.registers(), ['3', '4']);
  listeners[0]?.end();
  assert.equal(hub.listeners(), 299);
});

it('replays to a listener that comes back exactly what it missed', async (t) => {
  const hub = openHub(t);
  const first = listen(hub, null);
  hub.publish(hint('1'));
  await first.until(1);
  first.end();
  const witness = listen(hub, null);
  hub.publish(hint('2'));
  hub.publish(hint('3'));
  await witness.until(2);
  const back = listen(hub, first.lastId());
  assert.deepEqual(back.registers(), ['2', '3']);
  assert.equal(back.lastId(), witness.lastId());
  hub.publish(hint('4'));
  await back.until(3);
  assert.deepEqual(back.registers(), ['2', '3', '4']);
});

it('gives a listener its place before the first hint, so that nothing is missed in a quiet hour', async (t) => {
  const hub = openHub(t);
  const early = listen(hub, null);
  assert.match(early.lastId() ?? '', /-0$/);
  early.end();
  const witness = listen(hub, null);
  hub.publish(hint('1'));
  await witness.until(1);
  assert.deepEqual(listen(hub, early.lastId()).registers(), ['1']);
});

it('tells a new listener what was said lately: its page has fetched its data before', async (t) => {
  let nowMs = 1_000;
  const hub = createLiveHub({ clock: { now: () => nowMs }, logger: silentLogger, gatherMs: 1 });
  t.after(() => hub.stop());
  const witness = listen(hub, null);
  hub.publish(hint('1'));
  await witness.until(1);
  nowMs += 15_000;
  hub.publish(hint('2'));
  await witness.until(2);
  assert.deepEqual(listen(hub, null).registers(), ['1', '2']);
  nowMs += 15_000;
  const late = listen(hub, null);
  assert.deepEqual(late.registers(), ['2']);
  assert.equal(late.lastId(), witness.lastId());
  nowMs += 15_000;
  assert.deepEqual(listen(hub, null).registers(), []);
});

it('tells a new listener that everything may be old when more was said lately than is kept', async (t) => {
  const hub = createLiveHub({ clock: { now: () => 1_000 }, logger: silentLogger, gatherMs: 1, ringSize: 2 });
  t.after(() => hub.stop());
  const witness = listen(hub, null);
  for (const register of ['1', '2', '3']) hub.publish(hint(register));
  await witness.until(3);
  assert.deepEqual(
    listen(hub, null).told.map(({ data }) => data?.topic),
    ['status'],
  );
});

it('says that everything may be old when the place is not known any more', async (t) => {
  const hub = openHub(t, { ringSize: 3 });
  const witness = listen(hub, null);
  const before = witness.lastId();
  for (let n = 0; n < 5; n += 1) hub.publish(hint(String(n)));
  await witness.until(5);
  const everything = [{ topic: 'status', shopCode: null, registerCode: null, shiftKey: null }];
  for (const id of [before, 'other-2', 'nonsense', `${(1_000).toString(36)}-99`]) {
    const back = listen(hub, id);
    assert.deepEqual(
      back.told.map(({ data }) => data),
      everything,
      `after ${id}`,
    );
    assert.equal(back.lastId(), witness.lastId());
  }
  const oldest = `${(1_000).toString(36)}-2`;
  assert.deepEqual(listen(hub, oldest).registers(), ['2', '3', '4']);
});

it('sends a comment into silence', async (t) => {
  const hub = createLiveHub({ clock: { now: () => 0 }, logger: silentLogger, heartbeatMs: 1 });
  t.after(() => hub.stop());
  const beat = new Promise<string>((resolve) => {
    hub.subscribe(null, 'all', (text) => {
      if (!text.startsWith('retry')) resolve(text);
    });
  });
  assert.equal(await beat, ': \n\n');
});
