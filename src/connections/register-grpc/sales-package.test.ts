import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { SalesPackage } from '../../../contracts/generated/register-sales.ts';
import { shipped } from '../../../contracts/wire-descriptions.ts';
import { salesPackage } from '../../../tests/support/grpc-register.ts';
import { packSalesFile } from '../../formats/sales-package/pack-sales-file.ts';
import { readMessage } from './sales-package.ts';

const zip = await packSalesFile('### sales data begin ###', 'tmp/sales_1.json');

/** A message with its fields under the numbers given. */
function message(fields: readonly (readonly [number, string | Uint8Array | number])[]): Buffer {
  const parts = fields.map(([number, value]) => {
    if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
    const bytes = Buffer.from(value as Uint8Array);
    return Buffer.concat([varint(number * 8 + 2), varint(bytes.byteLength), bytes]);
  });
  return Buffer.concat(parts);
}

function varint(value: number): Buffer {
  return value < 0x80
    ? Buffer.from([value])
    : Buffer.concat([Buffer.from([(value % 0x80) + 0x80]), varint(value >> 7)]);
}

const encoded = (fields: Parameters<typeof salesPackage>[0]) =>
  Buffer.from(SalesPackage.encode(salesPackage(fields)).finish());

test('T10: a message of the contract becomes a package with the words of the register', () => {
  const { incoming, isEmpty } = readMessage(encoded({ id: 'a', saleFile: zip, cashId: 'касса', shopId: 's' }));
  const { body, ...rest } = incoming;
  assert.equal(isEmpty, false);
  assert.deepEqual(Buffer.from(body), zip);
  assert.deepEqual(rest, {
    door: 'grpc',
    packageId: 'a',
    registerId: 'касса',
    shopId: 's',
    range: { kind: 'dates', from: '2026-03-14T00:00:00.0', to: '2026-03-15T00:00:00.0' },
    transferStateId: 'state-1',
  });
});

test('a sales file that is no archive is taken as one when all else follows the contract: the loader names the trouble', () => {
  const { incoming } = readMessage(encoded({ id: 'a', saleFile: Buffer.from('no archive') }));
  assert.deepEqual([incoming.content, Buffer.from(incoming.body).toString()], [undefined, 'no archive']);
});

test('an archive in its place is found whatever stands beside it', () => {
  const beside = [
    [11, 'a new field'],
    [4, 'no number'],
    [200, 7],
  ] as const;
  const { incoming } = readMessage(message([[1, 'a'], [2, 'cash'], ...beside, [10, zip]]));
  assert.deepEqual([incoming.content, incoming.packageId, Buffer.from(incoming.body)], [undefined, 'a', zip]);
});

const big = Buffer.concat([Buffer.from('PK'), randomBytes(20_000)]);

for (const [name, bytes, sender] of [
  [
    'the archive in field 9 and the state in field 10',
    message([
      [1, 'a'],
      [2, 'cash'],
      [3, 'shop'],
      [9, zip],
      [10, 'state-77'],
    ]),
    ['a', 'cash', 'shop'],
  ],
  [
    'a small archive in a field that nobody knows',
    message([
      [1, 'a'],
      [11, zip],
    ]),
    ['a', '', ''],
  ],
  ['an archive where the id should be', message([[1, zip]]), ['', '', '']],
  [
    'two archives',
    message([
      [1, 'a'],
      [10, zip],
      [10, zip],
    ]),
    ['a', '', ''],
  ],
  [
    'something large beside an archive',
    message([
      [10, zip],
      [11, big],
    ]),
    ['', '', ''],
  ],
  [
    'a text longer than any id',
    message([
      [1, 'x'.repeat(1025)],
      [10, 'text'],
    ]),
    ['', '', ''],
  ],
  [
    'a text that is not UTF-8',
    message([
      [2, Buffer.from([0xd2, 0xee])],
      [10, 'text'],
    ]),
    ['', '', ''],
  ],
  [
    'a field of another kind',
    message([
      [1, 5],
      [10, 'text'],
    ]),
    ['', '', ''],
  ],
  [
    'a field that stands twice',
    message([
      [1, 'a'],
      [1, 'b'],
      [10, 'text'],
    ]),
    ['', '', ''],
  ],
  ['a message that ends in a field', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff]), ['', '', '']],
  ['bytes after the message', Buffer.concat([message([[10, zip]]), Buffer.alloc(3)]), ['', '', '']],
] as const) {
  test(`T1: kept whole, because it may be of another layout: ${name}`, () => {
    const { incoming, isEmpty } = readMessage(bytes);
    assert.equal(isEmpty, false);
    assert.deepEqual([incoming.content, Buffer.from(incoming.body)], ['frame', bytes]);
    assert.deepEqual([incoming.packageId, incoming.registerId, incoming.shopId], sender);
  });
}

test('an archive that does not say whose it is is kept whole: the id may stand under another number', () => {
  const { incoming } = readMessage(
    message([
      [1, 'a'],
      [12, 'cash'],
      [10, zip],
    ]),
  );
  assert.deepEqual([incoming.content, incoming.packageId, incoming.registerId], ['frame', 'a', '']);
});

test('registers §14: a message of other numbers and types is read by its description', () => {
  const { messages, typeOfSales } = shipped.grpc;
  const layout = {
    ...messages.SalesPackage,
    cashId: { number: 20, type: 'int64' },
    saleFile: { number: 4, type: 'bytes' },
    typeOfSales: { number: 10, type: 'enum' },
  };
  const other = { messages: { ...messages, SalesPackage: layout }, typeOfSales: { ...typeOfSales, BY_SHIFT: 5 } };
  const bytes = message([
    [1, 'a'],
    [20, 300],
    [4, zip],
    [10, 5],
    [7, '340'],
    [8, '347'],
  ]);
  const { body, ...read } = readMessage(bytes, other).incoming;
  assert.deepEqual([read.packageId, read.registerId, read.content], ['a', '300', undefined]);
  assert.deepEqual(read.range, { kind: 'shifts', from: '340', to: '347' });
  assert.deepEqual(Buffer.from(body), zip);
  assert.equal(readMessage(bytes).incoming.content, 'frame');
});

test('T1: a message of the contract without a sales file is kept whole and known as empty, one without anything too', () => {
  for (const bytes of [encoded({ id: 'a', saleFile: Buffer.alloc(0) }), Buffer.alloc(0)]) {
    const { incoming, isEmpty } = readMessage(bytes);
    assert.equal(isEmpty, true);
    assert.deepEqual([incoming.content, Buffer.from(incoming.body)], ['empty', bytes]);
  }
});

test('T1: whatever the bytes are, all of them are kept or the sales file of the contract is', () => {
  const part = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.string({ maxLength: 30 }), fc.nat(300));
  const fields = fc.array(fc.tuple(fc.integer({ min: 1, max: 14 }), part), { maxLength: 12 });
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fields.map(message),
  );
  fc.assert(
    fc.property(anything, (bytes) => {
      const { incoming } = readMessage(bytes);
      if (incoming.content !== undefined) return assert.deepEqual(Buffer.from(incoming.body), bytes);
      const ours = SalesPackage.decode(bytes);
      assert.deepEqual(Buffer.from(incoming.body), Buffer.from(ours.saleFile));
      assert.ok(ours.saleFile.byteLength > 0);
    }),
  );
});
