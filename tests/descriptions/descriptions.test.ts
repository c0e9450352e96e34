/** Descriptions replaced while the server runs, and messages captured until one fits (registers §14, T1, A3). */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TProtocol } from 'thrift';
import {
  type DescriptionList,
  descriptionChanged,
  descriptionConfirmation,
  type FrameDetail,
  type FrameList,
  type IssuedRegister,
  problem,
} from '../../contracts/web-api.ts';
import { CALL, encodeMessage } from '../../src/connections/register-thrift/codec.ts';
import { packSalesFile } from '../../src/formats/sales-package/pack-sales-file.ts';
import { CONTRACT, createSalesClient, type SalesClient, type WirePackage } from '../../src/simulator/sales-client.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { receipt, salesFile } from '../support/sales.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

/** The contract as a register might have it: other numbers, and numbers in the place of an id. */
const OTHER_PROTO = readFileSync(CONTRACT, 'utf8')
  .replace('string cashId = 2', 'string cashId = 20')
  .replace('TypeOfSales typeOfSales = 4', 'TypeOfSales typeOfSales = 10')
  .replace('bytes saleFile = 10', 'bytes saleFile = 4')
  .replace('bool success = 1', 'bool success = 5')
  .replace('bool connectionAccepted = 1', 'bool connectionAccepted = 7');

const archive = await packSalesFile(SAMPLE, 'tmp/sales_1.json');

async function sendTo(client: SalesClient, message: WirePackage) {
  const load = client.openLoad();
  await load.send(message);
  return load.finish();
}

function packageOf({ registerId, shopId }: IssuedRegister, id: string, saleFile: Uint8Array): WirePackage {
  return { id, cashId: registerId, shopId, typeOfSales: 'BY_CHECK', saleFile };
}

