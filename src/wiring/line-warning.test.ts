import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IntakeEvent } from '../pipeline/intake/intake.ts';
import { silentLogger } from '../platform/logger.ts';
import { createLineWarning, type LineState } from './line-warning.ts';

test('M18: what is wrong with the lines is told at once, when it becomes something else, and once a day as long as it is so', () => {
  const events: IntakeEvent[] = [];
  let state: LineState = { encrypted: false, plaintext: [] };
  let nowMs = Date.parse('2026-11-26T12:00:00Z');
  const look = createLineWarning({
    state: () => state,
    clock: { now: () => nowMs },
    events: (event) => events.push(event),
    logger: silentLogger,
  });
  const told = () => {
    look();
    look();
    return events.splice(0).map(({ code, level, params }) => [code, level, params.doors ?? null]);
  };
  assert.deepEqual(told(), [['lines.closed', 'error', null]]);
  state = { encrypted: false, plaintext: ['gRPC', 'Thrift'] };
  assert.deepEqual(told(), [['lines.plaintext', 'warning', 'gRPC, Thrift']]);
  nowMs += 86_399_999;
  assert.deepEqual(told(), []);
  nowMs += 1;
  assert.deepEqual(told(), [['lines.plaintext', 'warning', 'gRPC, Thrift']]);
  state = { encrypted: true, plaintext: ['REST'] };
  assert.deepEqual(told(), [['lines.plaintext', 'warning', 'REST']]);
  state = { encrypted: true, plaintext: [] };
  assert.deepEqual(told(), []);
  nowMs += 86_400_000;
  assert.deepEqual(told(), []);
  // Without a certificate the port of states alone brings no sales.
  state = { encrypted: false, plaintext: ['REST'] };
  assert.deepEqual(told(), [['lines.closed', 'error', null]]);
});
