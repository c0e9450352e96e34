import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toLocal } from './local-time.ts';
import {
  countSlots,
  dueSlot,
  latestSlot,
  nextSlot,
  type SlotRule,
  slotInstant,
  slotLateness,
  slotRuleFault,
  slotWatermark,
} from './time-slots.ts';

const quarter: SlotRule = { kind: 'every', minutes: 15, from: '08:00', to: '22:00' };
const night: SlotRule = { kind: 'daily', times: ['02:30', '12:00'] };

/** Runs a rule along an hour-by-hour clock of a zone and answers the slots that ran. */
function run(rule: SlotRule, zone: string, fromUtc: string, toUtc: string, stepMs: number): string[] {
  const ran: string[] = [];
  let last = latestSlot(rule, toLocal(Date.parse(fromUtc), zone));
  for (let at = Date.parse(fromUtc); at <= Date.parse(toUtc); at += stepMs) {
    const due = dueSlot(rule, toLocal(at, zone), last);
    if (due === null) continue;
    ran.push(due);
    last = due;
  }
  return ran;
}

describe('slots of a timetable', () => {
  it('the latest and the next slot of a day, over midnight too', () => {
    assert.equal(latestSlot(quarter, '2026-11-26T08:00:00'), '2026-11-26T08:00:00');
    assert.equal(latestSlot(quarter, '2026-11-26T08:14:59'), '2026-11-26T08:00:00');
    assert.equal(latestSlot(quarter, '2026-11-26T07:59:59'), '2026-11-25T22:00:00');
    assert.equal(nextSlot(quarter, '2026-11-26T08:00:00'), '2026-11-26T08:15:00');
    assert.equal(nextSlot(quarter, '2026-11-26T22:00:00'), '2026-11-27T08:00:00');
    assert.equal(nextSlot(night, '2026-11-26T12:00:00'), '2026-11-27T02:30:00');
  });

  it('slots missed while the server slept are caught up by one run', () => {
    assert.equal(dueSlot(quarter, '2026-11-26T10:05:00', '2026-11-24T09:00:00'), '2026-11-26T10:00:00');
    assert.equal(dueSlot(quarter, '2026-11-26T10:05:00', '2026-11-26T10:00:00'), null);
  });

  it('a rule that never ran does not catch up what lies before it', () => {
    assert.equal(dueSlot(quarter, '2026-11-26T10:05:00', null), null);
  });

  it('a clock set back runs nothing twice', () => {
    assert.equal(dueSlot(quarter, '2026-11-26T09:05:00', '2026-11-26T10:00:00'), null);
  });

  it('daylight saving: an hour that comes twice runs once, one that is skipped runs when the clocks have moved on', () => {
    const minute = 60_000;
    // Berlin, 25 October 2026: 02:30 comes twice.
    const autumn = run(night, 'Europe/Berlin', '2026-10-24T22:30:00Z', '2026-10-25T10:00:00Z', 10 * minute);
    assert.deepEqual(autumn, ['2026-10-25T02:30:00']);
    // Berlin, 29 March 2026: 02:30 does not exist.
    const spring = run(night, 'Europe/Berlin', '2026-03-28T22:30:00Z', '2026-03-29T09:00:00Z', 10 * minute);
    assert.deepEqual(spring, ['2026-03-29T02:30:00']);
  });

  it('missed slots are counted over days, whatever their number', () => {
    assert.equal(countSlots(quarter, '2026-11-26T08:00:00', '2026-11-26T09:00:00'), 4);
    assert.equal(countSlots(quarter, '2026-11-24T21:50:00', '2026-11-26T08:00:00'), 1 + 57 + 1);
    assert.equal(countSlots(night, '2025-11-26T02:30:00', '2026-11-26T02:30:00'), 730);
    assert.equal(countSlots(night, '2026-11-26T02:30:00', '2026-11-26T02:30:00'), 0);
    assert.equal(countSlots(night, '2026-11-26T12:00:00', '2026-11-26T02:30:00'), 0);
  });

  it('a slot is an instant: the first of two, and the end of a gap', () => {
    const at = (slot: string, zone = 'Europe/Berlin') => new Date(slotInstant(slot, zone)).toISOString();
    assert.equal(at('2026-11-26T02:30:00'), '2026-11-26T01:30:00.000Z');
    assert.equal(at('2026-10-25T02:30:00'), '2026-10-25T00:30:00.000Z');
    assert.equal(at('2026-03-29T02:30:00'), '2026-03-29T01:00:00.000Z');
    assert.equal(at('2026-03-29T02:30:00', 'Europe/Moscow'), '2026-03-28T23:30:00.000Z');
  });

  it('a change of clocks makes no slot late, sleep does', () => {
    const late = (slot: string, utc: string) => slotLateness(slot, Date.parse(utc), 'Europe/Berlin');
    assert.equal(late('2026-10-25T02:30:00', '2026-10-25T00:30:10Z'), 10_000);
    assert.equal(
      late('2026-10-25T02:30:00', '2026-10-25T01:30:10Z'),
      10_000,
      'a rule made in the first of the two hours',
    );
    assert.equal(late('2026-03-29T02:30:00', '2026-03-29T01:00:10Z'), 10_000);
    assert.equal(late('2026-11-26T02:30:00', '2026-11-26T05:30:00Z'), 4 * 3_600_000);
  });

  it('a schedule begins after its last slot and after all that is newer', () => {
    const zone = 'Europe/Moscow';
    assert.equal(slotWatermark(null, ['2026-11-26T07:00:00.000Z', null], zone), '2026-11-26T10:00:00');
    assert.equal(slotWatermark('2026-11-26T12:00:00', ['2026-11-26T07:00:00.000Z'], zone), '2026-11-26T12:00:00');
  });

  it('between two slots lies none, and each is its own latest', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
    const rule = fc
      .record({ minutes: fc.integer({ min: 1, max: 1440 }), ends: fc.tuple(time, time) })
      .map(({ minutes, ends }): SlotRule => {
        const [from = '', to = ''] = [...ends].sort();
        return { kind: 'every', minutes, from, to };
      });
    fc.assert(
      fc.property(rule, fc.integer({ min: 0, max: 86_399 }), (some, second) => {
        const now = new Date(Date.UTC(2026, 10, 26) + second * 1000).toISOString().slice(0, 19);
        const [latest, next] = [latestSlot(some, now), nextSlot(some, now)];
        assert.ok(latest <= now && now < next);
        assert.equal(nextSlot(some, latest), next);
        assert.equal(latestSlot(some, next), next);
        assert.equal(slotRuleFault(some), null);
      }),
    );
  });

  it('a rule that says nothing sensible is named', () => {
    assert.equal(slotRuleFault({ kind: 'every', minutes: 0, from: '08:00', to: '22:00' }), 'minutes');
    assert.equal(slotRuleFault({ kind: 'every', minutes: 15, from: '8:00', to: '22:00' }), 'time');
    assert.equal(slotRuleFault({ kind: 'every', minutes: 15, from: '22:00', to: '08:00' }), 'reversed');
    assert.equal(slotRuleFault({ kind: 'daily', times: [] }), 'no_times');
    assert.equal(slotRuleFault({ kind: 'daily', times: ['24:00'] }), 'time');
  });
});
