import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { closedFileName, openFileName, registerNumberOf } from './file-name.ts';

it('the name of a closed shift carries the local time of the shop to the millisecond', () => {
  const at = Date.UTC(2026, 2, 14, 18, 45, 0, 7);
  assert.equal(closedFileName(347, at, 'Europe/Moscow', 12), 'sale20260314214500007_347_12.json');
  assert.equal(closedFileName(347, at, 'Asia/Vladivostok', 13), 'sale20260315044500007_347_13.json');
});

it('names of one shop sort by time', () => {
  const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
  fc.assert(
    fc.property(instant, instant, fc.nat(), fc.nat(), (a, b, shift, sequence) => {
      fc.pre(a < b);
      const [first, second] = [a, b].map((ms) => closedFileName(shift, ms, 'Europe/Moscow', sequence));
      assert.ok(String(first) < String(second));
    }),
  );
});

it('an open shift keeps its name, and two shifts of one number and time have two', () => {
  assert.equal(openFileName(347, '2026-03-14T08:54:30', 5), 'sale20260314085430000_347_5.json');
  assert.notEqual(openFileName(347, '2026-03-14T08:54:30', 5), openFileName(347, '2026-03-14T08:54:30', 6));
});

it('a register code is a folder of the ERP only as a number without padding', () => {
  assert.equal(registerNumberOf('12'), '12');
  assert.equal(registerNumberOf('0012'), '12');
  assert.equal(registerNumberOf('0'), '0');
  for (const code of ['', '12a', '../12', '-1', '1.0', '٣']) assert.equal(registerNumberOf(code), null);
});