function post(server: TestServer, path: string, body: object): Promise<Response> {
  return fetch(new URL(`/api/v1${path}`, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const content = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const frames = (api: ApiClient) => api.get<FrameList>('/frames');
const untilFrames = (api: ApiClient, n: number) =>
  until(`${n} captured messages`, async () => (await frames(api)).total === n || undefined);

async function openPlace(server: TestServer, protocolVersion: 3 | 4) {
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  const wanted = { registerCode: '12', protocolVersion };
  return { api, issued: await api.send<IssuedRegister>('POST', '/shops/5/registers', wanted) };
}

for (const engine of databasesUnderTest) {
  describe(`descriptions on ${engine.name}`, () => {
    test('gRPC: captured, imported, loaded exactly once, next call direct, kept over a restart, reverted', async (t) => {
      await using place = await engine.place();
      const dataFolder = temporaryFolder(t);
      const contract = join(temporaryFolder(t), 'other.proto');
      writeFileSync(contract, OTHER_PROTO);
      await using server = await startTestServer({ database: place.location, dataFolder });
      const { api, issued } = await openPlace(server, 4);
      const shiftKey = '347@2026-03-14';
      let register = createSalesClient({ address: `127.0.0.1:${server.grpcPort}`, contract });
      t.after(() => register.close());
      // Whatever the register makes of our answer: what it has sent is on disk and captured (T1).
      await sendTo(register, packageOf(issued, 'task-1', archive));
      await untilFrames(api, 1);
      const [frame] = (await frames(api)).frames;
      assert.deepEqual([frame?.kind, frame?.door, frame?.packageId], ['unknown_layout', 'grpc', 'task-1']);
      const { fields } = await api.get<FrameDetail>(`/frames/${frame?.name}`);
      assert.deepEqual(
        fields?.filter(({ path }) => ['4', '20'].includes(path)),
        [
          { path: '4', type: 'bytes', length: archive.byteLength, raw: 'ZIP' },
          { path: '20', type: 'bytes', length: issued.registerId.length, raw: issued.registerId },
        ],
      );
      assert.equal((await fetch(new URL('/api/v1/frames/nothing', server.url))).status, 404);

      const wanted = { kind: 'grpc', fileName: 'other.proto', content: content(OTHER_PROTO), author: 'Иванова' };
      const asked = await post(server, '/descriptions', wanted);
      assert.equal(asked.status, 409);
      const question = descriptionConfirmation.parse(await asked.json());
      assert.deepEqual(
        question.changes.find(({ field }) => field === 'saleFile'),
        {
          message: 'SalesPackage',
          field: 'saleFile',
          from: { number: 10, type: 'bytes' },
          to: { number: 4, type: 'bytes' },
        },
      );
      assert.equal(question.frames, 1);
      assert.equal((await frames(api)).total, 1, 'nothing happens before it is confirmed');
      const done = await post(server, '/descriptions', { ...wanted, confirmed: true });
      assert.equal(done.status, 200);
      assert.equal(descriptionChanged.parse(await done.json()).frames, 1);
      await untilFrames(api, 0);
      const receipts = async () => (await api.documents('5', '12', shiftKey)).documents.length;
      const loaded = await until('the shift is loaded', async () => {
        const { shifts } = await api.shifts('5', '12');
        return shifts.length === 1 ? receipts() : undefined;
      });

      // A3: the register sends it once more, now as it is described; its answers are understood as well.
      assert.equal((await register.handshake(issued.registerId)).connectionAccepted, true);
      const answer = await sendTo(register, packageOf(issued, 'task-1', archive));
      assert.deepEqual([answer.success, answer.requestId], [true, ['task-1']]);
      const more = await packSalesFile(
        salesFile({ shifts: [], documents: [receipt(4001, '10.00', { shift: 347 })] }),
        'sales_2.json',
      );
      await sendTo(register, packageOf(issued, 'task-2', more));
      await until('the next one is loaded directly', async () => (await receipts()) === loaded + 1 || undefined);
      assert.equal((await frames(api)).total, 0);
      const codes = (await api.wholeLog()).map(({ code }) => code);
      assert.equal(codes.filter((code) => code === 'package.frame_read').length, 1);
      const told = (await api.wholeLog()).find(({ code }) => code === 'description.changed');
      assert.match(told?.text.ru ?? '', /SalesPackage\.saleFile 10 → 4.*Иванова/);
      register.close();

      await server.stop();
      await using again = await startTestServer({ database: place.location, dataFolder });
      const after = createApiClient(() => again.url);
      const { descriptions } = await after.get<DescriptionList>('/descriptions');
      const grpc = descriptions.find(({ kind }) => kind === 'grpc');
      assert.deepEqual(
        [grpc?.shipped, grpc?.history[0]?.author, grpc?.history[0]?.format],
        [false, 'Иванова', 'proto'],
      );
      assert.equal(grpc?.fields.find(({ field }) => field === 'saleFile')?.number, 4);
      register = createSalesClient({ address: `127.0.0.1:${again.grpcPort}`, contract });
      assert.equal((await register.handshake(issued.registerId)).connectionAccepted, true);

      const back = { kind: 'grpc', entryId: null };
      assert.equal((await post(again, '/descriptions/revert', back)).status, 409);
      assert.equal((await post(again, '/descriptions/revert', { ...back, confirmed: true })).status, 200);
      await sendTo(register, packageOf(issued, 'task-3', await packSalesFile(SAMPLE, 'other-name.json')));
      await untilFrames(after, 1);
      const entryId = grpc?.history[0]?.entryId;
      const forth = await post(again, '/descriptions/revert', { kind: 'grpc', entryId, confirmed: true });
      assert.equal(forth.status, 200);
      await untilFrames(after, 0);
      assert.equal((await after.documents('5', '12', shiftKey)).documents.length, loaded + 1);
    });

    test('Thrift: a call of other numbers is captured, mapped by a table, and loaded', async () => {
      await using place = await engine.place();
      await using server = await startTestServer({ database: place.location });
      const { api, issued } = await openPlace(server, 3);
      const call = encodeMessage(
        { protocol: 'compact', framed: false },
        { name: 'load', type: CALL, sequence: 1 },
        {
          write: (output) =>
            struct(output, 12, 3, () =>
              struct(output, 0, 0, () => {
                binary(output, 5, Buffer.from('task-7'));
                binary(output, 7, Buffer.from(issued.registerId));
                binary(output, 8, Buffer.from(issued.shopId));
                binary(output, 9, archive);
              }),
            ),
        },
      );
      const socket = connect(server.thriftPort, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(call);
      await untilFrames(api, 1);
      socket.destroy();
      const [frame] = (await frames(api)).frames;
      const { fields } = await api.get<FrameDetail>(`/frames/${frame?.name}`);
      assert.deepEqual(
        fields?.map(({ path, raw }) => [path, raw]),
        [
          ['3', ''],
          ['3.5', 'task-7'],
          ['3.7', issued.registerId],
          ['3.8', issued.shopId],
          ['3.9', 'ZIP'],
        ],
      );
      const table = `load.sales 3
        SalesPackage.id 5
        SalesPackage.cashId 7
        SalesPackage.shopId 8
        SalesPackage.saleFile 9
        ${['typeOfSales', 'dateTimeBegin', 'dateTimeEnd', 'shiftNumberBegin', 'shiftNumberEnd', 'cashUnloadState']
          .map((name) => `SalesPackage.${name} -`)
          .join('\n')}`;
      const wanted = { kind: 'thrift', content: content(table), confirmed: true };
      const done = await post(server, '/descriptions', wanted);
      assert.equal(done.status, 200, await done.text());
      await until('the shift is loaded', async () => (await api.shifts('5', '12')).shifts.length === 1 || undefined);
      await untilFrames(api, 0);
    });

    test('P19: bad descriptions are refused with names and change nothing; the line goes on', async () => {
      await using place = await engine.place();
      await using server = await startTestServer({ database: place.location });
      const { api, issued } = await openPlace(server, 4);
      const refused = async (kind: string, text: string | Uint8Array) => {
        const response = await post(server, '/descriptions', { kind, content: content(text), confirmed: true });
        return { status: response.status, ...problem.parse(await response.json()) };
      };
      const missing = await refused(
        'grpc',
        OTHER_PROTO.replace(/\n.*cashId = 20;/, '').replace('bytes saleFile', 'float saleFile'),
      );
      assert.deepEqual([missing.status, missing.code], [422, 'description.no_field']);
      assert.match(
        missing.message.ru,
        /SalesPackage\.cashId.*\n.*SalesPackage\.saleFile имеет тип float, а нужен один из: bytes/,
      );
      assert.equal((await refused('grpc', 'message {')).code, 'description.unreadable_proto');
      assert.equal((await refused('commands', 'SyncConfigInfo.nothing 4')).code, 'description.unknown_name');
      assert.equal((await refused('grpc', readFileSync(CONTRACT))).code, 'description.same');
      const nowhere = await post(server, '/descriptions/revert', { kind: 'grpc', entryId: 77, confirmed: true });
      assert.equal(nowhere.status, 404);
      const register = createSalesClient({ address: `127.0.0.1:${server.grpcPort}` });
      await sendTo(register, packageOf(issued, 'task-1', archive));
      await until('it is loaded', async () => (await api.shifts('5', '12')).shifts.length === 1 || undefined);
      register.close();
    });
  });
}

test('T1: a damaged file of descriptions is put aside and told of, and the server starts', async (t) => {
  const dataFolder = temporaryFolder(t);
  writeFileSync(join(dataFolder, 'protocol-descriptions.json'), '{"version": 1, "entries": [{"kind": "grpc"}]}');
  await using server = await startTestServer({ dataFolder });
  const api = createApiClient(() => server.url);
  await until('the log tells', async () => (await api.wholeLog()).find(({ code }) => code === 'description.damaged'));
  const { descriptions } = await api.get<DescriptionList>('/descriptions');
  assert.ok(descriptions.every(({ shipped }) => shipped));
});

/** A structure as a field of the one around it; number 0 = it stands by itself. */
function struct(output: TProtocol, type: number, number: number, write: () => void): void {
  if (number > 0) {
    output.writeStructBegin('arguments');
    output.writeFieldBegin('any', type, number);
    write();
    output.writeFieldEnd();
  } else {
    output.writeStructBegin('any');
    write();
  }
  output.writeFieldStop();
  output.writeStructEnd();
}

function binary(output: TProtocol, number: number, bytes: Buffer): void {
  output.writeFieldBegin('any', 11, number);
  output.writeBinary(bytes);
  output.writeFieldEnd();
}
