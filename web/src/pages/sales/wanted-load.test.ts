import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeOf, readTime, readWantedLoad, writeWantedLoad } from './wanted-load.ts';

const today = '2026-11-23';

test('the load form stands in the address and is read from it again', () => {
  for (const search of [
    {},
    { load: 'file' },
    { load: 'dates', from: '2026-11-01', to: '2026-11-08' },
    { load: 'dates', from: '2026-11-01T08:30', to: '2026-11-08T12:00' },
    { load: 'shifts', from: '340', to: '347' },
  ])
    assert.deepEqual(writeWantedLoad(readWantedLoad(search, today, true)), search);
});

test('without a command stream a register is loaded by dates only, whatever the address says', () => {
  assert.equal(readWantedLoad({ load: 'shifts', from: '1', to: '2' }, today, false).mode, 'dates');
});

test('a period is sent with its last second; what is not complete is not sent', () => {
  const dates = readWantedLoad({ load: 'dates', from: '2026-11-01', to: '2026-11-08' }, today, true);
  assert.deepEqual(rangeOf(dates), { kind: 'dates', from: '2026-11-01T00:00:00', to: '2026-11-08T23:59:59' });
  assert.equal(rangeOf({ ...dates, to: dates.from, fromTime: '12:00', toTime: '11:00' }), null);
  const shifts = readWantedLoad({ load: 'shifts', from: '340', to: '347' }, today, true);
  assert.deepEqual(rangeOf(shifts), { kind: 'shifts', from: 340, to: 347 });
  assert.equal(rangeOf({ ...shifts, shiftTo: '339' }), null);
  assert.equal(rangeOf({ ...shifts, shiftTo: '' }), null);
});

test('a time of day is read as people type it', () => {
  assert.deepEqual(['8:30', '0830', '08.30', '8', '23:59'].map(readTime), [
    '08:30',
    '08:30',
    '08:30',
    '08:00',
    '23:59',
  ]);
  assert.deepEqual(['24:00', '8:60', 'утро', ''].map(readTime), [null, null, null, null]);
});
