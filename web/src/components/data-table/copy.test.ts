import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Column } from './column.ts';
import { plainNumber, toTsv } from './copy.ts';

test('printed numbers become numbers of a spreadsheet', () => {
  assert.equal(plainNumber('ru', '1\u00a0234\u00a0567,89'), '1234567,89');
  assert.equal(plainNumber('ru', '≈\u00a0\u2212500,00'), '-500,00');
  assert.equal(plainNumber('en', '1,234,567.89'), '1234567.89');
  assert.equal(plainNumber('ru', '—'), '');
});

test('rows are copied with their headings and cannot break the table', () => {
  type Row = { name: string; sum: string };
  const columns: Column<Row>[] = [
    { id: 'name', heading: 'Имя', kind: 'text', text: (row) => row.name, width: 100 },
    { id: 'sum', heading: 'Наличные', group: 'Продажи, ₽', kind: 'number', text: (row) => row.sum, width: 100 },
  ];
  assert.equal(
    toTsv('ru', columns, [{ name: 'Касса\t12\n', sum: '1\u00a0000,50' }]),
    'Имя\tПродажи, ₽: Наличные\r\nКасса 12 \t1000,50',
  );
});
