import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadNorms } from '../../../../contracts/web-api.ts';
import { shownStages, stageSpans } from './stage-times.ts';

const at = (second: number) => new Date(Date.UTC(2026, 2, 14, 12, 0, second)).toISOString();
const norms = {
  loads: 9,
  stages: [
    { stage: 'requested', usualMs: 1_000 },
    { stage: 'preparing', usualMs: 4_000 },
  ],
  usualMs: 9_000,
  perDayMs: null,
  asOf: at(0),
} satisfies LoadNorms;

test('a stage lasts until the next one, the last one until now, and three times the norm is slow', () => {
  const stages = [
    { stage: 'requested' as const, at: at(0) },
    { stage: 'preparing' as const, at: at(2) },
  ];
  const running = stageSpans({ stages, endedAt: null }, norms, Date.parse(at(20)));
  assert.deepEqual(running('requested'), { spentMs: 2_000, usualMs: 1_000, slow: false });
  assert.deepEqual(running('preparing'), { spentMs: 18_000, usualMs: 4_000, slow: true });
  assert.deepEqual(running('received'), { spentMs: null, usualMs: null, slow: false });
  const ended = stageSpans({ stages, endedAt: at(9) }, undefined, Date.parse(at(20)));
  assert.deepEqual(ended('preparing'), { spentMs: 7_000, usualMs: null, slow: false });
});

test('of a load that nobody asked for, only what the register told of stands before its arrival', () => {
  const none = { kind: 'none', from: null, to: null } as const;
  const told = [
    { stage: 'requested' as const, at: at(0) },
    { stage: 'accepted' as const, at: at(1) },
  ];
  assert.deepEqual(shownStages({ range: none, stages: [] }), ['received', 'loaded', 'done']);
  assert.deepEqual(shownStages({ range: none, stages: told }), ['requested', 'accepted', 'received', 'loaded', 'done']);
  const dates = { kind: 'dates', from: '2026-03-14T00:00:00', to: '2026-03-14T23:59:59' } as const;
  assert.equal(shownStages({ range: dates, stages: [] }).length, 7);
});
