import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openThriftDoor } from '../../../tests/support/thrift-door.ts';
import { startPython, thriftPythonAvailable } from '../../../tests/support/thrift-python.ts';
import { tlsFixture } from '../../../tests/support/tls-fixture.ts';
import { messageText } from '../../messages/messages.ts';
import { plaintextLine } from '../../platform/line-listener.ts';
import { createRegisterCommands, type UnloadRequest } from './register-commands.ts';

/** Shakes hands, sends packages and calls a method that does not exist; prints what comes back. */
const register = `
import sys
from thrift.Thrift import TApplicationException, TMessageType
import ssl
from thrift.transport import TSSLSocket, TSocket, TTransport
from thrift.protocol import TBinaryProtocol, TCompactProtocol
from register_sales import RegisterSales
from register_sales.ttypes import SalesPackage, TypeOfSales
port, transport, protocol, *files = sys.argv[1:]
if files:
    certificate, key = files
    socket = TSSLSocket.TSSLSocket('127.0.0.1', int(port), cert_reqs=ssl.CERT_REQUIRED, ca_certs=certificate,
        certfile=certificate, keyfile=key)
else:
    socket = TSocket.TSocket('127.0.0.1', int(port))
socket.setTimeout(60000)
transport = getattr(TTransport, transport)(socket)
protocol = {'binary': TBinaryProtocol.TBinaryProtocol, 'compact': TCompactProtocol.TCompactProtocol}[protocol](transport)
client = RegisterSales.Client(protocol)
transport.open()
greeting = client.handshake('касса', None)
print(greeting.connectionAccepted, greeting.compabilityVersions, repr(greeting.description))
def load(id, size):
    answer = client.load(SalesPackage(id=id, cashId='касса', shopId='7', typeOfSales=TypeOfSales.BY_SHIFT,
        shiftNumberBegin='3', shiftNumberEnd='4', saleFile=b'PK' + b'x' * size))
    print(answer.stored, answer.packageId, answer.description)
load('a', 1)
load('b', 300000)
client.send_handshake('one', None)
client.send_handshake('two', None)
print(client.recv_handshake().connectionAccepted, client.recv_handshake().connectionAccepted)
protocol.writeMessageBegin('execute', TMessageType.CALL, 9)
RegisterSales.handshake_args(cashId='rm').write(protocol)
protocol.writeMessageEnd()
transport.flush()
try:
    client.recv_handshake()
except TApplicationException as refused:
    print(refused.type, refused.message)
load('c', 7 << 19)
`;

for (const protocol of ['binary', 'compact']) {
  for (const transport of ['TFramedTransport', 'TBufferedTransport']) {
    for (const isTls of [false, true]) {
      test(`M14, M18: the Apache client of Python delivers its sales (${protocol}, ${transport}${isTls ? ', TLS with certificates of both' : ''})`, {
        skip: !thriftPythonAvailable,
      }, async (t) => {
        const { certificate, key, certificateFile, keyFile } = tlsFixture;
        const keys = { cert: certificate, key, ca: [certificate] };
        const line = { ...plaintextLine, keys, plaintext: false, certificateRequired: true };
        const limits = { maxMessageBytes: 1 << 20 };
        const { door, intake } = await openThriftDoor(t, { door: { limits, ...(isTls ? { line } : {}) } });
        const files = isTls ? [certificateFile, keyFile] : [];
        const python = startPython(t, 'register-sales.thrift', register, [
          `${door.port}`,
          transport,
          protocol,
          ...files,
        ]);
        const [greeting, first, second, both, unknown, large, ...more] = await python.rest();
        assert.deepEqual([greeting, first, second, both], ["True [1] ''", 'True a ', 'True b ', 'True True']);
        assert.match(unknown ?? '', /^1 Метода execute .* \/ The server has no method execute/);
        assert.match(large ?? '', /^False {2}Пакет больше предела 1 МБ/);
        assert.deepEqual(more, []);
        const headers = await Promise.all((await intake.waiting(9)).map((name) => intake.readHeader('waiting', name)));
        const range = { kind: 'shifts', from: '3', to: '4' };
        assert.deepEqual(
          headers.map((header) => [
            header?.packageId,
            header?.registerId,
            header?.content,
            header?.size,
            header?.range,
          ]),
          [
            ['a', 'касса', 'archive', 3, range],
            ['b', 'касса', 'archive', 300_002, range],
          ],
        );
      });
    }
  }
}

