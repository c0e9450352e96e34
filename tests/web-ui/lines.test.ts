/** M18, P20: the pages say how registers come, what each must show and what expires; tokens are issued, shown once and revoked there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Register } from '../../contracts/web-api.ts';
import { smena } from '../command-line/run.ts';
import { connectRegister } from '../support/grpc-register.ts';
import { until } from '../support/until.ts';
import { findings, looks } from './axe.ts';
import { BY_ITSELF, openStage, withBrowser } from './stage.ts';

test(
  'M18 P20: a server without a certificate says so on every page until there is one; then what expires is listed with what to do, the nearest end first',
  withBrowser,
  async () => {
    await using stage = await openStage({ load: false, env: { SMENA_REGISTERS_PLAINTEXT: 'off' } });
    const { dataFolder } = stage.server;
    const page = await stage.open('/shops');
    const ribbon = page.getByText('Кассы не принимаются: у сервера нет сертификата.');
    await ribbon.waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'Сроки', level: 1 }).waitFor();
    await page.getByText('Нет ничего, что кончается').waitFor();
    await page.getByText('порты откроются сами').waitFor();

    const run = async (...words: string[]) => {
      const end = await smena([...words, '--data', dataFolder]);
      assert.equal(end.code, 0, end.err);
    };
    await run('certificates', 'init', '--host', 'localhost', '--days', '20');
    await stage.api.send('POST', '/keys', {
      name: 'Склад',
      rights: ['see'],
      shops: 'all',
      endsAt: '2099-01-01T00:00:00Z',
    });
    await ribbon.waitFor({ state: 'detached', ...BY_ITSELF });
    await page.reload();
    await page.getByText('Кассы принимаются только по TLS.').waitFor();
    const rows = page.getByRole('table', { name: 'Что и когда кончается' }).locator('tbody tr');
    await rows.first().waitFor();
    const texts = await rows.allInnerTexts();
    assert.equal(texts.length, 4);
    assert.match(texts[0] ?? '', /скоро кончится.*сертификат сервера для касс.*smena certificates init/s);
    assert.match(texts.at(-1) ?? '', /действует.*ключ API.*K-\d+ Склад/s);
    await page.getByRole('navigation').getByText('Требует внимания: 1').first().waitFor({ state: 'attached' });
    for (const look of looks) {
      const looked = await stage.open('/expiries', look);
      await looked.getByRole('table').waitFor();
      assert.deepEqual(await findings(looked), [], look.theme);
    }
    const english = await stage.open('/expiries', { language: 'en' });
    await english.getByText('certificate of the server for registers').waitFor();

    const status = await smena(['status', '--json', '--server', stage.server.url]);
    const { problems } = JSON.parse(status.out) as { problems: { code: string; level: string }[] };
    assert.deepEqual(
      problems.map(({ code, level }) => [code, level]),
      [['expiry.ends_soon', 'warning']],
    );
    const listed = await smena(['certificates', 'list', '--server', stage.server.url]);
    assert.match(listed.out, /скоро кончится +сертификат сервера для касс/);
  },
);

test(
  'P20: the card of a register says what is required; a token is issued there, shown once, used, and revoked after a question',
  withBrowser,
  async () => {
    await using stage = await openStage({ load: false });
    const card = () => stage.api.get<Register>('/shops/5/registers/12');
    const page = await stage.open('/shops/5/registers/12/log');
    await page.getByText('Кассы принимаются без шифрования: gRPC, Thrift, REST').waitFor();
    await page.keyboard.press('4');
    await page.getByRole('heading', { name: 'Связь', level: 1 }).waitFor();
    await page.getByText('Токенов ещё нет.').waitFor();
    await page.getByText('токен, присланный так, можно прочитать').waitFor();

    await page.getByLabel('Требуется').selectOption('token');
    const { registerId } = await until('it is kept', async () => {
      const register = await card();
      return register.tokens.required && register;
    });

    await page.getByRole('button', { name: 'Выпустить токен' }).click();
    await page.getByLabel(/Действует по день/).fill('2099-12-31');
    await page.getByRole('dialog').getByRole('button', { name: 'Выпустить' }).click();
    const shown = page.getByRole('dialog', { name: 'Токен N-1' });
    const secret = (await shown.locator('code').textContent()) ?? '';
    assert.match(secret, /^smena_register_[\w-]{43}$/);
    for (const look of looks) {
      const looked = await stage.open('/shops/5/registers/12/line', look);
      await looked.getByRole('table').waitFor();
      assert.deepEqual(await findings(looked), [], look.theme);
    }
    await shown.getByRole('button', { name: 'Готово' }).click();
    assert.ok(!(await page.content()).includes(secret), 'it is shown once');

    const register = connectRegister(stage.server.grpcPort);
    assert.equal((await register.handshake(registerId)).connectionAccepted, false);
    register.close();
    const ends = await stage.open('/expiries');
    await ends.getByRole('row', { name: /токен кассы.* N-1$/ }).waitFor();
    const row = page.getByRole('row', { name: /^N-1 / });
    await row.getByRole('button', { name: 'Отозвать: N-1' }).click();
    await page.getByRole('dialog', { name: 'Отозвать токен N-1?' }).getByRole('button', { name: 'Отозвать' }).click();
    await row.getByText('отозван').waitFor();
    assert.equal((await card()).tokens.good, 0);
  },
);
