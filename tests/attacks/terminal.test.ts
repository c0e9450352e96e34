/** Texts of strangers that would command a terminal or make lines of their own: not in what commands print, not in what the server prints. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '../../src/platform/logger.ts';
import { smena } from '../command-line/run.ts';
import { createApiClient } from '../support/api-client.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { hostileFile } from './hostile-sales.ts';

/** Clears the screen, sets the title of the window, moves up, the same in the eight-bit form, turns the writing round. */
const COMMANDS = '\u001b[2J\u001b]0;owned\u0007\u001b[1A\r\u009b2J\u0085\u202e';
/** Control characters but line ends and tabs. */
const ORDERS = /[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

test('no command prints them, in words or as JSON', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.send('POST', '/shops', { shopCode: '5', name: `shop ${COMMANDS}` });
  const { registerId, shopId } = await api.addRegister('5', '12');
  await api.loadFile(
    '5',
    `file ${COMMANDS}.json`,
    Buffer.from(hostileFile({ shift: 1, text: (field) => `${field} ${COMMANDS}` })),
  );
  const register = connectRegister(server.grpcPort);
  for (const id of [`id ${COMMANDS}`, registerId]) {
    const saleFile = Buffer.from(`### ${COMMANDS}`);
    await register.load([salesPackage({ id: `package ${COMMANDS}`, cashId: id, shopId, saleFile })]);
    await register.handshake(id).catch(() => undefined);
  }
  register.close();
  await until('all is sorted out', async () => (await api.status()).packages.waiting === 0);
  const period = ['--shop', '5', '--from', '2026-03-01', '--to', '2026-03-31'];
  const asked = [
    ['log', 'list'],
    ['package', 'list'],
    ['report', 'goods', ...period],
    ['receipt', 'find', ...period, '--json'],
  ];
  const ended = await Promise.all(asked.map((words) => smena([...words, '--server', server.url])));
  for (const [index, { out, err }] of ended.entries()) {
    assert.doesNotMatch(out, ORDERS, asked[index]?.join(' '));
    assert.doesNotMatch(err, ORDERS, asked[index]?.join(' '));
  }
  assert.ok(ended.filter(({ out }) => out.includes('[2J')).length >= 3, 'not by leaving them out');
  assert.doesNotMatch(server.log(), ORDERS);
});

test('an entry of the log is one line, and what stands below it is told from the next', () => {
  let written = '';
  const logger = createLogger(
    (line) => {
      written += line;
    },
    () => 0,
  );
  const forged = `x\n1970-01-01T00:00:00.000Z info  forged${COMMANDS}`;
  logger.warn(forged);
  logger.error(forged, new Error(forged));
  assert.doesNotMatch(written, ORDERS);
  assert.equal(written.match(/^1970-01-01T00:00:00\.000Z /gm)?.length, 2);
  assert.match(written, /\\u001b\[2J/);
});
