/** What a browser fetches: little at the first page, one language, the rest when there is time; and what happens when it cannot. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { BrowserContext } from 'playwright-core';
import { until } from '../support/until.ts';
import { openStage, paths, type Stage, withBrowser } from './stage.ts';

/** The bar of the first page, in bytes as they travel. */
const MOST_SCRIPT = 250_000;
const MOST_STYLE = 45_000;

/** Sizes by name of the scripts and styles that a context fetches, packed. */
function listen(context: BrowserContext) {
  const fetched = new Map<string, { type: string; size: number }>();
  const reading: Promise<void>[] = [];
  context.on('response', (response) => {
    const type = response.request().resourceType();
    if (type !== 'script' && type !== 'stylesheet') return;
    const name = new URL(response.url()).pathname;
    const read = async () => void fetched.set(name, { type, size: gzipSync(await response.body()).length });
    reading.push(read());
  });
  return {
    names: () => [...fetched.keys()],
    async sizeOf(type: string) {
      await Promise.all(reading);
      return [...fetched.values()].reduce((sum, file) => sum + (file.type === type ? file.size : 0), 0);
    },
  };
}

describe('the first page', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('AC28: needs no more than 250 KB of script and 45 KB of style, none of them for charts or the other language', async () => {
    for (const language of ['ru', 'en'] as const) {
      const context = await stage.context({ language });
      await context.addInitScript('window.requestIdleCallback = () => 0');
      const fetched = listen(context);
      const page = await context.newPage();
      await page.goto(stage.url('/'));
      await page.getByRole('grid').waitFor();
      const [script, style] = [await fetched.sizeOf('script'), await fetched.sizeOf('stylesheet')];
      assert.ok(script > 100_000, `scripts were seen: ${script}`);
      assert.ok(script <= MOST_SCRIPT, `${script} bytes of script: ${fetched.names().join(', ')}`);
      assert.ok(style <= MOST_STYLE, `${style} bytes of style`);
      const texts = fetched.names().filter((name) => /all-screens|chart|reports-page/.test(name));
      assert.deepEqual(texts.length, 1, texts.join(', '));
      assert.match(texts[0] ?? '', new RegExp(`all-screens-${language}`));
      await context.close();
    }
  });

  test('the other pages come when the browser has nothing to do, and open while the server is away', async () => {
    const context = await stage.context();
    const fetched = listen(context);
    const page = await context.newPage();
    await page.goto(stage.url('/shops'));
    await page.getByRole('grid').waitFor();
    await until('the last page came', async () => fetched.names().some((name) => /\/stand-page/.test(name)));
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Отчёты' }).click();
    await page.getByRole('heading', { level: 1, name: 'Отчёт о продажах' }).waitFor();
    await context.close();
  });

  test('a page whose program cannot be had says so and opens when it can', async () => {
    const context = await stage.context();
    await context.addInitScript('window.requestIdleCallback = () => 0');
    const page = await context.newPage();
    let refuses = true;
    await page.route('**/assets/shift-page-*.js', (route) => (refuses ? route.abort() : route.continue()));
    await page.goto(stage.url(paths.reconciliation));
    await page.getByRole('link', { name: '14.03.2026 08:54' }).click();
    await page.getByRole('heading', { level: 1, name: 'Страница не открылась' }).waitFor();
    refuses = false;
    await page.getByRole('button', { name: 'Открыть ещё раз' }).click();
    await page.getByRole('heading', { level: 1, name: 'Смена 347' }).waitFor();
    await context.close();
  });

  test('a language whose texts cannot be had leaves the page as it is and says so; chosen again it comes, without a reload', async () => {
    const context = await stage.context();
    const page = await context.newPage();
    let refuses = true;
    await page.route('**/assets/all-screens-en-*.js', (route) => (refuses ? route.abort() : route.continue()));
    await page.goto(stage.url('/shops'));
    await page.evaluate('window.sameDocument = true');
    const english = page.getByRole('radio', { name: 'English' });
    await english.click({ force: true });
    await page.getByRole('alert').getByText('Тексты другого языка не получены').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
    refuses = false;
    await english.click({ force: true });
    await page.getByRole('heading', { level: 1, name: 'Shops' }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.equal(await page.evaluate('window.sameDocument'), true);
    await context.close();
  });
});
