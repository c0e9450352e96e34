import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  documentsOf,
  read,
  refusalOf,
  replaced,
  SALE,
  SAMPLE,
  SHIFT,
  section,
} from '../../../tests/support/sales-file-text.ts';
import { messageText } from '../../messages/messages.ts';
import { readSalesFile } from './sales-file.ts';

const FILE = section('shift info', SHIFT) + section('sales data', SALE);

test('outside sections: records are set aside with their text, and what stands in sections is read', () => {
  const text = `\ufeff\n${SALE}\n---\n${FILE}\n  {"docType":3}  \n\n${section('securitylog info')}{`;
  const contents = read(text);
  assert.deepEqual(
    contents.setAside.map(({ section: where, ordinal, reason, raw }) => [where, ordinal, reason, raw]),
    [
      ['unknown', 1, 'section.outside', `${SALE}\n---`],
      ['unknown', 2, 'section.outside', '{"docType":3}'],
      ['unknown', 3, 'section.outside', '{'],
    ],
  );
  assert.deepEqual([contents.setAside[0]?.registerCode, contents.setAside[0]?.shiftNumber], ['12', 347]);
  assert.deepEqual([contents.shifts.length, documentsOf(contents).length, contents.unknownSections], [1, 1, []]);
});

test('outside sections: a remark is kept like a section that nobody knows, under a name in both languages', () => {
  const contents = read(`# made by a converter\r\n${FILE}\n## sales data ends ###\n`);
  const name = '@section.no_name';
  assert.deepEqual(contents.unknownSections, [
    { name, raw: '# made by a converter' },
    { name, raw: '## sales data ends ###' },
  ]);
  assert.deepEqual(contents.setAside, []);
  const params = { name, registerCode: '12' };
  assert.match(messageText('ru', 'section.first_met', params), /«текст вне разделов»/);
  assert.match(messageText('en', 'section.first_met', params), /"text outside sections"/);
});

test('outside sections: a mark of the byte order, empty lines and spaces are nothing', () => {
  const contents = read(`\ufeff\r\n \t\n${FILE}\n\n  \r\n`);
  assert.deepEqual([contents.setAside, contents.unknownSections], [[], []]);
});

test('outside sections: text beyond the limit of a record is kept by its beginning, with braces or without', () => {
  for (const letter of ['x', '{']) {
    const limits = { maxRecordBytes: 100_000, maxDepth: 32, maxHeldRecords: 10 };
    const contents = readSalesFile(Buffer.from(FILE + letter.repeat(200_000)), limits);
    assert.ok(contents.ok);
    assert.deepEqual(
      contents.setAside.map(({ reason, details, raw }) => [reason, details, raw.length]),
      [['record.too_large', { size: '200000', limit: '100000' }, 65_536]],
    );
  }
});

test('broken file: a section that ends without having begun, whatever spoiled its first marker', () => {
  const begin = '### sales data begin ###';
  for (const spoiled of [
    '',
    '## sales data begin ###',
    '### sales data begin ##',
    '### sales data ###',
    `x ${begin}`,
  ]) {
    const text = replaced(SAMPLE, begin, spoiled);
    assert.deepEqual(refusalOf(text), ['file.section_not_begun', { section: 'sales data' }], spoiled);
  }
  assert.deepEqual(refusalOf('### sales data end ###\n'), ['file.section_not_begun', { section: 'sales data' }]);
  assert.deepEqual(refusalOf(`${FILE}### sales data end ###\n`), ['file.section_not_begun', { section: 'sales data' }]);
});
