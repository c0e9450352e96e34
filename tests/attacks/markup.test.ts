/**
 * Markup and scripts in every text that a register, the ERP or a person can send: each page shows them as texts. Nothing is made out of
 * them, nothing runs, the policy of the pages (CSP) is there and nothing breaks it; what the ERP gets is what the register sent.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type DocumentList, reportNames } from '../../contracts/web-api.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { until } from '../support/until.ts';
import { openStage, type Stage, withBrowser } from '../web-ui/stage.ts';
import { ADDRESS, hostileFile, textFields } from './hostile-sales.ts';

const payloads: readonly ((field: string) => string)[] = [
  (field) => `<img src=x onerror="hit('${field}')">`,
  (field) => `"><script>hit('${field}')</script>`,
  (field) => `javascript:hit('${field}')//<svg onload=hit()>`,
];
/** The shift in which numbers are texts, too: it cannot be exported, and the reason shows them. */
const REFUSED = 2;
const numbersIn = (text: (field: string) => string) => (field: string) =>
  field === 'discSize' || field === 'taxRate' ? '10.00' : text(field);
const SHIFT = '201@2026-03-14';
const MARCH = 'from=2026-03-01&to=2026-03-31';

/** Runs in the page before anything else: what must never be called, and what the policy forbade. */
const ALARM = `
  window.hits = [];
  window.hit = (field) => window.hits.push('script ' + field);
  for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => window.hits.push(name);
  document.addEventListener('securitypolicyviolation', (event) =>
    window.hits.push('policy ' + event.violatedDirective + ' ' + event.blockedURI));
`;
/** Elements that no page of ours has: somebody's text has become one. */
const FOREIGN = `[...document.querySelectorAll('img[src="x"], script:not([src]), [onerror], [onload], iframe, object, embed, base, a[href^="javascript" i], form[action^="javascript" i]')].map((one) => one.outerHTML.slice(0, 200))`;

