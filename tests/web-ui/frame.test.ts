/** What stands around every page: language, theme, menu, freshness, errors; and that nothing leaves the server's address. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { openStage, paths, type Stage, withBrowser } from './stage.ts';

describe('frame of the pages', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('the language changes every text of the page and is remembered', async () => {
    const page = await stage.open(paths.reconciliation);
    await page.getByRole('heading', { level: 1, name: 'Сверка продаж' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
    await page.getByRole('radio', { name: 'English' }).check({ force: true });
    await page.getByRole('heading', { level: 1, name: 'Sales reconciliation' }).waitFor();
    await page.getByRole('columnheader', { name: 'Sales, ₽: Cash' }).waitFor();
    await page.getByRole('link', { name: '14 Mar 2026 08:54' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Sales reconciliation' }).waitFor();
    // A name that somebody gave stays as it is; one that nobody gave is made of the code.
    const title = 'Sales reconciliation · Register 12 · Shop 5 · Магазин 5 · Shops · Smena';
    await until('the title names the place', async () => (await page.title()) === title);
  });

  test('the theme changes the colours and is remembered; by itself it follows the system', async () => {
    const page = await stage.open('/shops', { context: { colorScheme: 'dark' } });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.getByRole('grid').waitFor();
    assert.equal(await background(), 'rgb(255, 255, 255)');
    await page.getByRole('radio', { name: 'Как в системе' }).check({ force: true });
    assert.equal(await background(), 'rgb(20, 23, 28)');
    await page.getByRole('radio', { name: 'Светлая' }).check({ force: true });
    assert.equal(await background(), 'rgb(255, 255, 255)');
    await page.getByRole('radio', { name: 'Тёмная' }).check({ force: true });
    await page.reload();
    await page.getByRole('grid').waitFor();
    assert.equal(await background(), 'rgb(20, 23, 28)');
  });

  test('no page asks another host for anything', async () => {
    const context = await stage.context();
    const foreign: string[] = [];
    const { host } = new URL(stage.server.url);
    context.on('request', (request) => {
      if (new URL(request.url()).host !== host) foreign.push(request.url());
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    for (const path of Object.values(paths)) {
      await page.goto(stage.url(path));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('grid').or(page.getByRole('table')).or(page.getByRole('region')).first().waitFor();
    }
    assert.deepEqual(foreign, []);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test('the start leads to the shops, a shop to its registers, a register to its reconciliation', async () => {
    const page = await stage.open('/');
    await page.getByRole('heading', { level: 1, name: 'Магазины' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/shops');
    await page.getByRole('link', { name: 'Магазин 5' }).click();
    await page.getByRole('heading', { level: 1, name: 'Магазин 5' }).waitFor();
    await page.getByRole('grid').getByRole('link', { name: 'Касса 12' }).click();
    await page.getByRole('heading', { level: 1, name: 'Сверка продаж' }).waitFor();
    const heading = page.getByRole('heading', { level: 1 });
    await until('the heading has the focus', () =>
      heading.evaluate((element) => element === element.ownerDocument.activeElement),
    );
  });

  test('what calls for attention counts closed and failed shifts; open ones are named beside', async () => {
    const page = await (await stage.context()).newPage();
    const change = async (path: string, edit: (body: Record<string, never>) => void) =>
      page.route(`**/api/v1${path}`, async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        edit(body);
        await route.fulfill({ response, json: body });
      });
    await change('/status', (body) => Object.assign(body, { shifts: { open: 3, notExported: 2, notExportedOpen: 3 } }));
    await change('/shops', ({ shops }) =>
      Object.assign((shops ?? [])[0] ?? {}, {
        notExportedShifts: 0,
        notExportedOpenShifts: 3,
        lastSaleAt: '2026-03-14T21:00:00',
        registersSeenToday: 1,
      }),
    );
    await page.goto(stage.url('/shops'));
    const link = page.getByRole('link', { name: /^Выгрузка в АСТУ/ });
    await link.getByText('2', { exact: true }).waitFor();
    await link.getByText('не выгружено: 2 смены; открытых ещё выгружается: 3').waitFor();
    const shop = page.getByRole('grid').getByRole('row').filter({ hasText: 'Магазин 5' });
    await shop.getByText('в порядке').waitFor();
    await shop.click();
    await page.getByText('Магазин 5: в порядке; ещё выгружается: 3 открытые смены').waitFor();
  });

  test('an address that leads nowhere says so', async () => {
    const page = await stage.open('/nowhere');
    await page.getByRole('heading', { level: 1, name: 'Такой страницы нет' }).waitFor();
    await page.getByRole('link', { name: 'Открыть магазины' }).click();
    await page.getByRole('heading', { level: 1, name: 'Магазины' }).waitFor();
  });

  test('packages, exports and log show what happened to the sample', async () => {
    const page = await stage.open('/packages');
    await page.getByRole('row').filter({ hasText: 'записан' }).waitFor();
    await page.goto(stage.url('/exports?state=all'));
    await page.getByRole('row').filter({ hasText: '347' }).filter({ hasText: 'выгружена' }).waitFor();
    await page.goto(stage.url('/log'));
    await page.getByText(/Смена 347 кассы 12 закрыта/).waitFor();
  });
});

describe('pages without their server', withBrowser, () => {
  test('say that the data are old, keep them, and heal without reloading', async () => {
    await using stage = await openStage();
    const port = Number(new URL(stage.server.url).port);
    await using wire = await startTcpProxy({ host: '127.0.0.1', port });
    const context = await stage.context();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${wire.port}${paths.shift}`);
    await page.getByText('обновлено сейчас').waitFor();
    await page.getByRole('region', { name: 'Денежный ящик, ₽' }).waitFor();
    wire.lead(null);
    wire.cut();
    await page
      .getByTestId('freshness')
      .getByText(/данные на \d\d:\d\d:\d\d/)
      .waitFor({ timeout: 120_000 });
    await page.getByRole('region', { name: 'Денежный ящик, ₽' }).waitFor();
    wire.lead(port);
    await page.getByTestId('freshness').getByText('обновлено сейчас').waitFor({ timeout: 90_000 });
    await context.close();
  });

  test('open without the program of their stream, say that the data are old, and heal when it can be had', async () => {
    await using stage = await openStage();
    let refuses = true;
    await using wire = await startHttpWire(stage.server.url, (path) => refuses && path.includes('live-worker'));
    const context = await stage.context();
    const page = await context.newPage();
    await page.goto(`${wire.url}${paths.shift}`);
    await page.getByRole('region', { name: 'Денежный ящик, ₽' }).waitFor();
    const pill = page.getByTestId('freshness');
    await pill.getByText(/данные на \d\d:\d\d:\d\d/).waitFor({ timeout: 120_000 });
    refuses = false;
    await pill.getByText('обновлено сейчас').waitFor({ timeout: 90_000 });
    await context.close();
  });
});

/** A wire that breaks the requests of some paths and carries the others to the server. */
async function startHttpWire(server: string, breaks: (path: string) => boolean) {
  const wire = createServer((incoming, answer) => {
    if (breaks(incoming.url ?? '')) {
      incoming.socket.destroy();
      return;
    }
    const outgoing = request(new URL(incoming.url ?? '/', server), {
      method: incoming.method ?? 'GET',
      headers: incoming.headers,
    });
    outgoing.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.on('error', () => answer.destroy());
      response.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  wire.listen(0, '127.0.0.1');
  await once(wire, 'listening');
  return {
    url: `http://127.0.0.1:${(wire.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      wire.closeAllConnections();
      wire.close();
      await once(wire, 'close');
    },
  };
}
