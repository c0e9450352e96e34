import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Column } from './column.ts';
import { shareRoom } from './widths.ts';

type Row = { text: string };
const column = (id: string, more: Partial<Column<Row>> = {}): Column<Row> => ({
  id,
  heading: id,
  kind: 'text',
  text: (row) => row.text,
  width: 100,
  ...more,
});
const name = column('name', { yields: 40, grow: true });
const sum = column('sum', { kind: 'number' });
const mark = column('mark', { kind: 'mark', narrow: 30 });
const time = column('time', { kind: 'time', narrowest: 80 });
const other = column('other', { kind: 'number', optional: true });
const all = [name, sum, mark, time, other];
const least = all.map(() => 100);

test('room that is left goes to the columns that want it', () => {
  const shared = shareRoom(all, least, 700);
  assert.deepEqual(shared.widths, [300, 100, 100, 100, 100]);
  assert.equal(shared.form, 'wide');
});

test('text gives way first, then marks, then times, then a column is left out, and last the table scrolls', () => {
  const steps = [
    [460, 'wide', 5, false],
    [439, 'narrow', 5, false],
    [369, 'narrowest', 5, false],
    [349, 'wide', 4, false],
    [340, 'wide', 4, false],
    [270, 'narrow', 4, false],
    [250, 'narrowest', 4, false],
    [240, 'narrowest', 4, true],
  ] as const;
  for (const [room, form, columns, overflows] of steps) {
    const shared = shareRoom(all, least, room);
    assert.deepEqual([shared.form, shared.columns.length, shared.overflows], [form, columns, overflows], `${room} px`);
    assert.deepEqual(
      shared.hidden.map(({ id }) => id),
      columns === 5 ? [] : ['other'],
    );
  }
});

test('optional columns leave one after the other, in their order and never more than it takes', () => {
  const columns = [
    name,
    column('second', { kind: 'number', optional: 2 }),
    column('first', { kind: 'number', optional: 1 }),
    column('first too', { kind: 'number', optional: true }),
  ];
  const hidden = (room: number) =>
    shareRoom(
      columns,
      columns.map(() => 100),
      room,
    ).hidden.map(({ id }) => id);
  assert.deepEqual(hidden(340), []);
  assert.deepEqual(hidden(339), ['first', 'first too']);
  assert.deepEqual(hidden(139), ['second', 'first', 'first too']);
});

test('spare columns are there only while everything keeps its wide form, and go from the right', () => {
  const spare = [
    column('first', { kind: 'number', optional: 'spare' }),
    column('second', { kind: 'number', optional: 'spare' }),
  ];
  const columns = [...all, ...spare];
  const hidden = (room: number) =>
    shareRoom(
      columns,
      columns.map(() => 100),
      room,
    ).hidden.map(({ id }) => id);
  assert.deepEqual(hidden(700), []);
  assert.deepEqual(hidden(639), ['second']);
  assert.deepEqual(hidden(539), ['first', 'second']);
  assert.deepEqual(hidden(349), ['other', 'first', 'second']);
});

test('numbers keep their width whatever the room is, and nothing is wider than the room unless it scrolls', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), (room) => {
      const { columns, widths, sum: whole, overflows } = shareRoom(all, least, room);
      assert.equal(widths[columns.indexOf(sum)], 100);
      const total = widths.reduce((added, width) => added + width, 0);
      if (!overflows) assert.ok(total <= room && whole <= room, `${total} of ${room}`);
    }),
  );
});