describe('markup in texts of registers', withBrowser, () => {
  let stage: Stage;
  let page: Page;
  const dialogs: string[] = [];
  const unguarded: string[] = [];

  before(async () => {
    stage = await openStage({ load: false });
    await stage.api.send('POST', '/shops', { shopCode: '6', name: payloads[0]?.('shop name') });
    await stage.api.send('POST', '/shops/6/registers', { registerCode: '12', name: payloads[1]?.('register name') });
    for (const [index, text] of payloads.entries()) {
      const bytes = Buffer.from(hostileFile({ shift: 201 + index, text: index === REFUSED ? text : numbersIn(text) }));
      await stage.api.loadFile('5', `${text('file name')}.json`, bytes);
    }
    // A register that calls itself so: no number, so nothing of it is exported.
    const [code = ''] = payloads.map((text) => text('c'));
    const strange = hostileFile({ shift: 299, text: payloads[0] ?? assert.fail(), cashCode: code });
    await stage.api.loadFile('5', 'strange.json', Buffer.from(strange));
    await sendUnknown();
    await sayWords();
    await stage.api
      .send('POST', '/cases/seen', { cases: ['D-1'], author: payloads[0]?.('author') })
      .catch(() => undefined);
    await until('all is loaded, and exported where it can be', async () => {
      const { packages, shifts } = await stage.api.status();
      return packages.waiting === 0 && shifts.notExported === 2;
    });
    const context = await stage.context();
    await context.addInitScript(ALARM);
    page = await context.newPage();
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('response', (response) => {
      const isDocument = response.request().resourceType() === 'document';
      if (isDocument && !/script-src 'self'/.test(response.headers()['content-security-policy'] ?? ''))
        unguarded.push(response.url());
    });
  });
  after(() => stage[Symbol.asyncDispose]());

  /** A register that nobody knows, whose ids are markup. */
  async function sendUnknown(): Promise<void> {
    const register = connectRegister(stage.server.grpcPort);
    const [id = ''] = payloads.map((text) => text('register id'));
    await register.handshake(id).catch(() => undefined);
    const saleFile = Buffer.from(hostileFile({ shift: 301, text: payloads[0] ?? assert.fail() }));
    await register.load([salesPackage({ id: `${id} package`, cashId: id, shopId: id, cashUnloadState: id, saleFile })]);
    register.close();
  }

  /** What a register says over its REST paths. */
  async function sayWords(): Promise<void> {
    const { registerId, shopId } = await stage.api.addRegister('5', '77');
    const door = `http://127.0.0.1:${stage.server.registerHttpPort}`;
    const [words = ''] = payloads.map((text) => text('words'));
    const body = JSON.stringify({
      status: 'STATUS_ERROR',
      messageRu: words,
      messageEn: words,
      fromDate: words,
      toDate: words,
    });
    const state = await fetch(`${door}/CSrest/rest/sales/cashUnloadState/${shopId}/${registerId}`, {
      method: 'POST',
      body,
    });
    assert.equal(state.status, 200);
    const said = encodeURIComponent(words);
    await fetch(`${door}/cashstatus/rest/statussale/${registerId}/10/${said}`);
    await fetch(`${door}/CSrest/rest/dicts/cashLoad/${shopId}/${registerId}/7`, { method: 'PUT', body });
  }

  /** Opens a page, waits for the text that it must show, and looks for anything that was made of it. */
  async function look(path: string, shows: string | null): Promise<void> {
    await page.goto(stage.url(path));
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    if (shows !== null)
      await until(
        `${path} shows the text`,
        async () => (await page.content()).includes('&lt;') && (await shown()).includes(shows),
      );
    assert.deepEqual(await page.evaluate(FOREIGN), [], path);
    assert.deepEqual(await page.evaluate('window.hits'), [], path);
    assert.deepEqual([dialogs, unguarded], [[], []], path);
  }

  const shown = async () => String(await page.evaluate('document.body.innerText'));

  test('the alarm of this test rings: markup that is taken for markup is seen, and the policy keeps its script from running', async () => {
    await page.goto(stage.url('/shops'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(payloads[0]?.('own'))})`);
    assert.equal(((await page.evaluate(FOREIGN)) as string[]).length, 1);
    const hits = await until('the policy is broken', async () => {
      const now = (await page.evaluate('window.hits')) as string[];
      return now.some((hit) => hit.startsWith('policy script-src')) && now;
    });
    assert.ok(
      hits.every((hit) => !hit.startsWith('script')),
      hits.join(),
    );
  });

  test('every text is filled, and every page that shows one shows it as a text', async () => {
    const filled = new Set<string>([ADDRESS]);
    hostileFile({ shift: 1, text: (field) => `${filled.add(field).size}` });
    for (const field of textFields()) assert.ok(filled.has(field), field);

    const { documents } = await stage.api.get<DocumentList>(
      `/shops/5/registers/12/shifts/${encodeURIComponent(SHIFT)}/documents`,
    );
    const identifier = documents[0]?.identifier ?? assert.fail();
    const receipt = `/receipts/${encodeURIComponent(identifier)}`;
    const shift = `/shops/5/registers/12/shifts/${SHIFT}`;
    const img = '<img src=x onerror';
    const files = await stage.api.get<{ files: { fileId: string | null }[] }>('/erp/files?shop=5');
    const fileId = files.files.find((file) => file.fileId !== null)?.fileId ?? assert.fail();
    const pages: [string, string | null][] = [
      ['/shops', img],
      ['/shops/5', img],
      ['/shops/6', '<script>'],
      ['/shops/6/registers/12/sales', '<script>'],
      [`/shops/5/registers/12/reconciliation?${MARCH}`, null],
      ['/shops/5/registers/77/sales', null],
      ['/shops/5/registers/77/log', img],
      [shift, img],
      ...['receipts', 'departments', 'payments', 'cash', 'route', 'history'].map((tab): [string, null] => [
        `${shift}/${tab}`,
        null,
      ]),
      [receipt, img],
      [`${receipt}?raw=1`, img],
      [`/receipts/${encodeURIComponent(identifier.replace('img', 'i'))}`, null],
      [`/receipts?shop=5&${MARCH}`, img],
      [`/receipts?item=${encodeURIComponent(img)}&shop=5&${MARCH}`, null],
      ...reportNames.map((report): [string, null] => [`/reports/${report}?shop=5&${MARCH}`, null]),
      ['/packages', img],
      ['/set-aside', null],
      ['/transfers?state=all', null],
      ['/transfers/T-1', null],
      ['/exports', 'javascript:hit'],
      ['/exports/files', null],
      [`/exports/${fileId}`, img],
      ['/shops/5/erp', null],
      ['/reconciliation/cases?state=all', null],
      [`/reconciliation?${MARCH}`, null],
      ['/log', img],
      [`/log?q=${encodeURIComponent(img)}`, img],
      ['/audit', img],
      [`/shops/${encodeURIComponent(img)}`, null],
      [`/login?back=${encodeURIComponent("javascript:hit('back')")}`, null],
    ];
    for (const [path, shows] of pages) await look(path, shows);
    // What opens below a list.
    await page.goto(stage.url('/set-aside'));
    await page.getByRole('grid').locator('tbody tr[data-index]').first().focus();
    await page.getByRole('region', { name: 'Документ, как он был получен' }).getByText("hit('mark')").waitFor();
    assert.deepEqual([await page.evaluate(FOREIGN), await page.evaluate('window.hits')], [[], []]);
    const { events } = await stage.api.log('limit=1000');
    const told = events.find(({ text }) => text.ru.includes(img)) ?? assert.fail();
    await look(`/log?event=${told.eventId}&q=${encodeURIComponent(img)}`, img);
    await look('/audit?event=1', null);
    // As it is printed.
    await page.emulateMedia({ media: 'print' });
    await look(receipt, img);
    await look(`/reports/goods?shop=5&${MARCH}`, img);
  });

  test('the file of the ERP holds what the register sent, byte for byte', () => {
    const folder = join(stage.server.exchangeFolder, '5', 'sale12');
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'));
    for (const [index, text] of payloads.slice(0, REFUSED).entries()) {
      const file = texts.find((one) => one.includes(`"shift":${201 + index}`)) ?? assert.fail(names.join());
      for (const field of ['name', 'discName', 'unheardOf', 'excisemark', 'valname'])
        assert.ok(file.includes(JSON.stringify(text(field))), `${field} of shift ${201 + index}`);
    }
  });
});
