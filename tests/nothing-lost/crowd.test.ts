/** Ten thousand connections at each port of the registers: those over the limit are closed, nobody else notices. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { createSalesClient } from '../../src/simulator/sales-client.ts';
import { createApiClient } from '../support/api-client.ts';
import { startTestServer } from '../support/server.ts';
import { openShopFloor } from '../support/shop-floor.ts';
import { connectThrift, thriftPackage } from '../support/thrift-door.ts';
import { checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';

const LIMIT = 200;
const CROWD = 10_000;
const AT_ONCE = 250;
const MEGABYTE = 1024 * 1024;

/** One more connection; resolves when it is closed, or is plainly let in. */
function knock(port: number, held: Set<Socket>): Promise<'in' | 'closed'> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    held.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      held.delete(socket);
      resolve('closed');
    });
    // A connection is taken by the system first; whoever is turned away hears it right after.
    socket.on('connect', () => setTimeout(() => resolve('in'), 1000).unref());
  });
}

function residentBytes(pid: number): number {
  const [, kilobytes = ''] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

test('10,000 connections at each port: service or a closed line, a word in the log, no growing memory, nothing lost', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const env = { SMENA_REGISTERS_MAX_CONNECTIONS: String(LIMIT), SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms' };
  await using server = await startTestServer({ env });
  const api = createApiClient(() => server.url);
  const shop = { shopCode: '5', registerCodes: ['1'], serverAddress: `127.0.0.1:${server.grpcPort}` };
  await using floor = await openShopFloor(api, shop);
  const register = floor.registers[0] ?? assert.fail();
  await register.openShift();
  await register.sellMany(3);

  // Lines that are there before the crowd.
  const early = createSalesClient({ address: `127.0.0.1:${server.grpcPort}` });
  t.after(() => early.close());
  assert.equal((await early.handshake(register.registerId)).connectionAccepted, true);
  const earlyThrift = connectThrift(t, server.thriftPort, { protocol: 'binary', framed: true });
  await earlyThrift.handshake(register.registerId);

  const held = new Set<Socket>();
  t.after(() => {
    for (const socket of held) socket.destroy();
  });
  const pid = server.process.pid ?? assert.fail();
  let settled = 0;
  for (const port of [server.grpcPort, server.thriftPort, server.registerHttpPort]) {
    let letIn = 0;
    for (let come = 0; come < CROWD; come += AT_ONCE) {
      const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, () => knock(port, held)));
      letIn += outcomes.filter((one) => one === 'in').length;
      // The first crowd at each port may bring code and buffers into memory; those after it must not.
      if (come === AT_ONCE * 3) settled = residentBytes(pid);
    }
    assert.ok(letIn <= LIMIT, `${letIn} were let in`);
    const grown = residentBytes(pid) - settled;
    assert.ok(grown < 64 * MEGABYTE, `${Math.round(grown / MEGABYTE)} MB more after ${CROWD} connections`);
    assert.equal((await api.status()).database.available, true, 'the pages are answered beside the crowd');
  }

  assert.equal((await early.handshake(register.registerId)).connectionAccepted, true);
  assert.equal((await earlyThrift.load(thriftPackage('in the crowd'))).stored, true);
  for (const socket of held) socket.destroy();
  let sent = await register.work();
  while (sent !== 'sent') {
    register.askAgain();
    sent = await register.work();
  }
  await register.closeShift();
  assert.equal(await register.work(), 'sent');
  const doors = await until('the log tells which ports were full', async () => {
    const full = (await api.wholeLog()).filter((event) => event.code === 'register.door_full');
    return full.length >= 3 && full.map((event) => event.text.ru);
  });
  for (const door of ['gRPC', 'Thrift', 'REST'])
    assert.equal(doors.filter((text) => text.includes(`Порт ${door} `)).length, 1, 'told once');
  assert.match(doors[0] ?? '', new RegExp(`открыто ${LIMIT} соединений.*registers\\.maxConnections`));
  await until('everything is loaded', async () => (await api.status()).packages.waiting === 0);
  await checkLedger(api, register);
});
