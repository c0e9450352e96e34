/** M17 M18: the line between store and upper server by mutual TLS, and who may speak for whom. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { smena } from '../command-line/run.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { databaseEnv, startTestServer } from '../support/server.ts';
import { openShopFloor } from '../support/shop-floor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';
import { forwardsTo, knowRegisters, servers, setServer, untilForwarded } from './stand.ts';

for (const engine of databasesUnderTest)
  test(`M17 M18 ${engine.name}: a store comes to the upper server by its certificate alone, speaks for its own shops only, and is told why it may not`, async (t) => {
    await using above = await engine.place();
    await using below = await engine.place();
    await using centre = await startTestServer({ database: above.location, env: { SMENA_REGISTERS_PLAINTEXT: 'on' } });
    const upper = createApiClient(() => centre.url);
    const data = ['--data', centre.dataFolder];
    const run = async (...words: string[]) => {
      const { out, err, code } = await smena(words, { env: databaseEnv(above.location) });
      assert.equal(code, 0, err);
      return out;
    };
    await run('certificates', 'init', '--host', 'localhost,127.0.0.1', ...data);
    const out = temporaryFolder(t);
    await run('certificates', 'issue', 'server-5', '--out', out, ...data);
    const env = {
      ...forwardsTo(centre.grpcPort, '5'),
      SMENA_UPPER_TLS: 'on',
      SMENA_UPPER_TLS_AUTHORITY: join(out, 'authority.certificate.pem'),
      SMENA_UPPER_TLS_CERTIFICATE: join(out, 'register.certificate.pem'),
      SMENA_UPPER_TLS_KEY: join(out, 'register.key.pem'),
    };
    await using store = await startTestServer({ database: below.location, env });
    const lower = createApiClient(() => store.url);
    const shop = { shopCode: '5', registerCodes: ['1', '2'], serverAddress: `127.0.0.1:${store.grpcPort}` };
    await using floor = await openShopFloor(lower, shop);
    const [first, second] = floor.registers;
    assert.ok(first !== undefined && second !== undefined);
    for (const register of floor.registers) {
      await register.openShift();
      await register.sellMany(3);
      await register.closeShift();
      assert.equal(await register.work(), 'sent');
    }

    // Nobody has made it known: the whole line waits, and both ends say why.
    const line = async () => (await servers(lower)).upper;
    await until('the store is told that it is unknown', async () =>
      /smena upstream set 5/.test((await line())?.reason?.ru ?? ''),
    );
    await until('the upper server names it', async () =>
      (await upper.wholeLog()).some(({ code }) => code === 'server.refused' || code === 'server.register_refused'),
    );

    // It is known, but the shop is not its own yet; then the second register is unknown, and the first goes on.
    await knowRegisters(upper, [first]);
    await upper.addShop('6');
    await setServer(upper, '5', ['6'], { certificateRequired: true });
    await until('another shop is refused', async () =>
      (await line())?.refused.some(
        ({ registerId, reason }) => registerId === first.registerId && /магазина 5/.test(reason.ru),
      ),
    );
    await setServer(upper, '5', ['5', '6']);
    await until('the first register is through', async () => (await upper.shifts('5', '1')).shifts.length === 1);
    const refused = await until('the second register is a named problem', async () => {
      const all = (await line())?.refused ?? [];
      return all.length === 1 && all[0];
    });
    assert.equal(refused.registerId, second.registerId);
    assert.match(refused.reason.ru, /не известна|не заведена|нет/);
    const told = (await upper.wholeLog()).find(
      ({ code, text }) => code === 'server.register_refused' && text.ru.includes(second.registerId),
    );
    assert.ok(told !== undefined, 'the upper server names it too');
    await upper.send('POST', '/shops/5/registers', { registerCode: '2', registerId: second.registerId });
    await untilForwarded(lower, upper);
    for (const register of floor.registers) await checkLedger(upper, register);

    // The table of the upper server knows how the store is.
    const known = await until('it has told how it is', async () => {
      const [one] = (await servers(upper)).servers;
      return one?.waitingPackages === 0 && one.connectedSince !== null && one;
    });
    assert.ok(Date.parse(known.certificateEndsAt ?? '') > Date.now());
    assert.deepEqual(
      [known.shopCodes, known.registers, known.softwareVersion],
      [['5', '6'], 2, (await upper.status()).version],
    );
    assert.equal((await line())?.commands, null);

    // Whoever claims in plaintext to be the server has shown nothing.
    const liar = connectRegister(centre.grpcPort);
    t.after(() => liar.close());
    liar.metadata.set('smena-server', '5');
    const { error } = await liar.load([
      { ...salesPackage({ id: 'x', saleFile: Buffer.from('x') }), cashId: first.registerId },
    ]);
    assert.equal(error?.code, 7);
    assert.match(error?.details ?? '', /certificates issue server-5/);
  });
