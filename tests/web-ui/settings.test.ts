/** «Инструменты / Настройки / Справочники»: the version of the protocol and the question D4 (S16, M16, acceptance 13). */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Register, SettingList } from '../../contracts/web-api.ts';
import { openAskedRegister } from './asked-register.ts';
import { findings, looks } from './axe.ts';
import { openStage, type Stage, withBrowser } from './stage.ts';

const NAME = 'Версия протокола обмена с кассой';
const KEY = 'registers.protocolVersion';
const TITLE = `Изменить «${NAME}» с 3 на 4?`;

describe('settings', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ load: false });
    await stage.api.send('PUT', `/settings/${KEY}`, { value: '3', confirmed: true });
    for (const [registerCode, softwareVersion] of [
      ['12', '4.6.120'],
      ['13', '4.6.60'],
      ['14', null],
    ] as const) {
      if (registerCode !== '12') await stage.api.addRegister('5', registerCode);
      await change(registerCode, { softwareVersion });
    }
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  async function change(registerCode: string, body: object): Promise<void> {
    const response = await fetch(stage.url(`/api/v1/shops/5/registers/${registerCode}`), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200, await response.text());
  }

  const protocolOf = async (registerCode: string) =>
    (await stage.api.get<Register>(`/shops/5/registers/${registerCode}`)).protocolVersion;

  test('acceptance 13, M16: 3 → 4 opens D4 with the registers that cannot follow; kept, nothing changes; changed, it is told and logged', async (t) => {
    await openAskedRegister(t, stage, { registerCode: '21', protocolVersion: 3 });
    await change('21', { softwareVersion: '4.6.121' });
    const page = await stage.open('/settings');
    await page.getByRole('heading', { level: 1, name: 'Настройки' }).waitFor();
    await page.getByRole('link', { name: 'Справочники', exact: true }).waitFor();
    const table = page.getByRole('grid', { name: 'Справочники' });
    await table.getByText('3 (thrift)').waitFor();
    const info = page.getByRole('complementary', { name: 'Сведения о параметре' });
    await info.getByText(KEY).waitFor();
    await info.getByText('ПО старше 4.6.120: 1, версия неизвестна: 1.').waitFor();

    const ask = async () => {
      await page.getByRole('button', { name: 'Изменить', exact: true }).click();
      const form = page.getByRole('dialog', { name: `Изменить «${NAME}»`, exact: true });
      assert.equal(await form.getByRole('radio', { name: '4 (grpc)' }).isChecked(), true);
      await form.getByRole('button', { name: 'Далее…' }).click();
      const dialog = page.getByRole('dialog', { name: TITLE });
      await dialog.getByText('Перейдёт: 2 кассы. Уже на этом протоколе: 0.').waitFor();
      await dialog.getByText('1 касса старше 4.6.120 протокола 4 не умеет и останется на 3:').waitFor();
      await dialog.getByText('касса 13, магазин 5: ПО 4.6.60').waitFor();
      await dialog.getByText('Версия ПО неизвестна: 1 касса.').waitFor();
      await dialog.getByText('касса 14, магазин 5', { exact: true }).waitFor();
      assert.equal(await page.evaluate('document.activeElement.textContent'), 'Оставить 3');
      return dialog;
    };
    const kept = await ask();
    assert.deepEqual(await findings(page), [], 'D4');
    await page.keyboard.press('Escape');
    await kept.waitFor({ state: 'detached' });
    await page.getByRole('status').getByText('Настройка не изменена').waitFor();
    assert.deepEqual([await protocolOf('12'), await protocolOf('21')], [3, 3]);

    const dialog = await ask();
    await dialog.getByRole('button', { name: 'Изменить', exact: true }).click();
    await page.getByRole('status').getByText('Перешло: 2 кассы').waitFor();
    await table.getByText('4 (grpc)').waitFor();
    assert.deepEqual(await Promise.all(['12', '13', '14', '21'].map(protocolOf)), [4, 3, 3, 4]);
    await page.goto(stage.url('/log'));
    const log = page.getByRole('grid', { name: 'Лог' });
    await log.getByText('для всего сервера: было 3, стало 4. Перешло касс: 2.').waitFor();
    await log.getByText('Касса 12: протокол обмена был 3, стал 4.').waitFor();
    // M15: the register is told with its sync settings.
    await log
      .getByText(/Касса 21 получила настройки обмена.*протокол 4/)
      .first()
      .waitFor();
  });

  test('D4: registers of an unknown version follow when the person says so, for one shop', async () => {
    const page = await stage.open('/settings/dictionaries');
    await page.getByRole('button', { name: 'Изменить', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '4 (grpc)' }).check();
    await form.getByRole('radio', { name: 'магазин', exact: true }).check();
    await form.getByRole('textbox', { name: 'Код магазина' }).fill('404');
    await form.getByRole('button', { name: 'Далее…' }).click();
    await page.getByRole('alert').getByText('Магазина с кодом 404 нет').waitFor();

    await page.getByRole('button', { name: 'Изменить', exact: true }).click();
    await form.getByRole('radio', { name: '4 (grpc)' }).check();
    await form.getByRole('radio', { name: 'магазин', exact: true }).check();
    await form.getByRole('textbox', { name: 'Код магазина' }).fill('5');
    await form.getByRole('button', { name: 'Далее…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Изменить .* на 4\?$/ });
    await dialog.getByRole('checkbox', { name: 'Перевести и кассы' }).check();
    await dialog.getByRole('button', { name: 'Изменить', exact: true }).click();
    await page.getByRole('status').getByText('Перешло: 1 касса').waitFor();
    assert.deepEqual([await protocolOf('13'), await protocolOf('14')], [3, 4]);
    await page.getByRole('grid', { name: 'Справочники' }).getByText('магазин 5').waitFor();
  });

  test('what stands in smena.config.json is shown with where it is changed, and can not be changed here', async () => {
    const page = await stage.open('/settings/server');
    const table = page.getByRole('grid', { name: 'Сервер' });
    await table.getByText('http.port', { exact: true }).click();
    const info = page.getByRole('complementary', { name: 'Сведения о параметре' });
    await info.getByText('В smena.config.json ключом http.port или переменной SMENA_HTTP_PORT.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Изменить', exact: true }).isDisabled(), true);
    await page
      .getByRole('searchbox')
      .or(page.getByRole('textbox', { name: 'Поиск в таблице' }))
      .first()
      .fill('обмена');
    await table.getByText('folders.exchange', { exact: true }).waitFor();
    await table.getByText('http.port', { exact: true }).waitFor({ state: 'detached' });
    const { settings } = await stage.api.get<SettingList>('/settings');
    assert.ok(settings.some((row) => row.key === 'database.url' && row.secret));
  });

  for (const { theme, language } of looks)
    test(`axe and no sideways scrolling: ${theme}, ${language}`, async () => {
      const page = await stage.open('/settings/dictionaries', { theme, language });
      await page.getByRole('grid').locator('tbody tr').first().waitFor();
      assert.deepEqual(await findings(page), [], 'dictionaries');
      assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth')) <= 0);
      await page.getByRole('button', { name: language === 'ru' ? 'Изменить' : 'Change', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findings(page), [], 'the form');
      await page.keyboard.press('Escape');
      await page.goto(stage.url('/settings/server'));
      await page.getByRole('grid').locator('tbody tr').first().click();
      assert.deepEqual(await findings(page), [], 'server');
    });
});
