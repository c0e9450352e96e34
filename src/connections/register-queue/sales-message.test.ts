import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import rhea from 'rhea';
import { salesMessage } from '../../../tests/support/queue-door.ts';
import { readSalesMessage } from './sales-message.ts';

const encoded = (message: unknown) => rhea.message.encode(message);
const archive = Buffer.from('PK archive');

test('T10: properties are read whether the broker hands them on as texts, bytes or numbers', () => {
  const words = { cashCode: Buffer.from('_cash_ж'), shopCode: 7, saleType: Buffer.from('dates'), salesId: '' };
  const read = readSalesMessage(encoded(salesMessage('message id', archive, words)));
  assert.equal(read.registerId, '_cash_ж');
  assert.equal(read.shopCode, '7');
  assert.equal(read.packageId, 'message id');
  assert.deepEqual(read.range, { kind: 'dates', from: '2026-03-14T00:00:00.0', to: '2026-03-15T00:00:00.0' });
  assert.deepEqual(Buffer.from(read.body), archive);
});

test('the body may come in several sections of data or as one value', () => {
  const halves = rhea.message.data_sections([archive.subarray(0, 4), archive.subarray(4)]);
  for (const body of [halves, archive]) {
    const read = readSalesMessage(encoded({ ...salesMessage('id'), body }));
    assert.equal(read.content, undefined);
    assert.deepEqual(Buffer.from(read.body), archive);
  }
});

test('a request without its period is a package all the same', () => {
  const words = { CSReguestBegin: '', saleType: 'checks' };
  assert.deepEqual(readSalesMessage(encoded(salesMessage('id', archive, words))).range, { kind: 'none' });
});

test('a message that announces items by the billion is told from its bytes, before they are counted', () => {
  const nothings = Buffer.from([0, 0x53, 0x77, 0xf0, 0, 0, 0, 5, 0xff, 0xff, 0xff, 0xff, 0x40]);
  assert.equal(readSalesMessage(nothings).fault?.code, 'queue.unreadable');
});

test('bytes that are no message are kept as they are, whatever they are', () => {
  const cut = encoded(salesMessage('id', archive)).subarray(0, 40);
  assert.deepEqual(readSalesMessage(cut).fault, { code: 'queue.unreadable', params: {} });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      const bytes = Buffer.from(noise);
      const read = readSalesMessage(bytes);
      assert.equal(read.content, 'frame');
      assert.ok(read.fault !== undefined && Buffer.from(read.body).equals(bytes));
    }),
  );
});
