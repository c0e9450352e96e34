/**
 * What would become of a file brought by hand, told before it is taken. It is loaded as always, by the same code and in the
 * same order, inside a transaction that is undone at its end: what is told is what would happen, and nothing of it stays.
 */
import { isClosedDocument } from '../../domain/document-identity.ts';
import { revenueOf } from '../../domain/document-totals.ts';
import type { LocalTime } from '../../domain/local-time.ts';
import { addKopecks, type Kopecks } from '../../domain/money.ts';
import { isSetAside, type SalesFileContents } from '../../formats/sales-file/sales-file.ts';
import type { PackageLimits } from '../../formats/sales-package/sales-package.ts';
import type { MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import type { PackageHeader } from '../intake/intake.ts';
import { findRegisterByCodes } from '../registers/registers.ts';
import { type Batch, withBatch } from './batch.ts';
import { type DocumentCounts, type LoadContext, noDocuments } from './load-context.ts';
import { loadPackage, type TouchedShift } from './load-package.ts';
import { openBody, type Reason } from './package-contents.ts';
import { openContexts, PackageHeld } from './package-contexts.ts';

export type FileToCheck = { shopCode: string; shopId: string; fileName: string; body: Uint8Array };

/** A shift as it would stand afterwards; sums in kopecks, reported where the register reports them, else counted. */
export type ForecastShift = {
  registerCode: string;
  registerIsNew: boolean;
  shiftNumber: number;
  openedAt: LocalTime | null;
  closedAt: LocalTime | null;
  state: 'new' | 'changed' | 'same';
  receipts: number;
  saleSum: Kopecks;
  refundSum: Kopecks;
  revenue: Kopecks;
};

export type FileForecast = {
  verdict: 'new' | 'already' | 'error' | 'broken';
  reason: Reason | null;
  shopIsNew: boolean;
  documents: DocumentCounts;
  /** Of the closed sales and refunds in the file. */
  receipts: number;
  saleSum: Kopecks;
  refundSum: Kopecks;
  /** Sales less refunds of the documents that are new. */
  newSum: Kopecks;
  shifts: ForecastShift[];
  problems: { code: string; level: 'warning' | 'error'; n: number; params: MessageParams }[];
};

type Parts = { database: Database<Tables>; clock: Clock; limits: PackageLimits; timeZone: string };

/** Undoes the transaction and carries what was seen in it. */
class Undone extends Error {
  override name = 'Undone';
  readonly forecast: FileForecast;

  constructor(forecast: FileForecast) {
    super('what was only checked is undone');
    this.forecast = forecast;
  }
}

/** Throws DatabaseUnavailable; every fault of the file itself is told in the forecast. */
export async function checkFile(parts: Parts, file: FileToCheck): Promise<FileForecast> {
  const opened = await openBody(file.body, parts.limits);
  if (opened.kind === 'broken') return nothing('broken', opened.reason);
  try {
    await parts.database.transaction(async (tx) => {
      await takeTurn(tx, 'shift');
      await takeTurn(tx, 'transfer');
      throw new Undone(await withBatch(tx, parts, [], (batch) => foresee(parts, batch, file, opened.contents)));
    });
  } catch (cause) {
    if (cause instanceof Undone) return cause.forecast;
    if (cause instanceof PackageHeld) return nothing('error', { code: cause.code, params: cause.params });
    throw cause;
  }
  throw new Error('a check must never be kept');
}

function nothing(verdict: 'error' | 'broken', reason: Reason): FileForecast {
  const none = { receipts: 0, saleSum: 0, refundSum: 0, newSum: 0 };
  return { verdict, reason, shopIsNew: false, documents: noDocuments(), ...none, shifts: [], problems: [] };
}

async function foresee(
  { timeZone }: Parts,
  batch: Batch,
  file: FileToCheck,
  contents: SalesFileContents,
): Promise<FileForecast> {
  const { tx, clock } = batch;
  const known = await knownRegisters(tx, file.shopCode, contents);
  const header = headerOf(file, utcText(clock.now()));
  const contexts = openContexts({ batch, header, packageName: 'check', timeZone });
  const touched = await loadPackage(contents, contexts.of);
  await batch.settle();
  const all = contexts.all();
  const documents = noDocuments();
  for (const { counts } of all)
    for (const key of Object.keys(documents) as (keyof DocumentCounts)[]) documents[key] += counts[key];
  const news = documents.new + documents.enriched + documents.conflict + documents.set_aside > 0;
  const changed = touched.some((shift) => shift.changed);
  const first = all[0];
  return {
    verdict: news || changed || documents.same === 0 ? 'new' : 'already',
    reason: null,
    shopIsNew: !known.shop,
    documents,
    ...(first === undefined ? { receipts: 0, saleSum: 0, refundSum: 0 } : receiptsOf(contents, first)),
    newSum: all.reduce((sum, context) => addKopecks(sum, context.newSum), 0),
    shifts: await shiftsOf(tx, touched, known.registers),
    problems: problemsOf(all),
  };
}

function headerOf({ shopCode, shopId, fileName, body }: FileToCheck, receivedAt: string): PackageHeader {
  return {
    version: 1,
    door: 'file',
    content: 'archive',
    packageId: fileName,
    registerId: `shop-${shopCode}`,
    shopId,
    shopCode,
    range: { kind: 'none' },
    transferStateId: null,
    fileName,
    receivedAt,
    size: body.byteLength,
    sha256: '',
  };
}

/** What is there before the file is loaded. */
async function knownRegisters(
  tx: Transaction<Tables>,
  shopCode: string,
  { shifts, documents }: SalesFileContents,
): Promise<{ shop: boolean; registers: ReadonlySet<string> }> {
  const shop = await tx.get('SELECT 1 AS there FROM shop WHERE shop_code = ?', [shopCode]);
  const registers = new Set<string>();
  const codes = new Set([...shifts, ...documents].map(({ registerCode }) => registerCode));
  for (const code of codes)
    if (code !== null && (await findRegisterByCodes(tx, shopCode, code)) !== undefined) registers.add(code);
  return { shop: shop !== undefined, registers };
}

/** Closed sales and refunds as they stand in the file. The classes of documents are those of the shop. */
function receiptsOf({ documents }: SalesFileContents, { codes }: LoadContext) {
  let receipts = 0;
  let saleSum = 0;
  let refundSum = 0;
  for (const document of documents) {
    if (isSetAside(document) || !isClosedDocument(document)) continue;
    const documentClass = codes.documentClass(document.documentType);
    if (documentClass !== 'sale' && documentClass !== 'refund') continue;
    receipts += 1;
    if (documentClass === 'sale') saleSum = addKopecks(saleSum, revenueOf(document, documentClass));
    else refundSum = addKopecks(refundSum, -revenueOf(document, documentClass));
  }
  return { receipts, saleSum, refundSum };
}

type ReadShift = Omit<ForecastShift, 'registerCode' | 'registerIsNew' | 'state'> & { revision: number };

async function shiftsOf(
  tx: Transaction<Tables>,
  touched: readonly TouchedShift[],
  known: ReadonlySet<string>,
): Promise<ForecastShift[]> {
  const shifts: ForecastShift[] = [];
  for (const { context, shiftId, changed } of touched) {
    const { shopId, registerCode } = context.register;
    const row = await tx.get<ReadShift>(
      `SELECT shift_number AS "shiftNumber", opened_at AS "openedAt", closed_at AS "closedAt", revision,
         COALESCE(reported_sale_count, counted_sale_count) + COALESCE(reported_refund_count, counted_refund_count) AS receipts,
         COALESCE(reported_sale_sum, counted_sale_sum) AS "saleSum",
         COALESCE(reported_refund_sum, counted_refund_sum) AS "refundSum",
         COALESCE(reported_revenue, counted_sale_sum - counted_refund_sum) AS revenue
       FROM shift WHERE shop_id = ? AND shift_id = ?`,
      [shopId, shiftId],
    );
    if (row === undefined) continue;
    const { revision, ...shift } = row;
    // A shift begins with revision 1.
    const state = changed ? (revision === 1 ? 'new' : 'changed') : 'same';
    shifts.push({ ...shift, registerCode, registerIsNew: !known.has(registerCode), state });
  }
  return shifts;
}

/** What the log would say beside the good news, and why records would be set aside. */
function problemsOf(contexts: readonly LoadContext[]): FileForecast['problems'] {
  const problems = new Map<string, FileForecast['problems'][number]>();
  const add = (key: string, problem: FileForecast['problems'][number]) => {
    const same = problems.get(key);
    if (same === undefined) problems.set(key, problem);
    else same.n += problem.n;
  };
  for (const context of contexts) {
    for (const { code, level, params } of context.events)
      if (level !== 'info') add(`${code} ${JSON.stringify(params)}`, { code, level, n: 1, params });
    for (const [code, { count, details }] of context.asides) {
      const { bytes: _, ...params } = details;
      add(`${code} ${JSON.stringify(params)}`, { code, level: 'warning', n: count, params });
    }
  }
  return [...problems.values()];
}