/** A register's command service; prints its port, then each call. The number it answers with is the register's code. */
const service = `
import json
from thrift.server import TServer
from thrift.transport import TSocket, TTransport
from thrift.protocol import TBinaryProtocol
from register_commands import CashCommunicationService
class Register:
    def tell(self, *call, configInfo):
        print(json.dumps([*call, {name: value for name, value in vars(configInfo).items() if value is not None}]))
    def load(self, loadScript, configInfo):
        self.tell('load', loadScript, configInfo=configInfo)
        return 30
    def unload(self, unloadScript, fromDate, toDate, shopId, cashCode, configInfo):
        self.tell('unload', unloadScript, fromDate, toDate, shopId, cashCode, configInfo=configInfo)
        return int(cashCode)
listener = TSocket.TServerSocket('127.0.0.1', 0)
listener.listen()
listener.listen = lambda: None
print(listener.handle.getsockname()[1])
TServer.TThreadedServer(CashCommunicationService.Processor(Register()), listener,
    TTransport.TBufferedTransportFactory(), TBinaryProtocol.TBinaryProtocolFactory(), daemon=True).serve()
`;

test('M14, M15: a command service of the Apache library understands our commands, and we its answers', {
  skip: !thriftPythonAvailable,
}, async (t) => {
  const python = startPython(t, 'register-commands.thrift', service);
  const target = { host: '127.0.0.1', port: Number(await python.line()) };
  const commands = createRegisterCommands({ cashCode: 'code' });
  const request: UnloadRequest = {
    registerId: '_cash_3_0000000a',
    registerCode: '0',
    shopId: '_shop_12_0000000b',
    fromDate: '2026-03-14T00:00:00',
    toDate: '2026-03-15T23:59:59',
  };
  const settings = { grpcPort: 10_001, asksFirst: false, clusterId: 'кластер' };
  assert.deepEqual(await commands.unload(target, { ...request, script: 'x', settings }), { kind: 'accepted' });
  assert.deepEqual(await commands.unload(target, { ...request, registerCode: '5' }), { kind: 'refused', code: 5 });
  assert.deepEqual(await commands.load(target, {}), { kind: 'busy', code: 30 });
  const calls = [await python.line(), await python.line(), await python.line()].map((line) => JSON.parse(line ?? ''));
  const period = ['2026-03-14T00:00:00.0', '2026-03-15T23:59:59.0', '_shop_12_0000000b'];
  const sent = { grpcPortCS: 10_001, unloadSalesRequestThroughCS: false, clusterId: 'кластер' };
  assert.deepEqual(calls, [
    ['unload', 'x', ...period, '0', sent],
    ['unload', '', ...period, '5', {}],
    ['load', '', {}],
  ]);
});

/** Listens and takes no connection; its queue is full before the port is printed. */
const deaf = `
import socket, sys
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(0)
crowd = [socket.socket() for _ in range(5)]
for one in crowd:
    one.setblocking(False)
    one.connect_ex(listener.getsockname())
print(listener.getsockname()[1])
sys.stdin.readline()
`;

test('a register that takes no connection costs its time-out and is named', {
  skip: !thriftPythonAvailable,
}, async (t) => {
  const python = startPython(t, 'register-commands.thrift', deaf);
  const target = { host: '127.0.0.1', port: Number(await python.line()) };
  const outcome = await createRegisterCommands({ limits: { connectMs: 50 } }).load(target, {});
  assert.ok(outcome.kind === 'unreachable');
  assert.equal(outcome.cause, 'ask.connect_timeout');
  assert.match(messageText('ru', outcome.cause, outcome.params), /за 0\.05 с/);
  assert.match(messageText('en', outcome.cause, outcome.params), /within 0\.05 s/);
});
