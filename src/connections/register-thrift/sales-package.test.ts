import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import type { TProtocol } from 'thrift';
import { load_args as LoadArguments } from '../../../contracts/generated/RegisterSales.cjs';
import { thriftPackage, wires } from '../../../tests/support/thrift-door.ts';
import { CALL, encodeMessage, type Structure } from './codec.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { type ReadPackage, readPackage } from './sales-package.ts';

const [STRING, STRUCT] = [11, 12];
const head = { name: 'load', type: CALL, sequence: 1 };
const archive = (size: number) => Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), randomBytes(size)]);

/** A call whose package has these fields, whatever the contract says; the package is the argument of that number. */
function call(fields: [number, Buffer][], argument = 1): Structure {
  return {
    read: () => undefined,
    write(output) {
      inStruct(output, () => {
        output.writeFieldBegin('sales', STRUCT, argument);
        inStruct(output, () => {
          for (const [number, bytes] of fields) {
            output.writeFieldBegin('any', STRING, number);
            output.writeBinary(bytes);
            output.writeFieldEnd();
          }
        });
        output.writeFieldEnd();
      });
    },
  };
}

function inStruct(output: TProtocol, write: () => void): void {
  output.writeStructBegin('any');
  write();
  output.writeFieldStop();
  output.writeStructEnd();
}

for (const { protocol } of wires.filter(({ framed }) => !framed)) {
  describe(`a call of load (${protocol})`, () => {
    function read(body: Structure, isSound = true): ReadPackage & { bytes: Buffer } {
      const bytes = encodeMessage({ protocol, framed: false }, head, body);
      const message: IncomingMessage = { bytes, head, isSound, space: undefined, release: () => undefined };
      return { ...readPackage(message, protocol), bytes };
    }

    it('that follows the contract is an archive, also when a newer register says a little more', () => {
      const file = archive(2000);
      const newer: [number, Buffer][] = [
        [1, Buffer.from('id')],
        [2, Buffer.from('cash')],
        [10, file],
        [22, Buffer.from('a new field')],
      ];
      for (const body of [new LoadArguments({ sales: thriftPackage('id', file) }), call(newer)]) {
        const { incoming, isEmpty } = read(body);
        assert.deepEqual([incoming.content, incoming.packageId, isEmpty], [undefined, 'id', false]);
        assert.deepEqual(Buffer.from(incoming.body), file);
      }
      const { incoming } = read(new LoadArguments({ sales: thriftPackage('id', 'no archive') }));
      assert.equal(
        Buffer.from(incoming.body).toString(),
        'no archive',
        'it is for the ledger to say what is wrong with it',
      );
    });

    const foreign: [string, Structure, string][] = [
      [
        'with the archive elsewhere',
        call([
          [1, Buffer.from('id')],
          [10, Buffer.from('note')],
          [22, archive(2000)],
        ]),
        'id',
      ],
      [
        'with two archives',
        call([
          [1, Buffer.from('id')],
          [10, archive(300)],
          [10, archive(300)],
        ]),
        'id',
      ],
      [
        'with much beside the archive',
        call([
          [10, archive(300)],
          [22, randomBytes(20_000)],
        ]),
        '',
      ],
      [
        'with the archive for an id',
        call([
          [1, archive(2000)],
          [10, Buffer.from('note')],
        ]),
        '',
      ],
      [
        'with the package elsewhere',
        call(
          [
            [1, Buffer.from('id')],
            [10, archive(300)],
          ],
          2,
        ),
        '',
      ],
      ['with an unknown field and nothing else', call([[22, Buffer.from('x')]]), ''],
    ];
    for (const [what, body, packageId] of foreign) {
      it(`${what} is kept whole (T1)`, () => {
        const { incoming, isEmpty, bytes } = read(body);
        assert.deepEqual([incoming.content, incoming.packageId, isEmpty], ['frame', packageId, false]);
        assert.deepEqual(incoming.body, bytes);
      });
    }

    it('that can not be followed is kept whole, one without a sales file too', () => {
      const damaged = read(new LoadArguments({ sales: thriftPackage('id') }), false);
      assert.deepEqual([damaged.incoming.content, damaged.incoming.packageId, damaged.isEmpty], ['frame', '', false]);
      const empty = read(new LoadArguments({ sales: thriftPackage('id', '') }));
      assert.deepEqual([empty.incoming.content, empty.incoming.packageId, empty.isEmpty], ['empty', 'id', true]);
    });
  });
}
