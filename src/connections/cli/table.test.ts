import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Column, oneLine, renderPlain, renderTable, tableLayout } from './table.ts';

type Row = { name: string; sum: string; note: string };

const columns: Column<Row>[] = [
  { title: 'Имя', show: ({ name }) => name },
  { title: 'Сумма', show: ({ sum }) => `${sum} ₽`, plain: ({ sum }) => sum, align: 'right', colour: () => 'red' },
  { title: 'Заметка', show: ({ note }) => note, rank: 1 },
];
const rows: Row[] = [
  { name: 'Касса 3', sum: '200.81', note: 'да' },
  { name: '12', sum: '-5.00', note: '' },
];
const bare = (_: string, text: string) => text;

test('columns are aligned under their titles', () => {
  assert.deepEqual(renderTable(columns, rows, null, bare), {
    lines: ['Имя         Сумма  Заметка', 'Касса 3  200.81 ₽  да', '12        -5.00 ₽'],
    hidden: [],
  });
});

test('a narrow terminal loses the least important columns, and they are named', () => {
  const { lines, hidden } = renderTable(columns, rows, 20, bare);
  assert.deepEqual(hidden, ['Заметка']);
  assert.ok(lines.every((line) => line.length <= 20));
});

test('columns that matter stay, however narrow it is', () => {
  assert.equal(renderTable(columns, rows, 3, bare).lines[1], 'Касса 3  200.81 ₽');
});

test('colours wrap the padded cell and do not shift the next one', () => {
  const paint = (colour: string, text: string) => `<${colour}>${text}</>`;
  assert.deepEqual(renderTable(columns.slice(0, 2), rows, null, paint).lines, [
    '<bold>Имя    </>  <bold>   Сумма</>',
    'Касса 3  <red>200.81 ₽</>',
    '12       <red> -5.00 ₽</>',
  ]);
});

test('rows that come in parts stand under one heading, in the columns of the first part', () => {
  const layout = tableLayout(columns, 20, bare);
  assert.deepEqual(layout(rows), {
    lines: ['Имя         Сумма', 'Касса 3  200.81 ₽', '12        -5.00 ₽'],
    hidden: ['Заметка'],
  });
  const later = layout([{ name: 'Касса 12', sum: '1.00', note: 'нет' }]);
  assert.deepEqual(later, { lines: ['Касса 12    1.00 ₽'], hidden: [] }, 'a wider cell is not cut');
});

test('programs get tabs, plain values and no heading', () => {
  assert.deepEqual(renderPlain(columns, rows), ['Касса 3\t200.81\tда', '12\t-5.00\t']);
});

test('names of strangers command no terminal and break no line', () => {
  assert.equal(oneLine('a\u001b[2Jb\nc\td\u202ee\u2028f'), 'a [2Jb c d e f');
  assert.deepEqual(renderPlain(columns, [{ name: 'x\ty\n', sum: '1.00', note: '' }]), ['x y \t1.00\t']);
});
