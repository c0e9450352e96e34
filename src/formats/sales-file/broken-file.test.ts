import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { refusalOf, SAMPLE, SHIFT, section } from '../../../tests/support/sales-file-text.ts';
import { readSalesFile } from './sales-file.ts';

test('broken file: no sections, cut, too many sections or held records', () => {
  assert.deepEqual(refusalOf('{"docType":1}'), ['file.no_sections', {}]);
  assert.deepEqual(refusalOf(''), ['file.no_sections', {}]);
  assert.deepEqual(refusalOf(SAMPLE.replace('### sales data end ###\n', '')), ['file.cut', { section: 'sales data' }]);
  assert.deepEqual(refusalOf(section('x y', '1').repeat(1001)), ['file.too_many_sections', { limit: '1000' }]);
  const many = section('shift info', ...Array.from({ length: 11 }, () => SHIFT));
  const refused = readSalesFile(Buffer.from(many), { maxRecordBytes: 1000, maxDepth: 32, maxHeldRecords: 10 });
  assert.deepEqual(refused, {
    ok: false,
    reason: 'file.too_many_records',
    details: { section: 'shift info', limit: '10' },
  });
});

test('broken file: a file cut at any byte is never taken for a whole one with fewer documents', () => {
  const whole = Buffer.from(SAMPLE);
  const begun = new Map([
    ['shift info', whole.indexOf('### shift info begin ###')],
    ['sales data', whole.indexOf('### sales data begin ###')],
    ['securitylog info', whole.indexOf('### securitylog info begin ###')],
  ]);
  for (let length = 0; length < whole.length - 1; length += 1) {
    const contents = readSalesFile(whole.subarray(0, length));
    if (!contents.ok) continue;
    const documents = [...contents.documents].length;
    const cutInSales = length >= (begun.get('sales data') ?? 0) + '### sales data begin ###'.length;
    assert.ok(documents === 5 || (documents === 0 && !cutInSales), `${documents} documents of ${length} bytes`);
  }
});

test('reader never throws, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const contents = readSalesFile(Buffer.from(bytes));
      if (contents.ok) for (const record of contents.documents) assert.equal(typeof record.raw, 'string');
    }),
    { numRuns: 2000 },
  );
});
