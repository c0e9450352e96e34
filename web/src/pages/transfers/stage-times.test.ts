import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadNorms } from '../../../../contracts/web-api.ts';
import { stageSpans } from './stage-times.ts';

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
