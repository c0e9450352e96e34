/** docs/acceptance.md names for every demanded line the tests that show it: they must exist and carry the number of the line. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../../scripts/root.ts';
import { linesOf, titlesOf } from './acceptance-page.ts';

/** The lines of loading, reconciling and exporting sales, with the parts of those that demand several things. */
const DEMANDED = [
  ...['M1', 'M2', 'M3', 'M4', 'M5', 'M6.1', 'M6.2', 'M6.3', 'M7', 'M8', 'M9', 'M10', 'M11', 'M12', 'M13', 'M14', 'M15'],
  ...['M16.1', 'M16.2', 'M16.3', 'M17', 'M18', 'M19', 'M20', 'M21', 'M22', 'M23', 'M24', 'M25', 'M26', 'M27', 'M28'],
  ...[
    'M29',
    'M30',
    'M31',
    'M32',
    'M33',
    'M34',
    'M35',
    'M36',
    'M37',
    'M38',
    'M39',
    'M40',
    'M41',
    'M42',
    'M43',
    'M44',
    'M45',
    'M46',
    'M47',
    'M48',
    'M49',
    'M50',
    'M51',
  ],
  // What the pages and figures of sales are judged by.
  ...['AC7', 'AC8', 'AC9', 'AC10', 'AC11', 'AC12', 'AC19', 'AC20', 'AC21', 'AC22', 'AC23', 'AC24', 'AC25', 'AC28'],
  // Who sees what.
  'AC38',
  // Who works on what.
  'S9',
  // How registers come.
  ...['P20.1', 'P20.2', 'P20.3', 'P20.4', 'P20.5', 'P20.6'],
];

const lines = linesOf(readFileSync(join(root, 'docs', 'acceptance.md'), 'utf8'));

test('every line that is demanded stands once on the page, with a test', () => {
  assert.deepEqual(
    lines.map(({ number }) => number),
    DEMANDED,
  );
  assert.deepEqual(
    lines.filter(({ tests }) => tests.length === 0).map(({ number }) => number),
    [],
  );
});

test('every test that the page names exists', () => {
  const page = readFileSync(join(root, 'docs', 'acceptance.md'), 'utf8');
  const named = [...page.matchAll(/`([\w./-]+\.test\.ts)` «([^\n]+?)»(?=;| \|)/g)];
  assert.ok(named.length > 200, `${named.length}`);
  for (const [, file = '', title = ''] of named) {
    assert.ok(existsSync(join(root, file)), `${file} does not exist`);
    const titles = titlesOf(readFileSync(join(root, file), 'utf8'));
    assert.ok(
      titles.some((one) => one.title.includes(title)),
      `${file} has no test «${title}»`,
    );
  }
});

describe('the tests that show', () => {
  for (const { number, tests } of lines)
    test(number, () => {
      const [whole = ''] = number.split('.');
      const carries = new RegExp(`\\b${whole}\\b`);
      let carried = false;
      for (const { file, title } of tests) {
        assert.ok(existsSync(join(root, file)), `${file} does not exist`);
        const titles = titlesOf(readFileSync(join(root, file), 'utf8'));
        const found = titles.filter((one) => one.title.includes(title));
        assert.ok(found.length > 0, `${file} has no test «${title}»: name another one in docs/acceptance.md`);
        carried ||= found.some((one) => carries.test(one.title) || carries.test(one.within));
      }
      assert.ok(carried, `none of the tests of ${number} carries the number ${whole} in its name`);
    });
});

test('titles are read as they are written', () => {
  const source = [
    "describe('all of M3', () => {",
    `  it(\`M4 \${engine.name}: a period\`, async () => {});`,
    "  test('it\\'s plain', () => {});",
    '});',
    "// test('a comment', () => {});",
  ].join('\n');
  assert.deepEqual(titlesOf(source), [
    { title: `M4 \${engine.name}: a period`, within: 'all of M3' },
    { title: "it's plain", within: 'all of M3' },
  ]);
});
