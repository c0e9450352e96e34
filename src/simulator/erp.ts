/**
 * An ERP that does not exist: it empties the exchange folder in the order and with the habits of the real reader
 * (sales-file §1–3, §5), the hurtful ones included. One bad file can stop a shop or everybody, an empty one vanishes,
 * and old sub-folders are cleared away. What it has booked is in `ledger()`.
 */
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { LocalDate } from '../domain/local-time.ts';
import type { Kopecks } from '../domain/money.ts';
import type { ErpProblem } from '../formats/erp-reader-rules/erp-reader-rules.ts';
import { readAsErp } from '../formats/erp-reader-rules/erp-reader-rules.ts';
import type { BookedDocument, BookedShift } from './erp-file.ts';
import { bookFile, isCounted } from './erp-file.ts';
import type { Sleep } from './register.ts';

export type SimulatedErpOptions = {
  /** Root of the exchange: `<folder>/<shop>/sale<N>/[online/]`. */
  folder: string;
  /** UTC milliseconds: names the folder of processed files and decides which sub-folders are old. */
  nowMs: () => number;
  /** Files taken in one pass, in order of their names; default 1000. */
  limit?: number;
  /** Default false: a file without a sale and without a cashier's time is deleted. */
  keepEmptyFiles?: boolean;
  /** Files of which it fails to book the last receipt, as over goods that it does not know; default none. */
  losesReceipt?: (path: string) => boolean;
};

/** One file in the report of a pass; the path is relative to the exchange folder. */
export type TakenFile = {
  path: string;
  added: number;
  /** Documents that were booked already with the same content. */
  same: number;
  /** Documents that were booked already and now differ: the later one counts. */
  changed: number;
  /** Sales and returns that it has booked of the file, and Σ of them, returns negative. */
  receipts: number;
  goods: Kopecks;
};

export type RefusedFile = { path: string; outcome: 'poison_shop' | 'poison_all'; problems: ErpProblem[] };

export type ErpPassReport = {
  listed: number;
  taken: TakenFile[];
  /** Files that vanished unread. */
  deletedEmpty: string[];
  refused: RefusedFile[];
  /** Files that were not read because another one stopped the shop or the pass. */
  leftBehind: number;
  /** True when one file stopped the reading for all shops. */
  aborted: boolean;
  removedFolders: string[];
  /** Requests that became a file in this pass. */
  requested: number;
};

/** A shift on the ERP's side. */
export type ErpZReport = {
  key: string;
  documents: number;
  receipts: number;
  /** Σ of the receipts, returns negative. */
  goods: Kopecks;
  cash: Kopecks;
  noncash: Kopecks;
  cashIn: Kopecks;
  cashOut: Kopecks;
  /** What the register reported; null when no shift info came. */
  externalSum: Kopecks | null;
  closed: boolean;
  /** The ERP's mark: the external sum differs from the receipts. */
  wrong: boolean;
};

export type SimulatedErp = {
  /** One pass of the reader over the whole exchange folder. */
  pass(): Promise<ErpPassReport>;
  /** Passes again and again until the signal is aborted; each report goes to `onPass`, which is waited for. */
  run(
    options: { everyMs: number; sleep: Sleep; onPass?: (report: ErpPassReport) => unknown },
    signal: AbortSignal,
  ): Promise<void>;
  /** Asks for a period again; the request file is written at the next pass. Dates are inclusive. */
  request(shopCode: string, registerCode: string, from: LocalDate, to: LocalDate): void;
  ledger(): ErpZReport[];
  documents(): BookedDocument[];
};

const WEEK_MS = 7 * 86_400_000;

type Listed = { path: string; shop: string };
type Read = Listed & { bytes: Buffer; outcome: ReturnType<typeof readAsErp>['outcome']; problems: ErpProblem[] };
type Books = { documents: Map<string, BookedDocument>; shifts: Map<string, BookedShift> };
type Request = { shopCode: string; registerCode: string; from: LocalDate; to: LocalDate };

/** An ERP with empty books. */
export function createSimulatedErp(options: SimulatedErpOptions): SimulatedErp {
  const books: Books = { documents: new Map(), shifts: new Map() };
  const requests: Request[] = [];

  async function pass(): Promise<ErpPassReport> {
    const files = await listFiles(options.folder, options.limit ?? 1000);
    const report = emptyReport(files.length);
    for (const request of requests.splice(0)) report.requested += await writeRequest(options.folder, request);
    const read = await Promise.all(files.map((file) => readFileAsErp(file, options.folder)));
    const fatal = read.find((file) => file.outcome === 'poison_all');
    if (fatal === undefined) await takeShopByShop(read, { ...options, books, report });
    else refuse(report, fatal, read.length - 1);
    report.aborted = fatal !== undefined;
    return report;
  }

  return {
    pass,
    async run({ everyMs, sleep, onPass }, signal) {
      while (!signal.aborted) {
        await onPass?.(await pass());
        await sleep(everyMs, signal);
      }
    },
    request: (shopCode, registerCode, from, to) => void requests.push({ shopCode, registerCode, from, to }),
    ledger: () => zReportsOf(books),
    documents: () => [...books.documents.values()],
  };
}

function emptyReport(listed: number): ErpPassReport {
  return {
    listed,
    taken: [],
    deletedEmpty: [],
    refused: [],
    leftBehind: 0,
    aborted: false,
    removedFolders: [],
    requested: 0,
  };
}

