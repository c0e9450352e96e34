import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, refusalOf, replaced, SALE, SAMPLE, SHIFT, section } from '../../../tests/support/sales-file-text.ts';
import { isSetAside, type SalesFileContents } from './sales-file.ts';

/** Text in which `~` is a byte that no UTF-8 has. */
function spoiled(text: string): Buffer {
  return Buffer.from(Buffer.from(text, 'utf8').toString('latin1').replaceAll('~', '\xff'), 'latin1');
}

function sale(number: number, name: string): string {
  return replaced(SALE, '"docNum":1', `"docNum":${number},"backReason":"${name}"`);
}

/** Document numbers, and of what is set aside the reason and the text. */
function outcome(contents: SalesFileContents): unknown[] {
  return [...contents.documents].map((record) =>
    isSetAside(record) ? [record.ordinal, record.reason, record.raw] : record.documentNumber,
  );
}

test('not UTF-8: spoiled records are set aside one by one with their bytes, the others are read', () => {
  const bad = sale(2, 'Брак ~ и ~');
  const contents = read(
    spoiled(
      section('shift info', SHIFT) +
        section('sales data', sale(1, 'Брак'), bad, sale(3, 'à'), '{"docNum":}', sale(5, '')),
    ),
  );
  const shown = bad.replaceAll('~', '\ufffd');
  assert.deepEqual(outcome(contents), [1, [2, 'record.not_utf8', shown], 3, [4, 'record.not_json', '{"docNum":}'], 5]);
  const [, aside] = [...contents.documents];
  assert.ok(aside !== undefined && isSetAside(aside));
  assert.deepEqual(Buffer.from(aside.details['bytes'] ?? '', 'base64'), spoiled(bad));
  assert.deepEqual([aside.registerCode, aside.shiftNumber], ['12', 347]);
});

test('not UTF-8: the records of one chunk are told apart when separators are missing', () => {
  const bad = sale(2, '~');
  for (const between of ['\n', '---', '\r\n\r\n', ' ']) {
    const text = [sale(1, 'à Брак à'), bad, sale(3, 'à'), sale(4, '')].join(between);
    assert.deepEqual(
      outcome(read(spoiled(section('sales data', text)))),
      [1, [2, 'record.not_utf8', replaced(bad, '~', '\ufffd')], 3, 4],
      between,
    );
  }
  // The last byte of this letter is a space in other code pages.
  const remark = spoiled(section('sales data', `voilà\n${sale(1, '')}\n${bad}`));
  assert.deepEqual(outcome(read(remark)).slice(0, 2), [[1, 'record.not_json', 'voilà'], 1]);
});

test('not UTF-8: shifts, log records and text outside of sections', () => {
  const log = '{"opcode":3,"optime":"2026-03-14T08:54:10","cashcode":"12","cashiercard":"~"}';
  const shifts = section('shift info', SHIFT, replaced(SHIFT, '"kkms"', '"users":[{"username":"~"}],"kkms"'));
  const contents = read(
    spoiled(`{~}\n# ~\n${shifts}# ~\n${section('sales data', SALE, SALE)}${section('securitylog info', log)}`),
  );
  assert.deepEqual(
    contents.setAside.map(({ section: where, reason, details }) => [where, reason, typeof details['bytes']]),
    [
      ['shift', 'record.not_utf8', 'string'],
      ['securityLog', 'record.not_utf8', 'string'],
      ['unknown', 'section.outside', 'string'],
    ],
  );
  assert.deepEqual(
    contents.unknownSections.map(({ raw }) => raw),
    ['# \ufffd'],
  );
});

test('not UTF-8: of a large record the beginning of the bytes is kept', () => {
  const contents = read(spoiled(section('sales data', sale(1, '~'.repeat(100_000)), SALE)));
  const [aside] = [...contents.documents];
  assert.ok(aside !== undefined && isSetAside(aside));
  assert.equal(Buffer.from(aside.details['bytes'] ?? '', 'base64').length, 65_536);
});

test('broken file: in another code page when more than half of its records are not UTF-8', () => {
  const records = [sale(1, '~'), sale(2, '~'), sale(3, ''), sale(4, '')];
  assert.equal(outcome(read(spoiled(section('sales data', ...records)))).length, 4);
  assert.deepEqual(refusalOf(spoiled(section('sales data', ...records.slice(0, 3)))), ['file.not_utf8', {}]);
  assert.deepEqual(refusalOf(spoiled(section('sales data', records.slice(0, 3).join('\n')))), ['file.not_utf8', {}]);
  const windows1251 = SAMPLE.replace(/[А-яё]/g, '~');
  assert.deepEqual(refusalOf(spoiled(windows1251)), ['file.not_utf8', {}]);
  assert.deepEqual(refusalOf(Buffer.from(`\ufeff${SAMPLE}`, 'utf16le')), ['file.not_utf8', {}]);
});

test('broken file: not UTF-8 where a marker should be', () => {
  for (const [marker, by] of [
    ['### sales data begin ###', '### sa~es data begin ###'],
    ['### sales data begin ###', '### sales data b~gin ###'],
    ['### sales data begin ###', '~## sales data begin ###'],
    ['### sales data end ###', '### sales data ~nd ###'],
    ['### sales data end ###', '### sales data end ##~'],
  ] as const) {
    assert.deepEqual(refusalOf(spoiled(replaced(SAMPLE, marker, by))), ['file.not_utf8', {}], by);
  }
  const unknown = `${SAMPLE}### a~ begin ###\n### a~ end ###\n`;
  assert.deepEqual(refusalOf(spoiled(unknown)), ['file.not_utf8', {}]);
  // Cut in the middle of a letter: the end is missing, and that says more.
  const cut = Buffer.from(SAMPLE);
  assert.deepEqual(refusalOf(cut.subarray(0, cut.indexOf('Молоко') + 1)), ['file.cut', { section: 'sales data' }]);
});
