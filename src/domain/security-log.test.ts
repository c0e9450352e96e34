import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addWallClock, type LocalTime } from './local-time.ts';
import { LOG_ON, type LogShift, shiftOfLogRecord } from './security-log.ts';

type Shift = LogShift & { name: string };

const day = (clock: string): LocalTime => `2026-03-14T${clock}`;
const shift = (name: string, opened: string, closed: string | null): Shift => ({
  name,
  openedAt: day(opened),
  closedAt: closed === null ? null : day(closed),
});

/** The shift of each record, by name; shifts and records in the order of time. */
function namesOf(shifts: Shift[], records: [opCode: number, at: LocalTime][]): string[] {
  let lastLogOn: LocalTime | null = null;
  return records.map(([opCode, at]) => {
    if (opCode === LOG_ON) lastLogOn = at;
    const before = shifts.findLast((one) => one.openedAt <= at) ?? null;
    const after = shifts.find((one) => one.openedAt > at) ?? null;
    return shiftOfLogRecord({ at, opCode }, lastLogOn, { before, after })?.name ?? '-';
  });
}

const on = (clock: string): [number, LocalTime] => [3, day(clock)];
const off = (clock: string): [number, LocalTime] => [4, day(clock)];
const locked = (clock: string): [number, LocalTime] => [13, day(clock)];

const A = shift('A', '08:00:00', '12:00:00');
const B = shift('B', '12:20:00', '20:00:00');

describe('the shift of a log record (sales-file §8)', () => {
  it('from opening to closing, both included, a record is of the shift', () => {
    const records = [on('08:00:00'), off('12:00:00'), on('12:20:00'), off('20:00:00')];
    assert.deepEqual(namesOf([A, B], records), ['A', 'A', 'B', 'B']);
  });

  it('between two shifts a log-on goes to the nearer boundary, to the later shift when both are as near', () => {
    assert.deepEqual(namesOf([A, B], [on('12:09:59'), on('12:10:00'), on('12:10:01')]), ['A', 'B', 'B']);
  });

  it('what ends a session goes where its log-on went', () => {
    assert.deepEqual(namesOf([A, B], [on('11:00:00'), off('12:19:59')]), ['A', 'A']);
    assert.deepEqual(namesOf([A, B], [on('12:05:00'), off('12:15:00')]), ['A', 'A']);
    assert.deepEqual(namesOf([A, B], [on('12:11:00'), locked('12:12:00'), off('12:13:00')]), ['B', 'B', 'B']);
    assert.deepEqual(namesOf([A, B], [off('12:19:00')]), ['A'], 'a session whose log-on is not known was that of A');
    assert.deepEqual(namesOf([A], [on('07:50:00'), off('07:55:00'), off('07:58:00')]), ['A', 'A', 'A']);
  });

  it('a shift that never closed ends where the next one opens', () => {
    const open = shift('open', '08:00:00', null);
    assert.deepEqual(namesOf([open, B], [on('12:19:59'), on('12:20:00'), on('20:30:00')]), ['open', 'B', 'B']);
  });

  it('half an hour after the last close a log-on waits for the next shift, with all that follows it', () => {
    assert.deepEqual(namesOf([A], [on('12:30:00'), off('14:00:00')]), ['A', 'A']);
    assert.deepEqual(namesOf([A], [on('12:30:01'), off('12:31:00')]), ['-', '-']);
    const next = shift('next', '15:00:00', null);
    assert.deepEqual(namesOf([A, next], [on('12:30:01'), off('12:31:00')]), ['A', 'A'], 'it is nearer to A after all');
    assert.deepEqual(namesOf([A, next], [on('14:00:00'), off('14:01:00')]), ['next', 'next']);
  });

  it('half a day from every shift a log-on is of none', () => {
    const late = shift('late', '22:00:00', null);
    assert.deepEqual(namesOf([late], [on('09:59:59'), on('10:00:00'), off('21:00:00')]), ['-', 'late', 'late']);
    assert.deepEqual(namesOf([late], [off('09:00:00'), off('11:00:00')]), ['-', 'late']);
  });

  it('a log-on and the end of its session are never parted by the gap that both lie in', () => {
    const at = (minute: number): LocalTime => addWallClock(day('00:00:00'), minute * 60_000);
    const bounds = fc.uniqueArray(fc.nat(2_000), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(bounds, fc.nat(2_000), fc.nat(100), (drawn, logOn, minutes) => {
        const times = drawn.sort((a, b) => a - b).slice(0, drawn.length - (drawn.length % 2));
        const boundsBefore = (minute: number) => times.filter((time) => time < minute).length;
        const logOff = logOn + minutes;
        fc.pre(boundsBefore(logOn) % 2 === 0 && boundsBefore(logOn) === boundsBefore(logOff + 1));
        const shifts = times.flatMap((time, index) =>
          index % 2 === 0 ? [{ name: `${index}`, openedAt: at(time), closedAt: at(times[index + 1] ?? 0) }] : [],
        );
        const [first, second] = namesOf(shifts, [
          [LOG_ON, at(logOn)],
          [4, at(logOff)],
        ]);
        assert.equal(first, second);
      }),
    );
  });
});
