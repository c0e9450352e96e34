import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor/index.js';
import { type DescriptionKind, shipped, type WireDescription } from '../../../contracts/wire-descriptions.ts';
import { MAX_DESCRIPTION_BYTES, readDescription } from './wire-description.ts';

const contract = (name: string) => readFileSync(new URL(`../../../contracts/${name}`, import.meta.url), 'utf8');
const proto = contract('register-sales.proto');

async function read(kind: DescriptionKind, text: string | Uint8Array): Promise<WireDescription> {
  const result = await readDescription(kind, typeof text === 'string' ? Buffer.from(text) : text, shipped[kind]);
  assert.ok(result.ok, JSON.stringify(result));
  return result.description;
}

async function problems(kind: DescriptionKind, text: string | Uint8Array): Promise<[string, unknown][]> {
  const result = await readDescription(kind, typeof text === 'string' ? Buffer.from(text) : text, shipped[kind]);
  assert.ok(!result.ok, 'it was expected to be refused');
  return result.problems.map(({ code, params }) => [code, params]);
}

const firstOf = async (kind: DescriptionKind, text: string | Uint8Array) => (await problems(kind, text))[0]?.[0];

test('the shipped descriptions say what the contracts say', async () => {
  assert.deepEqual(await read('grpc', proto), shipped.grpc);
  assert.deepEqual(await read('commands', contract('register-commands.thrift')), shipped.commands);
  const thrift = await read('thrift', contract('register-sales.thrift'));
  assert.deepEqual(thrift, shipped.thrift);
});

test('registers §14: a .proto with other numbers, other names of messages, another package, a number for an id', async () => {
  const other = proto
    .replace('package smena.register.v1', 'package ru.other')
    .replaceAll('SalesPackage', 'Upload')
    .replace('string cashId = 2', 'int64 cashId = 21')
    .replace('bytes saleFile = 10', 'bytes saleFile = 4')
    .replace('TypeOfSales typeOfSales = 4', 'TypeOfSales typeOfSales = 40')
    .replace('BY_INTERVAL = 0', 'NOT_SAID = 0;\n  BY_INTERVAL = 7');
  const { messages, typeOfSales } = await read('grpc', other);
  assert.deepEqual(messages.SalesPackage?.saleFile, { number: 4, type: 'bytes' });
  assert.deepEqual(messages.SalesPackage?.cashId, { number: 21, type: 'int64' });
  assert.deepEqual(messages.SalesPackage?.typeOfSales, { number: 40, type: 'enum' });
  assert.equal(typeOfSales.BY_INTERVAL, 7);
});

test('a descriptor set says the same as the file it was made of', async () => {
  const { root } = protobuf.parse(proto, { keepCase: true });
  root.resolveAll();
  const set = (root as unknown as { toDescriptor(syntax: string): protobuf.Message }).toDescriptor('proto3');
  const bytes = set.$type.encode(set).finish();
  assert.deepEqual(await read('grpc', bytes), shipped.grpc);
});

test('a table names only what differs, may give a type, and may take a field away', async () => {
  const table = `# what was found in a captured frame
SalesPackage.saleFile = 4
SalesPackage;typeOfSales;12
SalesPackage.cashId\t2\tint64
SalesPackage.cashUnloadState -
TypeOfSales.BY_SHIFT 3 // seen
`;
  const { messages, typeOfSales } = await read('grpc', table);
  const { cashUnloadState: _, ...others } = shipped.grpc.messages.SalesPackage ?? {};
  assert.deepEqual(messages.SalesPackage, {
    ...others,
    saleFile: { number: 4, type: 'bytes' },
    typeOfSales: { number: 12, type: 'enum' },
    cashId: { number: 2, type: 'int64' },
  });
  assert.equal(typeOfSales.BY_SHIFT, 3);
  assert.deepEqual(messages.Handshake, shipped.grpc.messages.Handshake);
});

