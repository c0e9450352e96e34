import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  END_STATES,
  isRunning,
  type Move,
  moveTransfer,
  RUNNING_STATES,
  TRANSFER_EVENTS,
  type TransferEvent,
  type TransferState,
} from './transfer.ts';

/**
 * The whole table, a line a state in the order of TRANSFER_EVENTS: a state = moves there, = stays and its time begins anew,
 * + stays though its time is over, < a hint of a stage that is over, x the transfer has ended, ! too late.
 */
const TABLE = `
             accepted refused preparing ready nothing error  received loaded  known    unreadable reconciled silence   cancel
  requested  accepted failed  preparing sent  empty   failed received loaded  already  failed     <          no_answer cancelled
  accepted   =        <       preparing sent  empty   failed received loaded  already  failed     <          no_answer cancelled
  preparing  <        <       =         sent  empty   failed received loaded  already  failed     <          no_answer cancelled
  sent       <        <       <         =     empty   =      received loaded  already  failed     <          empty     cancelled
  received   <        <       <         <     <       <      =        loaded  already  failed     <          +         !
  loaded     <        <       <         <     <       <      received =       =        failed     done       +         !
  done       x        x       x         x     x       x      x        x       x        x          x          x         x
  empty      x        x       x         x     x       x      received loaded  already  failed     x          x         x
  already    x        x       x         x     x       x      x        x       x        x          x          x         x
  failed     x        x       x         x     x       x      received loaded  already  =          x          x         x
  no_answer  x        x       x         x     x       x      received loaded  already  failed     x          x         x
  cancelled  x        x       x         x     x       x      x        x       x        x          x          x         x
`;

const SIGNS: Record<string, Move> = {
  '=': { kind: 'noted' },
  '+': { kind: 'overdue' },
  '<': { kind: 'refused', why: 'backwards' },
  x: { kind: 'refused', why: 'dead' },
  '!': { kind: 'refused', why: 'too_late' },
};

const [events = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

describe('the life of a transfer', () => {
  it('the table speaks of every state and every event', () => {
    assert.deepEqual(events, TRANSFER_EVENTS);
    assert.deepEqual(rows.map(([state]) => state).sort(), [...RUNNING_STATES, ...END_STATES].sort());
    assert.ok(rows.every((row) => row.length === TRANSFER_EVENTS.length + 1));
  });

  for (const [state = '', ...cells] of rows)
    it(`${state}: every event does what the table says`, () => {
      for (const [index, cell] of cells.entries()) {
        const event = TRANSFER_EVENTS[index] as TransferEvent;
        const expected = SIGNS[cell] ?? { kind: 'moved', to: cell as TransferState };
        assert.deepEqual(moveTransfer(state as TransferState, event), expected, event);
      }
    });

  it('whatever a register says, what lies in the ledger ends a transfer', () => {
    for (const state of RUNNING_STATES) {
      const loaded = moveTransfer(state, 'loaded');
      const at = loaded.kind === 'moved' ? loaded.to : state;
      assert.deepEqual(moveTransfer(at, 'reconciled'), { kind: 'moved', to: 'done' });
    }
  });

  it('every running state comes to an end by time or by our own work', () => {
    for (const state of RUNNING_STATES) {
      const silence = moveTransfer(state, 'silence');
      if (silence.kind === 'overdue') assert.ok(state === 'received' || state === 'loaded');
      else assert.ok(silence.kind === 'moved' && !isRunning(silence.to));
    }
  });

  it('hints alone never finish a transfer', () => {
    const reached = new Set<TransferState>(['requested']);
    for (const state of reached)
      for (const hint of ['accepted', 'preparing', 'ready'] as const) {
        const move = moveTransfer(state, hint);
        if (move.kind === 'moved') reached.add(move.to);
      }
    assert.deepEqual([...reached].sort(), ['accepted', 'preparing', 'requested', 'sent']);
  });
});
