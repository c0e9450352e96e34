import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { interruption } from './interruption.ts';

/** A process that only writes down how it was ended. */
function standIn() {
  const emitter = new EventEmitter();
  const exits: number[] = [];
  let ms = 0;
  const signal = interruption(
    { on: (name, listener) => emitter.on(name, listener), exit: (code) => exits.push(code) },
    () => ms,
  );
  const send = (name: NodeJS.Signals, afterMs: number) => {
    ms += afterMs;
    emitter.emit(name);
  };
  return { signal, exits, send };
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${name} stops, and again ends at once`, () => {
    const { signal, exits, send } = standIn();
    assert.equal(signal.aborted, false);
    send(name, 1);
    assert.equal(signal.aborted, true);
    assert.deepEqual(exits, []);
    send(name, 1_000);
    assert.deepEqual(exits, [{ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[name]]);
  });
}

test('a signal that comes by two ways is one', () => {
  const { exits, send } = standIn();
  send('SIGTERM', 0);
  send('SIGTERM', 5);
  send('SIGHUP', 200);
  assert.deepEqual(exits, []);
  send('SIGTERM', 200);
  assert.deepEqual(exits, [143]);
});