/** Every `*.json` of the register folders and their `online/`; more than the limit are sorted by name and cut. */
async function listFiles(folder: string, limit: number): Promise<Listed[]> {
  const files: Listed[] = [];
  for (const shop of await names(folder, /^\d+$/)) {
    for (const register of await names(join(folder, shop), /^sale\d+$/)) {
      for (const place of [join(shop, register), join(shop, register, 'online')]) {
        for (const name of await names(join(folder, place), /\.json$/)) files.push({ path: join(place, name), shop });
      }
    }
  }
  if (files.length <= limit) return files;
  return files.sort((a, b) => (nameOf(a.path) < nameOf(b.path) ? -1 : 1)).slice(0, limit);
}

async function names(folder: string, pattern: RegExp): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => pattern.test(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function readFileAsErp(file: Listed, folder: string): Promise<Read> {
  const bytes = await readFile(join(folder, file.path));
  const { outcome, problems } = readAsErp(bytes, { fileName: nameOf(file.path), group: file.shop });
  return { ...file, bytes, outcome, problems };
}

type Pass = SimulatedErpOptions & { books: Books; report: ErpPassReport };

/** The first file a shop's reader stumbles over leaves the rest of that shop for the next pass. */
async function takeShopByShop(read: Read[], pass: Pass): Promise<void> {
  for (const shop of new Set(read.map((file) => file.shop))) {
    const files = read.filter((file) => file.shop === shop);
    for (const [index, file] of files.entries()) {
      if (file.outcome === 'poison_shop') {
        refuse(pass.report, file, files.length - index - 1);
        break;
      }
      await take(file, pass);
    }
  }
}

function refuse(report: ErpPassReport, file: Read, leftBehind: number): void {
  const outcome = file.outcome === 'poison_all' ? 'poison_all' : 'poison_shop';
  report.refused.push({ path: file.path, outcome, problems: file.problems });
  report.leftBehind += leftBehind;
}

async function take(file: Read, pass: Pass): Promise<void> {
  const { folder, report } = pass;
  const path = join(folder, file.path);
  if (file.outcome === 'empty_deleted') {
    if (pass.keepEmptyFiles === true) return;
    await rm(path);
    report.deletedEmpty.push(file.path);
    return;
  }
  report.taken.push(book(file, pass));
  const processed = join(dirname(path), `success-${new Date(pass.nowMs()).toISOString().slice(0, 10)}`);
  await mkdir(processed, { recursive: true });
  await copyFile(path, join(processed, nameOf(file.path)));
  await rm(path);
  await removeOldFolders(dirname(path), pass);
}

function book(file: Read, { books, losesReceipt }: Pass): TakenFile {
  const taken: TakenFile = { path: file.path, added: 0, same: 0, changed: 0, receipts: 0, goods: 0 };
  const { shifts, documents } = bookFile(file.bytes, file.shop, /^sale.*\.json$/.test(nameOf(file.path)));
  if (losesReceipt?.(file.path) === true) documents.splice(documents.findLastIndex(isCounted), 1);
  for (const shift of shifts) books.shifts.set(shift.zReport, shift);
  for (const document of documents) {
    const known = books.documents.get(document.key);
    if (known === undefined) taken.added += 1;
    else if (JSON.stringify(known) === JSON.stringify(document)) taken.same += 1;
    else taken.changed += 1;
    books.documents.set(document.key, document);
    if (!isCounted(document)) continue;
    taken.receipts += 1;
    taken.goods += document.goods;
  }
  return taken;
}

/** The housekeeping that surprises: every sub-folder goes that was not touched for a week, `online/` too. */
async function removeOldFolders(folder: string, pass: Pass): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (pass.nowMs() - (await stat(path)).mtimeMs <= WEEK_MS) continue;
    await rm(path, { recursive: true });
    pass.report.removedFolders.push(relative(pass.folder, path));
  }
}

/** Writes a request unless an older one still lies there; the ERP believes in success either way. */
async function writeRequest(folder: string, { shopCode, registerCode, from, to }: Request): Promise<number> {
  const place = join(folder, shopCode, `sale${registerCode}`);
  await mkdir(place, { recursive: true });
  try {
    await writeFile(join(place, 'sale.req'), `###\n${erpDate(from)}-${erpDate(to)}`, { flag: 'wx' });
    return 1;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 0;
    throw error;
  }
}

function erpDate(date: LocalDate): string {
  return date.split('-').reverse().join('.');
}

function zReportsOf(books: Books): ErpZReport[] {
  const reports = new Map<string, ErpZReport>();
  for (const shift of books.shifts.values()) reports.set(shift.zReport, emptyZReport(shift.zReport, shift));
  for (const document of books.documents.values()) {
    const report = reports.get(document.zReport) ?? emptyZReport(document.zReport, null);
    reports.set(document.zReport, addToZReport(report, document));
  }
  const all = [...reports.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return all.map((report) => ({
    ...report,
    wrong: report.externalSum !== null && report.externalSum !== report.goods,
  }));
}

function emptyZReport(key: string, shift: BookedShift | null): ErpZReport {
  const sums = { goods: 0, cash: 0, noncash: 0, cashIn: 0, cashOut: 0 };
  const [externalSum, closed] = shift === null ? [null, false] : [shift.externalSum, shift.closed];
  return { key, documents: 0, receipts: 0, ...sums, externalSum, closed, wrong: false };
}

function addToZReport(report: ErpZReport, document: BookedDocument): ErpZReport {
  const isReceipt = ![3, 4].includes(document.documentType);
  return {
    ...report,
    documents: report.documents + 1,
    receipts: report.receipts + (isReceipt ? 1 : 0),
    goods: report.goods + document.goods,
    cash: report.cash + document.cash,
    noncash: report.noncash + document.noncash,
    cashIn: report.cashIn + Math.max(0, document.moved),
    cashOut: report.cashOut + Math.max(0, -document.moved),
  };
}
