/** Days of March 2026 in shop 5, loaded, checked and exported by the real stations; the trimmer over them. */
import { join } from 'node:path';
import {
  createReadTrimmed,
  createTrimmer,
  type Trimmer,
  type TrimSettings,
  type TrimStep,
} from '../../src/pipeline/archive/archive.ts';
import { createFeed } from '../../src/pipeline/exports/exports.ts';
import { createReconciliation } from '../../src/pipeline/reconciliation/reconciliation.ts';
import type { QueryDatabase } from '../../src/platform/database/query-builder.ts';
import { silentLogger } from '../../src/platform/logger.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { type ExportsUnderTest, openExports } from './exports.ts';
import { amount, receipt, salesFile, shiftInfo, type TestDocument } from './sales.ts';

export const KEEP_DAYS = 1_095;
export const trimSettings: TrimSettings = {
  keepDays: KEEP_DAYS,
  shopDays: new Map(),
  uncheckedToo: false,
  pushIsOn: false,
};

/** The n-th day: shift 300 + n of register 12 with receipts of 10.00 in cash, and a returned one. */
export function dayFile(day: number, receipts = 3, more: { documents?: TestDocument[]; shift?: object } = {}): string {
  const date = `2026-03-${String(day).padStart(2, '0')}`;
  const number = 300 + day;
  const at = (time: string) => ({ shift: number, timeBeg: `${date}T${time}:00`, timeEnd: `${date}T${time}:30` });
  const identifier = (n: number) => `${date}-${String(n).padStart(6, '0')}`;
  const documents = [
    ...Array.from({ length: receipts }, (_, index) =>
      discounted(
        receipt(index + 1, '10.00', {
          ...at(`09:${String(index % 60).padStart(2, '0')}`),
          identifier: identifier(index + 1),
          checknum: index + 1,
          lines: [
            { sum: '4.00', discount: '1.00', tax: '0.67', item: 'tea' },
            { sum: '6.00', item: 'Ёлка «ё»\\', department: 2 },
          ],
        }),
      ),
    ),
    receipt(receipts + 1, '10.00', {
      ...at('12:00'),
      docType: 2,
      checknum: receipts + 1,
      identifier: identifier(receipts + 1),
    }),
    ...(more.documents ?? []),
  ];
  const sum = amount(`${receipts}0.00`);
  const revenue = amount(`${receipts - 1}0.00`);
  const shift = shiftInfo({
    shift: number,
    timeBeg: `${date}T08:00:00`,
    timeEnd: `${date}T20:00:00`,
    sumSale: sum,
    sumsalecash: sum,
    sumsalenoncash: amount('0.00'),
    sumsaleother: amount('0.00'),
    sumrefund: amount('10.00'),
    sumrefundcash: amount('10.00'),
    sumrefundnoncash: amount('0.00'),
    sumGain: revenue,
    sumgaincash: revenue,
    sumgainnoncash: amount('0.00'),
    countsale: receipts,
    countrefund: 1,
    checknum1: 1,
    checknum2: receipts + 1,
    ...more.shift,
  });
  return salesFile({ shifts: [shift], documents });
}

/** The first line was 5.00 before its discount of 1.00. */
function discounted(document: TestDocument): TestDocument {
  const [first, ...others] = document['inventPositions'] as object[];
  return {
    ...document,
    inventPositions: [
      {
        ...first,
        price: amount('5.00'),
        baseSum: amount('5.00'),
        discountPositions: [
          {
            discType: 'percent',
            discMode: 1,
            discSize: amount('20.00'),
            discSum: amount('1.00'),
            discName: 'Скидка дня',
          },
        ],
      },
      ...others,
    ],
  };
}

export type TrimStage = AsyncDisposable & {
  all: ExportsUnderTest;
  database: QueryDatabase<Tables>;
  folders: { archives: string; keys: string; receipts: string };
  trimmer: Trimmer;
  /** One more, as a new process would make it. */
  trimmerWith(more: { settings?: Partial<TrimSettings>; onStep?: (step: TrimStep) => void; at?: string }): Trimmer;
  /** Brings a file and lets every station work it off. */
  bring(text: string): Promise<void>;
  settle(): Promise<void>;
  /** Moves the clock so far that all days of March may go. */
  age(): void;
  /** All rows of the tables of documents, and of the totals that must not change. */
  rows(): Promise<Record<string, unknown[]>>;
};

const ROWS: Record<string, string> = {
  document: 'document_id',
  document_raw: 'document_id',
  position: 'document_id, line',
  discount: 'document_id, line, ordinal',
  payment: 'document_id, line',
  shift: 'shift_id',
  set_aside: 'set_aside_id',
  shift_total: 'shift_id, hour, department_code, payment_class',
  shift_department: 'shift_id, department_code',
  shift_hour: 'shift_id, hour, cashier_code',
  shift_payment: 'shift_id, payment_type_code',
  shift_discount: 'shift_id, discount_type, discount_name',
  shift_item: 'shift_id, item_code',
  shop_item: 'period, item_code',
  document_type_count: 'document_type',
};

export const documentTables = ['document', 'document_raw', 'position', 'discount', 'payment'] as const;

export async function openTrimStage(database: QueryDatabase<Tables>): Promise<TrimStage> {
  const all = await openExports(database, (road) => createReadTrimmed(database, join(road, 'archives'), silentLogger));
  const clock = { now: () => all.time.ms };
  const of = (name: string) => join(all.road.folder, name);
  const folders = { archives: of('archives'), keys: of('keys'), receipts: of('archived-receipts') };
  const reconciliation = createReconciliation({
    database,
    clock,
    settings: { firstPauseMs: 60_000, clockToleranceMs: 900_000 },
    onChanged: () => undefined,
  });
  const feed = createFeed(database, clock);
  async function settle(): Promise<void> {
    await all.road.drain();
    while (await reconciliation.turn());
    await all.drain();
    while (await feed.turn());
  }
  const trimmerWith: TrimStage['trimmerWith'] = ({ settings, onStep, at }) =>
    createTrimmer({
      database,
      clock,
      folders,
      settings: { ...trimSettings, ...settings },
      at: at ?? null,
      timeZone: 'Europe/Moscow',
      takeUpRestored: () => all.road.ledger.takeUpRestored(),
      ...(onStep === undefined ? {} : { onStep }),
    });
  return {
    all,
    database,
    folders,
    trimmer: trimmerWith({}),
    trimmerWith,
    async bring(text) {
      const { outcome, reason } = await all.road.bring('5', text);
      if (outcome !== 'processed' && outcome !== 'already') throw new Error(`${outcome}: ${JSON.stringify(reason)}`);
      await settle();
    },
    settle,
    age: () => {
      all.time.ms = Date.UTC(2029, 5, 1, 0, 0, 0);
    },
    rows: () => rowsOf(database),
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  };
}

/** Every row that trimming could touch, in a fixed order. */
export async function rowsOf(database: QueryDatabase<Tables>): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const [table, order] of Object.entries(ROWS))
    rows[table] = (await database.all<object>(`SELECT * FROM ${table} ORDER BY ${order}`)).map((row) => ({ ...row }));
  return rows;
}

/** The tables without those of documents, and shifts without the marks of trimming. */
export function totalsOf(rows: Record<string, unknown[]>): Record<string, unknown[]> {
  const kept = Object.entries(rows).filter(([table]) => !(documentTables as readonly string[]).includes(table));
  return Object.fromEntries(
    kept.map(([table, some]) => [
      table,
      some.map((row) => (table === 'shift' ? { ...(row as object), trimmed_utc: null, archive_id: null } : row)),
    ]),
  );
}
