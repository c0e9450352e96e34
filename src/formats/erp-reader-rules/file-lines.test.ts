import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replaced, SAMPLE } from '../../../tests/support/sales-file-text.ts';
import { inspectPublished, markLines } from './erp-reader-rules.ts';

const OPENED_AT = '2026-03-14T08:54:30';
const ALL = { from: 1, count: 1_000 };

test('each line says what it is, and nothing of the text is lost', () => {
  const { lines, total } = markLines(Buffer.from(SAMPLE), [], ALL);
  assert.equal(lines.map(({ text }) => `${text}\n`).join(''), SAMPLE);
  assert.equal(total, lines.length);
  assert.deepEqual(
    lines.slice(4, 8).map(({ number, kind, section, record }) => [number, kind, section, record]),
    [
      [5, 'section', 'sales data', null],
      [6, 'record', 'sales data', 1],
      [7, 'separator', 'sales data', 1],
      [8, 'record', 'sales data', 2],
    ],
  );
});

test('a part of the lines has its own numbers, and the whole is still counted', () => {
  const { lines, total } = markLines(Buffer.from(SAMPLE), [], { from: 6, count: 2 });
  assert.deepEqual(
    lines.map(({ number }) => number),
    [6, 7],
  );
  assert.equal(total, SAMPLE.split('\n').length - 1);
});

test('a problem stands at the line of its record', () => {
  const bytes = Buffer.from(replaced(SAMPLE, '"posSum":170.81', '"posSum":-170.81'));
  const { verdict, problems } = inspectPublished(bytes, OPENED_AT);
  assert.equal(verdict, 'accepted');
  assert.ok(problems.some(({ rule }) => rule === 'F15'));
  const { lines } = markLines(bytes, problems, ALL);
  assert.deepEqual(
    lines.filter((line) => line.problems.length > 0).map(({ number }) => number),
    [8],
  );
});

test('text outside of the sections is told as such', () => {
  const { lines } = markLines(Buffer.from(`hello\n${SAMPLE}bye`), [], ALL);
  assert.deepEqual([lines[0]?.kind, lines.at(-1)?.kind, lines.at(-1)?.text], ['other', 'other', 'bye']);
});
