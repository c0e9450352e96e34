/** What a person is about to press stays where it is while a page fills. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { openStage, paths, type Stage, withBrowser } from './stage.ts';

describe('a page that is filling', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  for (const width of [1366, 1920])
    test(`the tabs of a shift stay in their places, ${width} wide`, async () => {
      const page = await stage.open('/settings/dictionaries');
      await page.setViewportSize({ width, height: 768 });
      let answer: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      await page.route(/\/api\/v1\/shops\/5\/registers/, async (route) => {
        await held;
        await route.continue();
      });
      // Letters come last of all on a slow line.
      await page.route(/\.woff2/, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await route.continue();
      });
      await page.goto(stage.url(paths.shift));
      const tab = page.getByRole('link', { name: 'Путь' });
      await tab.waitFor();
      const empty = await tab.boundingBox();
      answer();
      await page.getByText('закрыта', { exact: true }).first().waitFor();
      await page.evaluate('document.fonts.ready');
      assert.deepEqual(await tab.boundingBox(), empty);
    });

  for (const late of ['status', 'session'])
    test(`a page is seen with all strips above it, however late ${late} is answered`, async () => {
      const page = await stage.open('/settings/dictionaries');
      let answer: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      await page.route(new RegExp(`/api/v1/${late}$`), async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(stage.url(paths.shift));
      const tab = page.getByRole('link', { name: 'Сводка', includeHidden: true });
      await tab.waitFor({ state: 'attached' });
      // An answer that never comes keeps nobody from the pages for long: not so here, however slow the machine is.
      await page.evaluate("document.querySelector('.app-body').getAnimations().forEach((shown) => shown.pause())");
      assert.equal(await tab.isVisible(), false);
      answer();
      await tab.waitFor();
      const shown = await tab.boundingBox();
      await page.getByText('Кассы принимаются без шифрования').waitFor();
      await page.getByText('Сервер открыт без входа').waitFor();
      assert.deepEqual(await tab.boundingBox(), shown);
    });
});
