/** M18: a new server takes nothing in plaintext until somebody switches that on, and says what to do as long as nobody can come. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { credentials } from '@grpc/grpc-js';
import { createApiClient } from '../support/api-client.ts';
import { connectRegister } from '../support/grpc-register.ts';
import { registerFor } from '../support/registers.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

test('M18 P20: without a certificate and without plaintext the server works and says for ever what to do; a certificate opens its ports without a restart, and the register has lost nothing', async (t) => {
  await using server = await startTestServer({ env: { SMENA_REGISTERS_PLAINTEXT: 'off' } });
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  const issued = await api.addRegister('12', '3');
  assert.match(server.log(), /no register is received: make a certificate/);
  await until('its own words', () => /Кассы не принимаются: .*smena certificates init/.test(server.log()));
  const status = async () => JSON.parse((await smena(['status', '--json', '--server', server.url])).out);
  const problems = async () =>
    ((await status()).problems as { code: string; level: string }[]).map((one) => [one.code, one.level]);
  assert.deepEqual(await problems(), [['lines.closed', 'critical']]);
  const closed = await api.log('level=error');
  assert.match(closed.events[0]?.text.ru ?? '', /smena certificates init.*registers\.plaintext/);

  const { registerId, registerCode, shopId } = issued;
  const serverAddress = `127.0.0.1:${server.grpcPort}`;
  const register = await registerFor(t, { registerId, registerCode, shopId, shopCode: '12', serverAddress });
  await register.openShift();
  await register.sellMany(3);
  await register.closeShift();
  assert.equal(await register.work(), 'failed');
  await until('it is named', async () => (await api.log()).events.some(({ code }) => code === 'register.line_refused'));
  const kept = (await register.condition()).deferred;
  assert.ok(kept > 0);

  const run = await smena(['certificates', 'init', '--host', 'localhost,127.0.0.1', '--data', server.dataFolder]);
  assert.equal(run.code, 0, run.err);
  const authority = readFileSync(join(server.dataFolder, 'certificates', 'authority.certificate.pem'));
  const secured = credentials.createSsl(authority);
  await until('the port is open', async () => {
    const greeting = connectRegister(server.grpcPort, secured);
    t.after(() => greeting.close());
    return greeting.handshake(issued.registerId).then(
      ({ connectionAccepted }) => connectionAccepted,
      () => false,
    );
  });
  assert.deepEqual(await problems(), []);
  register.comesBy({ credentials: secured });
  register.askAgain();
  assert.equal(await register.work(), 'sent');
  const [sold] = register.expected();
  await until('the shift', async () => {
    const { shifts } = await api.shifts('12', '3');
    return shifts.length === 1 && shifts[0]?.closedAt === sold?.closedAt;
  });
  assert.equal((await api.allPackages()).length, kept, 'each once');
});
