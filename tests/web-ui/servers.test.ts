/** «Серверы магазинов» (M17): the line up as a store sees it, the table of stores as the upper server sees it; both follow by themselves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiClient } from '../support/api-client.ts';
import { startTestServer } from '../support/server.ts';
import { openShopFloor } from '../support/shop-floor.ts';
import { forwardsTo, knowRegisters, servers, setServer } from '../upper-server/stand.ts';
import { findings, looks } from './axe.ts';
import { BY_ITSELF, openStage, withBrowser } from './stage.ts';

test(
  'M17: a store shows what its upper server refuses and why, the upper server shows the store; both follow the line by themselves',
  withBrowser,
  async () => {
    await using stage = await openStage({ load: false });
    const upper = stage.api;
    await using store = await startTestServer({ env: forwardsTo(stage.server.grpcPort, '7') });
    const lower = createApiClient(() => store.url);
    const shop = { shopCode: '7', registerCodes: ['1'], serverAddress: `127.0.0.1:${store.grpcPort}` };
    await using floor = await openShopFloor(lower, shop);
    const [register] = floor.registers;
    assert.ok(register !== undefined);

    const above = await stage.open('/servers');
    await above.getByText('Серверов магазинов нет.').waitFor();
    await above.getByText('Этот сервер никому не передаёт пакеты.').waitFor();
    await upper.addShop('6');
    await setServer(upper, '7', ['6']);
    const row = above.getByRole('row', { name: /^7 / });
    await row.getByText('на связи').waitFor(BY_ITSELF);

    await register.openShift();
    await register.sellMany(3);
    await register.closeShift();
    assert.equal(await register.work(), 'sent');
    const own = await stage.context();
    const below = await own.newPage();
    await below.goto(new URL('/servers', store.url).href);
    await below.getByRole('list', { name: 'Верхний сервер не принимает' }).getByText(register.registerId).waitFor();
    await below.getByText('без шифрования', { exact: true }).waitFor();
    await below.getByRole('navigation').getByText('Требует внимания: 1').first().waitFor({ state: 'attached' });
    for (const look of looks) {
      const page = await (await stage.context(look)).newPage();
      for (const url of [stage.url('/servers'), new URL('/servers', store.url).href]) {
        await page.goto(url);
        await page.getByRole('region').first().waitFor();
        assert.deepEqual(await findings(page), [], `${url} ${look.theme}`);
      }
    }

    await knowRegisters(upper, [register]);
    await setServer(upper, '7', ['6', '7']);
    await below.getByText('Передано всё').waitFor(BY_ITSELF);
    await below.getByText('Верхний сервер не принимает').waitFor({ state: 'detached' });
    await row.getByText('6, 7').waitFor(BY_ITSELF);
    const [known] = (await servers(upper)).servers;
    assert.equal(known?.registers, 1);
    // The list of packages says who brought one.
    await above.goto(stage.url('/packages'));
    await above.getByRole('grid').locator('tbody tr[tabindex="0"]').focus();
    await above.getByText('Пакет передал сервер магазина 7.').waitFor();
  },
);
