import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TBinaryProtocol, TCompactProtocol, TFramedTransport, type TProtocol } from 'thrift';
import { type MessageScan, type Protocol, ScanFault, scanMessage } from './message-scan.ts';

/** A value of any type: a function that writes it with the Apache library, its type number, and how many values it is in all. */
type Value = { type: number; size: number; write: (output: TProtocol) => void };

const int = (type: number, write: (output: TProtocol, value: number) => void, max: number): fc.Arbitrary<Value> =>
  fc.integer({ min: -max, max }).map((value) => ({ type, size: 1, write: (output) => write(output, value) }));

const simple: fc.Arbitrary<Value> = fc.oneof(
  fc.boolean().map((value) => ({ type: 2, size: 1, write: (output: TProtocol) => output.writeBool(value) })),
  int(3, (output, value) => output.writeByte(value), 100),
  int(6, (output, value) => output.writeI16(value), 30_000),
  int(8, (output, value) => output.writeI32(value), 2 ** 30),
  int(10, (output, value) => output.writeI64(value), 2 ** 30),
  fc
    .double({ noNaN: true })
    .map((value) => ({ type: 4, size: 1, write: (output: TProtocol) => output.writeDouble(value) })),
  fc.string().map((value) => ({ type: 11, size: 1, write: (output: TProtocol) => output.writeString(value) })),
);

const { any } = fc.letrec<{ any: Value }>((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, simple, struct(tie('any')), list(tie('any')), map(tie('any'))),
}));

function struct(value: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  const fields = fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), value), { maxLength: 5 });
  const sizeOf = (all: [number, Value][]) => all.reduce((sum, [, { size }]) => sum + size, 1);
  return fields.map((all) => ({ type: 12, size: sizeOf(all), write: (output) => writeStruct(output, all) }));
}

function writeStruct(output: TProtocol, fields: [number, Value][]): void {
  output.writeStructBegin('any');
  for (const [id, { type, write }] of fields) {
    output.writeFieldBegin('any', type, id);
    write(output);
    output.writeFieldEnd();
  }
  output.writeFieldStop();
  output.writeStructEnd();
}

function list(value: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.tuple(value, fc.nat(20), fc.boolean()).map(([item, count, isSet]) => ({
    type: isSet ? 14 : 15,
    size: 1 + count * item.size,
    write(output) {
      if (isSet) output.writeSetBegin(item.type, count);
      else output.writeListBegin(item.type, count);
      for (let index = 0; index < count; index += 1) item.write(output);
    },
  }));
}

function map(value: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.tuple(value, value, fc.nat(3)).map(([key, item, count]) => ({
    type: 13,
    size: 1 + count * (key.size + item.size),
    write(output) {
      output.writeMapBegin(key.type, item.type, count);
      for (let index = 0; index < count; index += 1) {
        key.write(output);
        item.write(output);
      }
    },
  }));
}

type Message = { name: string; sequence: number; body: Value };

const message: fc.Arbitrary<Message> = fc.record({
  name: fc.string({ maxLength: 20 }),
  sequence: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  // A message of more values than these is refused.
  body: struct(any).filter(({ size }) => size < 10_000),
});

function encode(protocol: Protocol, { name, sequence, body }: Message, isOld = false): Buffer {
  const parts: Buffer[] = [];
  const transport = new TFramedTransport(undefined, (bytes) => void (bytes && parts.push(bytes)));
  const output =
    protocol === 'compact' ? new TCompactProtocol(transport) : new TBinaryProtocol(transport, false, !isOld);
  output.writeMessageBegin(name, 1, sequence);
  body.write(output);
  output.writeMessageEnd();
  output.flush();
  return Buffer.concat(parts).subarray(4);
}

/** Pushes bytes in pieces of the given sizes, over and over, until the message is whole; answers how many it has. */
function pushAll(scan: MessageScan, bytes: Buffer, sizes: number[], whole = bytes.length): number {
  let at = 0;
  for (let turn = 0; at < bytes.length && !scan.isWhole(); turn += 1) {
    const piece = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
    const used = scan.push(piece);
    assert.ok(used === piece.length || scan.isWhole(), 'only the end leaves bytes over');
    assert.ok(scan.atLeast() <= whole, 'it never asks for more than there is');
    at += used;
  }
  return at;
}

const pieces = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });

