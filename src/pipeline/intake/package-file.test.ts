import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeHeader,
  decodePackage,
  encodeHeader,
  hashBody,
  isPackageName,
  type PackageHeader,
  packageFileName,
} from './package-file.ts';

const anyId = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('', '..', '../../etc/passwd', '.tmp-1', 'a/b', 'касса'),
);

function headerFor(body: Uint8Array, registerId = '_cash_1_0a1b2c3d'): PackageHeader {
  return {
    version: 1,
    door: 'grpc',
    content: 'archive',
    packageId: 'b5d0',
    registerId,
    shopId: '_shop_7_0a1b2c3d',
    shopCode: null,
    range: { kind: 'none' },
    transferStateId: null,
    fileName: null,
    receivedAt: '2026-03-14T05:54:30.000Z',
    size: body.byteLength,
    sha256: hashBody(body),
  };
}

test('any register id gives a short plain file name inside the folder', () => {
  fc.assert(
    fc.property(anyId, (id) => {
      const name = packageFileName(id, hashBody(Buffer.from('x')));
      assert.ok(isPackageName(name), name);
      assert.ok(name.length <= 120 && !name.startsWith('.') && !name.includes('/'), name);
    }),
  );
});

test('two register ids never share a file name', () => {
  const sha256 = hashBody(Buffer.from('x'));
  fc.assert(
    fc.property(anyId, anyId, (one, other) => {
      assert.equal(packageFileName(one, sha256) === packageFileName(other, sha256), one === other);
    }),
  );
  assert.notEqual(packageFileName('a/b', sha256), packageFileName('a_b', sha256));
});

test('any body comes back byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), anyId, (body, id) => {
      const header = headerFor(body, id);
      const read = decodePackage(Buffer.concat([encodeHeader(header), body]));
      assert.ok(typeof read !== 'string');
      assert.deepEqual(read.header, header);
      assert.deepEqual(Buffer.from(read.body), Buffer.from(body));
    }),
  );
});

test('a body that lost its end or one bit is known as damaged', () => {
  const body = Buffer.from('PK\x03\x04 some archive');
  const whole = Buffer.concat([encodeHeader(headerFor(body)), body]);
  assert.equal(decodePackage(whole.subarray(0, -1)), 'wrong_size');
  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 3) ^ 1, flipped.length - 3);
  assert.equal(decodePackage(flipped), 'wrong_hash');
});

test('a file that is not ours has no header', () => {
  for (const text of ['', 'no line feed', '{"version":2}\n', 'null\n', '{broken\nbody', `${'x'.repeat(70_000)}\n`]) {
    assert.equal(decodeHeader(Buffer.from(text)), undefined, text.slice(0, 20));
    assert.equal(decodePackage(Buffer.from(text)), 'no_header');
  }
});
