/** Everything by keyboard alone, under the Russian layout, where the key of G sends П. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { until } from '../support/until.ts';
import { loadOtherShift, openStage, paths, type Stage, withBrowser } from './stage.ts';

const russian: Record<string, string> = {
  KeyG: 'п',
  KeyS: 'ы',
  KeyE: 'у',
  KeyL: 'д',
  KeyP: 'з',
  Slash: '.',
  BracketLeft: 'х',
  Digit1: '1',
  Digit2: '2',
};

/** Presses physical keys as a Russian keyboard sends them. */
async function pressRussian(session: CDPSession, ...codes: string[]): Promise<void> {
  for (const code of codes) {
    const key = russian[code] ?? '';
    const event = { code, key, text: key, windowsVirtualKeyCode: 0 };
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key });
  }
}

const hasFocus = (what: Locator) => what.evaluate((element) => element === element.ownerDocument.activeElement);
const focused = (what: Locator) => until('the focus comes', () => hasFocus(what));
const bodyRow = (page: Page, place: number) => page.getByRole('grid').locator('tbody').getByRole('row').nth(place);
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

describe('keyboard', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await loadOtherShift(stage, 346, '2026-03-13');
    await loadOtherShift(stage, 345, '2026-03-12');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('M46 M47: from the first page to the raw text of a receipt without a pointer', async () => {
    const page = await stage.open('/');
    await heading(page, 'Магазины').waitFor();
    await page.keyboard.press('Tab');
    await focused(page.getByRole('button', { name: 'К содержанию' }));
    await page.keyboard.press('Enter');
    await tabTo(page, bodyRow(page, 0));
    await page.keyboard.press('Enter');
    await heading(page, 'Магазин 5').waitFor();
    await tabTo(page, bodyRow(page, 0));
    await page.keyboard.press('Enter');
    await heading(page, 'Сверка продаж').waitFor();
    await page.getByText('За период смен нет.').waitFor();
    await tabTo(page, page.getByRole('link', { name: 'Показать' }));
    await page.keyboard.press('Enter');
    await bodyRow(page, 0).waitFor();
    await tabTo(page, bodyRow(page, 0));
    await page.keyboard.press('Enter');
    await heading(page, 'Смена 347').waitFor();
    await page.keyboard.press('3');
    await page.getByRole('grid', { name: 'Чеки' }).waitFor();
    await tabTo(page, bodyRow(page, 0));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await heading(page, 'Продажа 5001').waitFor();
    await page.keyboard.press('2');
    await page.getByRole('region', { name: 'Документ, как он был получен' }).first().waitFor();
  });

  test('rows are one stop of Tab; arrows, Home and End move among them, and up to the headings', async () => {
    const page = await stage.open(paths.reconciliation);
    await bodyRow(page, 2).waitFor();
    await bodyRow(page, 0).focus();
    await page.keyboard.press('ArrowDown');
    await focused(bodyRow(page, 1));
    await page.keyboard.press('End');
    await focused(bodyRow(page, 2));
    await page.keyboard.press('Home');
    await focused(bodyRow(page, 0));
    assert.equal(await page.getByRole('grid').locator('tbody tr[tabindex="0"]').count(), 1);

    await page.keyboard.press('ArrowUp');
    const first = page.getByRole('columnheader', { name: 'Смена' });
    await focused(first.getByRole('button'));
    await page.keyboard.press('Enter');
    await until('the order is told', async () => (await first.getAttribute('aria-sort')) !== 'none');
    await page.keyboard.press('ArrowRight');
    await focused(page.getByRole('columnheader', { name: 'АСТУ' }).getByRole('button'));
    await page.keyboard.press('ArrowDown');
    await until('the focus is back in the rows', () =>
      page.evaluate<boolean>("document.activeElement.closest('tbody') !== null"),
    );
  });

  test('keys are told by their place, so the Russian layout works', async () => {
    const page = await stage.open(paths.reconciliation);
    await bodyRow(page, 0).waitFor();
    const session = await page.context().newCDPSession(page);
    await pressRussian(session, 'KeyG', 'KeyL');
    await heading(page, 'Лог').waitFor();
    await pressRussian(session, 'KeyG', 'KeyE');
    await heading(page, 'Выгрузка в АСТУ').waitFor();
    await pressRussian(session, 'KeyG', 'KeyS');
    await heading(page, 'Магазины').waitFor();
    await bodyRow(page, 0).waitFor();
    await pressRussian(session, 'Slash');
    await focused(page.getByRole('searchbox', { name: 'Поиск в таблице' }));
    await page.goto(stage.url(paths.reconciliation));
    await bodyRow(page, 0).waitFor();
    await pressRussian(session, 'BracketLeft');
    await until('the period moves', () => page.url().includes('to=2026-02-28'));
    await pressRussian(session, 'KeyP');
    await page.getByTestId('freshness').getByText(/пауза/).waitFor();
  });

  test('Ctrl+F searches the table; in a field letters are letters; Esc leads back to the rows', async () => {
    const page = await stage.open(paths.reconciliation);
    await bodyRow(page, 0).waitFor();
    await page.keyboard.press('Control+f');
    const search = page.getByRole('searchbox', { name: 'Поиск в таблице' });
    await focused(search);
    await page.keyboard.type('346 g l');
    assert.equal(await search.inputValue(), '346 g l');
    await search.fill('346');
    await page.getByText('Найдено: 1 из 3').waitFor();
    assert.match(page.url(), /q=346/);
    await page.keyboard.press('Escape');
    await page.getByText('Смен: 3').waitFor();
    await until('the focus is in the rows', () =>
      page.evaluate<boolean>("document.activeElement.closest('tbody') !== null"),
    );
  });

  test('«?» lists the keys and switches single keys off', async () => {
    const page = await stage.open(paths.reconciliation);
    await bodyRow(page, 0).waitFor();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Клавиши этой страницы' });
    for (const text of ['Лог', 'Предыдущий период', 'Поиск в таблице', 'Открыть строку', 'Пауза']) {
      await dialog.getByText(text, { exact: true }).waitFor();
    }
    // Under a dialog no key of the page works, with Ctrl or without.
    await page.keyboard.press('KeyP');
    await page.keyboard.press('BracketLeft');
    await page.keyboard.press('Control+f');
    assert.equal(await page.evaluate<boolean>("document.activeElement.closest('dialog') !== null"), true);
    assert.match(page.url(), /from=2026-03-01&to=2026-03-31/);
    await page.getByTestId('freshness').getByText('обновлено сейчас').waitFor();
    await dialog.getByRole('checkbox', { name: 'Одиночные клавиши включены' }).uncheck();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('KeyP');
    const search = page.getByRole('searchbox', { name: 'Поиск в таблице' });
    // The dialog lets go of the keys a moment after it is gone.
    await until('Ctrl+F leads to the search', async () => {
      await page.keyboard.press('Control+f');
      return search.evaluate((field) => field === field.ownerDocument.activeElement);
    });
    await page.getByTestId('freshness').getByText('обновлено сейчас').waitFor();
  });

  test('Ctrl+C copies the row with headings, as a spreadsheet takes it', async () => {
    const page = await stage.open(paths.reconciliation);
    await bodyRow(page, 0).waitFor();
    await bodyRow(page, 0).focus();
    const copied = await bodyRow(page, 0).evaluate((row) => {
      const view = row.ownerDocument.defaultView;
      const clipboardData = new view.DataTransfer();
      row.dispatchEvent(new view.ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
      return clipboardData.getData('text/plain') as string;
    });
    const [headings = '', cells = ''] = copied.split('\r\n');
    assert.match(headings, /^Смена\tАСТУ\tОткрыта\tЗакрыта\tЧеков\tПродажи, ₽: Наличные\t/);
    assert.match(cells, /^347\tвыгружена\t14\.03\.2026 08:54\t14\.03\.2026 21:45\t3\t145,81\t100,00\t/);
  });
});

/** Presses Tab until the element has the focus; fails when it is never reached. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('Tab never reaches the element');
}