describe('the end of a message', () => {
  for (const protocol of ['binary', 'compact'] as const) {
    it(`is found to the byte, whatever the message holds and however it is cut (${protocol})`, () => {
      fc.assert(
        fc.property(message, pieces, fc.uint8Array({ maxLength: 8 }), (one, sizes, rest) => {
          const bytes = encode(protocol, one);
          const scan = scanMessage(protocol);
          assert.equal(pushAll(scan, Buffer.concat([bytes, rest]), sizes), bytes.length);
          assert.deepEqual(scan.head(), { name: one.name, type: 1, sequence: one.sequence });
          assert.equal(scan.atLeast(), bytes.length);
        }),
      );
    });

    it(`is never found before it is there (${protocol})`, () => {
      fc.assert(
        fc.property(message, fc.nat(), (one, cut) => {
          const bytes = encode(protocol, one);
          const scan = scanMessage(protocol);
          pushAll(scan, bytes.subarray(0, cut % bytes.length), [7], bytes.length);
          assert.equal(scan.isWhole(), false);
        }),
      );
    });

    it(`of rubbish is not found, or refused by name (${protocol})`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
          try {
            scanMessage(protocol).push(Buffer.from(bytes));
          } catch (cause) {
            assert.ok(cause instanceof ScanFault);
          }
        }),
        { numRuns: 1000 },
      );
    });
  }

  it('is found in the older form of the binary protocol', () => {
    fc.assert(
      fc.property(message, pieces, (one, sizes) => {
        const bytes = encode('binary', one, true);
        const scan = scanMessage('binary');
        assert.equal(pushAll(scan, bytes, sizes), bytes.length);
        assert.deepEqual(scan.head(), { name: one.name, type: 1, sequence: one.sequence });
      }),
    );
  });
});

describe('a wild message', () => {
  const head = encode('binary', { name: 'load', sequence: 1, body: { type: 12, size: 1, write: () => undefined } });
  const compactHead = encode('compact', {
    name: 'load',
    sequence: 1,
    body: { type: 12, size: 1, write: () => undefined },
  });

  it('that announces two gigabytes is known to be so long, and costs nothing', () => {
    const scan = scanMessage('binary');
    scan.push(Buffer.concat([head, Buffer.from([11, 0, 1, 0x7f, 0xff, 0xff, 0xff])]));
    assert.equal(scan.atLeast(), head.length + 7 + 0x7fff_ffff);
    assert.equal(scan.head()?.name, 'load');
    const compact = scanMessage('compact');
    compact.push(Buffer.concat([compactHead, Buffer.from([0x18, 0xff, 0xff, 0xff, 0xff, 0x7f])]));
    assert.ok(compact.atLeast() > 0x7fff_ffff);
  });

  it('that announces two billion numbers is known to be so long, too', () => {
    const scan = scanMessage('binary');
    scan.push(Buffer.concat([head, Buffer.from([15, 0, 1, 10, 0x7f, 0xff, 0xff, 0xff])]));
    assert.ok(scan.atLeast() > 8 * 0x7fff_ffff);
  });

  const faults: [string, Buffer][] = [
    ['a negative length', Buffer.from([11, 0, 1, 0xff, 0xff, 0xff, 0xff])],
    ['an unknown type', Buffer.from([9, 0, 1])],
    [
      'a hundred structures inside each other',
      Buffer.concat(Array.from({ length: 100 }, () => Buffer.from([12, 0, 1]))),
    ],
    ['a million texts', Buffer.from([15, 0, 1, 11, 0, 0x0f, 0x42, 0x40])],
    ['a field without an end', Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from([3, 0, 1, 0])))],
  ];
  for (const [what, bytes] of faults) {
    it(`with ${what} is refused`, () => {
      assert.throws(() => scanMessage('binary').push(Buffer.concat([head, bytes])), ScanFault);
    });
  }

  it('of another version, or with a name of a megabyte, is refused', () => {
    for (const start of ['80020001', '00100000', '90000000']) {
      assert.throws(() => scanMessage('binary').push(Buffer.from(`${start}00000000`, 'hex')), ScanFault, start);
    }
    for (const start of ['8222', '812100', '822101ffffffff7f']) {
      assert.throws(() => scanMessage('compact').push(Buffer.from(start, 'hex')), ScanFault, start);
    }
  });
});