test('a .thrift with other numbers, types by other names, lists, defaults and comments of all kinds', async () => {
  const other = `
    namespace java ru.other
    typedef i64 Id /* ids are
       numbers */
    enum TypeOfSales { BY_INTERVAL = 4, BY_SHIFT, BY_CHECK }
    struct SalesPackage { 7: required string id; 8: Id cashId, 3: binary saleFile = "x" (a = "b") 5: TypeOfSales typeOfSales }
    struct HandshakeResponse { 4: bool connectionAccepted = true, 5: list<i32> compabilityVersions }
    struct SalesResponse { 9: bool stored }
    exception Broken { 1: string why }
    service Other extends Base {
      oneway void ping(),
      HandshakeResponse handshake(3: string cashId) throws (1: Broken broken)
      SalesResponse load(2: SalesPackage sales);
    }`;
  const { messages, typeOfSales } = await read('thrift', other);
  assert.deepEqual(messages.SalesPackage, {
    id: { number: 7, type: 'string' },
    cashId: { number: 8, type: 'i64' },
    typeOfSales: { number: 5, type: 'enum' },
    saleFile: { number: 3, type: 'binary' },
  });
  assert.deepEqual([messages.load?.sales?.number, messages.handshake?.cashId?.number], [2, 3]);
  assert.deepEqual(typeOfSales, { BY_INTERVAL: 4, BY_SHIFT: 5, BY_CHECK: 6 });
});

test('bad descriptions are refused with names, all at once', async () => {
  const broken = proto
    .replace('bytes saleFile = 10', 'float saleFile = 10')
    .replace('  string cashId = 2;\n', '')
    .replace('repeated string requestId = 2', 'string requestId = 2');
  assert.deepEqual(await problems('grpc', broken), [
    ['description.no_field', { field: 'SalesPackage.cashId' }],
    ['description.wrong_type', { field: 'SalesPackage.saleFile', type: 'float', expected: 'bytes' }],
    ['description.wrong_type', { field: 'SalesResponse.requestId', type: 'string', expected: 'repeated string' }],
  ]);
  assert.equal(
    await firstOf('grpc', 'syntax = "proto3"; message Handshake { string cashId = 1; }'),
    'description.no_message',
  );
  assert.equal(await firstOf('grpc', 'syntax = "proto3"; message {'), 'description.unreadable_proto');
  assert.equal(await firstOf('grpc', 'syntax = "proto3"; import "other.proto";'), 'description.imports');
  assert.equal(await firstOf('grpc', Buffer.from([0, 1, 2, 3])), 'description.unreadable_descriptor');
  assert.equal(await firstOf('grpc', proto.replace('BY_SHIFT = 1', 'OTHER = 1')), 'description.no_value');
  assert.equal(await firstOf('thrift', Buffer.from([0, 1, 2, 3])), 'description.not_text');
  assert.equal(await firstOf('thrift', 'struct SalesPackage { id: string }'), 'description.unreadable_thrift');
  assert.equal(await firstOf('thrift', 'struct SalesPackage { 1: string id'), 'description.unreadable_thrift');
  assert.equal(await firstOf('grpc', 'SalesPackage.salesFile 4'), 'description.unknown_name');
  assert.equal(await firstOf('grpc', 'SalesPackage.saleFile four'), 'description.unreadable_table');
  assert.deepEqual(await problems('grpc', 'SalesPackage.saleFile 4'), [
    ['description.number_twice', { message: 'SalesPackage', number: 4, fields: 'typeOfSales, saleFile' }],
  ]);
  assert.equal(await firstOf('grpc', 'SalesPackage.saleFile 19001'), 'description.bad_number');
  assert.equal(await firstOf('thrift', 'SalesPackage.saleFile 40000'), 'description.bad_number');
  assert.equal(await firstOf('grpc', 'SalesPackage.saleFile -'), 'description.no_field');
  for (const empty of ['', '\n# nothing\n']) assert.equal(await firstOf('grpc', empty), 'description.empty');
  assert.equal(await firstOf('grpc', Buffer.alloc(MAX_DESCRIPTION_BYTES + 1, 0x20)), 'description.too_large');
});
