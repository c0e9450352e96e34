import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { load_args as LoadArguments } from '../../../contracts/generated/RegisterSales.cjs';
import { SalesPackage } from '../../../contracts/generated/register-sales_types.cjs';
import {
  applicationException,
  CALL,
  DETECTION_BYTES,
  decodeBody,
  detectWire,
  EXCEPTION,
  encodeMessage,
  exceptionType,
  readException,
  type Wire,
} from './codec.ts';
import { scanMessage } from './message-scan.ts';

const wires: Wire[] = (['binary', 'compact'] as const).flatMap((protocol) =>
  [true, false].map((framed) => ({ protocol, framed })),
);
const nameOf = ({ protocol, framed }: Wire) => `${protocol}, ${framed ? 'framed' : 'unframed'}`;

const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const sales = fc.record(
  {
    id: text,
    cashId: text,
    shopId: text,
    typeOfSales: fc.constantFrom(0, 1, 2),
    dateTimeBegin: text,
    dateTimeEnd: text,
    shiftNumberBegin: text,
    shiftNumberEnd: text,
    cashUnloadState: text,
    saleFile: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
  },
  { requiredKeys: [] },
);

describe('the codec', () => {
  for (const wire of wires) {
    it(`reads what it wrote, and the first bytes tell how (${nameOf(wire)})`, () => {
      fc.assert(
        fc.property(sales, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (fields, sequence) => {
          const head = { name: 'load', type: CALL, sequence };
          const bytes = encodeMessage(wire, head, new LoadArguments({ sales: new SalesPackage(fields) }));
          assert.deepEqual(detectWire(bytes.subarray(0, DETECTION_BYTES)), wire);
          const message = wire.framed ? bytes.subarray(4) : bytes;
          if (wire.framed) assert.equal(bytes.readUInt32BE(0), message.length);
          assert.deepEqual(
            { ...decodeBody(wire.protocol, message, new LoadArguments()).sales },
            {
              ...new SalesPackage(),
              ...fields,
            },
          );
          const scan = scanMessage(wire.protocol);
          assert.deepEqual([scan.push(message), scan.isWhole(), scan.head()], [message.length, true, head]);
        }),
      );
    });

    it(`a failure keeps its number on the wire (${nameOf(wire)})`, () => {
      const head = { name: 'x', type: EXCEPTION, sequence: 3 };
      const bytes = encodeMessage(wire, head, applicationException(exceptionType.unknownMethod, 'нет'));
      const message = wire.framed ? bytes.subarray(4) : bytes;
      assert.equal(readException(wire.protocol, message), 'нет');
      const number = wire.protocol === 'binary' ? '08000200000001' : '1502';
      assert.ok(message.toString('hex').includes(number), message.toString('hex'));
    });
  }

  it('knows the older binary form, framed or not, and what is no Thrift', () => {
    const start = (hex: string) => detectWire(Buffer.from(hex, 'hex'));
    assert.deepEqual(start('000000046c'), { protocol: 'binary', framed: false });
    assert.deepEqual(start('0000001c00'), { protocol: 'binary', framed: true });
    for (const other of ['474554202f', '5353482d32', 'ffffffffff', '0000000001', '00000000', '']) {
      assert.equal(start(other), undefined, other);
    }
  });
});
