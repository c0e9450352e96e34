/** A server with shop 5 and register 12, and a browser in front of it; what people see is found by role and name. */
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { rights } from '../../src/domain/access.ts';
import { smena } from '../command-line/run.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../support/server.ts';

export const browserPath = process.env.SMENA_TEST_CHROMIUM;

/** Why the tests of this folder are left out on a machine without a browser; undefined = they run. */
export const withBrowser = { skip: browserPath === undefined ? 'SMENA_TEST_CHROMIUM names no browser' : false };

export const browserFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const sampleName = 'sale20260314214500000_347_1.json';
export const sample = readFileSync(new URL(`../fixtures/${sampleName}`, import.meta.url), 'utf8');
export const shiftKey = '347@2026-03-14';
export const saleIdentifier = '6f1c0a52-0001-4c1e-9d55-000000005001';
/** The period that holds the shift of the sample. */
export const march = 'from=2026-03-01&to=2026-03-31';
export const paths = {
  shops: '/shops',
  shop: '/shops/5',
  shopReconciliation: `/shops/5/reconciliation?${march}&day=2026-03-14&register=12`,
  days: '/reconciliation?from=2026-03-10&to=2026-03-16',
  cases: '/reconciliation/cases?state=all',
  missing: '/reconciliation/gaps?state=all',
  unchecked: '/reconciliation/unchecked',
  reconciliation: `/shops/5/registers/12/reconciliation?${march}`,
  sales: '/shops/5/registers/12/sales?load=dates&from=2026-03-01&to=2026-03-14',
  registerLog: '/shops/5/registers/12/log',
  shift: `/shops/5/registers/12/shifts/${shiftKey}`,
  receipts: `/shops/5/registers/12/shifts/${shiftKey}/receipts`,
  receipt: `/receipts/${saleIdentifier}`,
  raw: `/receipts/${saleIdentifier}?raw=1`,
  packages: '/packages',
  setAside: '/set-aside',
  exports: '/exports',
  transfers: '/transfers?state=all',
  transfer: '/transfers/T-1',
  schedules: '/transfers/schedule',
  log: '/log',
  audit: '/audit',
  storage: '/storage',
  servers: '/servers',
} as const;

/**
 * For what must change by itself: less than a page needs to ask again when its live stream is broken, so that only the stream
 * can have brought it; no measure of speed, for which the machine of the tests may be too busy.
 */
export const BY_ITSELF = { timeout: 10_000 };
/** Generous: only a page that would hang for ever meets it. */
export const LIMIT_MS = 90_000;

export type PageOptions = {
  language?: 'ru' | 'en';
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** Further options of the browser's context. */
  context?: BrowserContextOptions;
};

export type Stage = AsyncDisposable & {
  server: TestServer;
  api: ApiClient;
  browser: Browser;
  /** Opens a path in a browser of its own (own storage); Russian and light unless told otherwise, 1366×768. */
  open(path: string, options?: PageOptions): Promise<Page>;
  /** Closes what `open` opened, for `afterEach`: what nobody looks at costs processor time with every change of the data. */
  closePages(): Promise<void>;
  /** The same context, for several tabs of one browser. */
  context(options?: PageOptions): Promise<BrowserContext>;
  url(path: string): string;
};

/**
 * Starts everything. `load` brings the sample in as well, `mapCards` calls its payment type 4 non-cash (both by default).
 */
export async function openStage(
  options: TestServerOptions & { load?: boolean; mapCards?: boolean } = {},
): Promise<Stage> {
  const { load = true, mapCards = true, ...serverOptions } = options;
  const server = await startTestServer(serverOptions);
  const browser = await chromium.launch({ executablePath: browserPath ?? '', args: browserFlags });
  const asked = serverOptions.env?.['SMENA_HTTP_ACCESS'] === 'required';
  const api = createApiClient(() => server.url, asked ? await keyOfAll(server) : {});
  const url = (path: string) => new URL(path, server.url).href;

  async function context(wanted: PageOptions = {}): Promise<BrowserContext> {
    const { language = 'ru', theme = 'light', width = 1366, height = 768 } = wanted;
    const made = await browser.newContext({ viewport: { width, height }, ...wanted.context });
    made.setDefaultTimeout(LIMIT_MS);
    // A choice that was made later on the page itself is not undone.
    await made.addInitScript(`
      localStorage['smena.language'] ??= '${language}';
      localStorage['smena.theme'] ??= '${theme}';
    `);
    return made;
  }

  const opened: BrowserContext[] = [];
  const stage: Stage = {
    server,
    api,
    browser,
    url,
    context,
    async open(path, wanted) {
      const own = await context(wanted);
      opened.push(own);
      const page = await own.newPage();
      await page.goto(url(path));
      return page;
    },
    async closePages() {
      await Promise.all(opened.splice(0).map((own) => own.close()));
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
  try {
    await api.addShop('5');
    await api.addRegister('5', '12');
    if (mapCards) await api.send('PUT', '/payment-types', { paymentTypeCode: 4, paymentClass: 'noncash' });
    if (load) await loadSample(stage);
  } catch (error) {
    await stage[Symbol.asyncDispose]();
    throw error;
  }
  return stage;
}

/** A key that may do everything, for a server that asks people to log in. */
async function keyOfAll({ dataFolder }: TestServer): Promise<Record<string, string>> {
  const issued = await smena(['key', 'issue', 'stage', '--rights', rights.join(','), '--data', dataFolder]);
  if (issued.code !== 0) throw new Error(issued.err);
  return { authorization: `Bearer ${issued.out.trim()}` };
}

export async function loadSample(stage: Pick<Stage, 'api'>): Promise<void> {
  await stage.api.loadFile('5', sampleName, Buffer.from(sample));
}

/** The shift of the sample under another number, day and register, so that more than one shift is there. */
export async function loadOtherShift(
  stage: Pick<Stage, 'api'>,
  shiftNumber: number,
  date: string,
  registerCode = '12',
): Promise<void> {
  const text = sample
    .replaceAll('"shift":347', `"shift":${shiftNumber}`)
    .replaceAll('2026-03-14', date)
    .replaceAll(/"(cashCode|cashcode)":"12"/g, `"$1":"${registerCode}"`)
    .replace(/"docNum":(\d+)/g, (_, number: string) => `"docNum":${Number(number) + shiftNumber * 100}`)
    .replaceAll('6f1c0a52-', `${registerCode}${String(shiftNumber).padStart(6, '0')}-`);
  await stage.api.loadFile('5', `sale_${registerCode}_${shiftNumber}.json`, Buffer.from(text));
}

/** Puts a file where the folder of a shop or register belongs, so that no export succeeds; answers what takes it away. */
export async function blockExports(stage: Pick<Stage, 'server'>, folder = '5'): Promise<() => Promise<void>> {
  const path = join(stage.server.exchangeFolder, folder);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'not a folder');
  return () => rm(path);
}
