import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { read, replaced, SALE, section } from '../../../tests/support/sales-file-text.ts';
import { piecesOf } from './pieces.ts';
import { isSetAside } from './sales-file.ts';

/** A sale of this document number, in one line. */
function sale(number: number): string {
  return replaced(SALE, '"docNum":1', `"docNum":${number}`);
}

/** What is read from a section without separators: document numbers, and the text of what is set aside. */
function readTogether(...lines: string[]): (number | string | null)[] {
  const { documents } = read(section('sales data', lines.join('\n')));
  return [...documents].map((record) => (isSetAside(record) ? record.raw : record.documentNumber));
}

test('missing separators: a broken record is set aside alone, the good ones around it are read', () => {
  const broken: Record<string, string> = {
    'a value is missing': replaced(sale(2), '"docNum":2', '"docNum":'),
    'a comma is missing': replaced(sale(2), ',"docNum"', '"docNum"'),
    'a quote is missing': replaced(sale(2), '"userCode":"7"', '"userCode":"7'),
    'a key is repeated': replaced(sale(2), '"docNum":2', '"docNum":2,"docNum":3'),
    'the last brace is missing': sale(2).slice(0, -1),
    'an inner bracket is missing': replaced(sale(2), '}],"moneyPositions"', '},"moneyPositions"'),
    'a brace too many': `${sale(2)}}`.replace('"docNum":2', '"docNum":'),
    'too deep': replaced(sale(2), '"docSum"', `"x":${'['.repeat(40)}${']'.repeat(40)},"docSum"`),
    'an inner comma is missing between lines': sale(2).replace(
      '],"moneyPositions"',
      ',\n{"posNum":2}\n{"posNum":3}],"x"',
    ),
    'no object at all': 'a remark',
    'a list': `[${sale(2)},\n${sale(3)}]`,
    'the end of a record': sale(2).slice(30),
    'dashes that are no separator': '-- -',
  };
  for (const [name, bad] of Object.entries(broken)) {
    assert.deepEqual(readTogether(sale(1), bad, sale(4), sale(5)), [1, bad, 4, 5], name);
    assert.deepEqual(readTogether(bad, sale(4)), [bad, 4], `${name}, first`);
    assert.deepEqual(readTogether(sale(1), bad), [1, bad], `${name}, last`);
  }
});

test('missing separators: broken records in one line are told apart by their braces', () => {
  const bad = replaced(sale(2), '"docNum":2', '"docNum":');
  for (const between of ['', ' ', '---', ' --- ']) {
    const line = [sale(1), bad, bad, sale(4)].join(between);
    assert.deepEqual(readTogether(line, sale(5)), [1, bad, bad, 4, 5], between);
  }
  const quoted = replaced(bad, '"docSum"', '"backReason":"}---{ }{ \\"}{","docSum"');
  assert.deepEqual(readTogether(sale(1) + quoted + sale(4)), [1, quoted, 4]);
});

test('missing separators: the position of a fault is counted within its record', () => {
  const bad = '{"docType":1,"docNum":,"shift":347}';
  const [, aside] = [...read(section('sales data', `${sale(1)}\n${bad}\n${sale(4)}`)).documents];
  assert.ok(aside !== undefined && isSetAside(aside));
  assert.deepEqual(aside.details, { position: String(bad.indexOf(':,') + 2) });
});

test('missing separators: nothing is left out and nothing is read twice, whatever the text', () => {
  const part = fc.constantFrom(
    ...['{', '}', '[', ']', '"', ':', ',', '\\', '---', '-', ' ', '\n', '\r\n', '\ufeff', 'x', '1'],
  );
  const record = fc.constantFrom('{"a":1}', '{"a":[{"b":1},\n{"b":2}]}', '{"a":', '{"a":"}\\"{"}', '{"a":"}', 'NULL');
  fc.assert(
    fc.property(fc.array(fc.oneof(part, record), { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      let at = 0;
      for (const { start, end } of piecesOf(text, 32)) {
        assert.match(text.slice(at, start), /^(?:\s|---)*$/);
        assert.ok(end > start);
        at = end;
      }
      assert.match(text.slice(at), /^(?:\s|---)*$/);
    }),
    { numRuns: 20_000 },
  );
});

test('missing separators: broken records by the thousand take time in proportion to their size', () => {
  // Steps cannot be counted and no test looks at the clock: in quadratic time these texts would not end within the limit of a test.
  for (const bad of ['{"a"}', '{"a":[{"b":1}', '{"a', '}', '{"a":[\n{"b":1}\n{"b":2}', '--x', '"', '{"a":{"a":\n']) {
    let pieces = 0;
    for (const piece of piecesOf(`${bad}\n`.repeat(1_000_000 / bad.length), 32))
      pieces += piece.end > piece.start ? 1 : 0;
    assert.ok(pieces > 0);
  }
});
