/** Reports over real stations: files brought by hand, payment types 4 and 6 with their classes. */
import assert from 'node:assert/strict';
import { type ReportQuery, type ReportTable, reportQuery, reportTable } from '../../contracts/web-api.ts';
import { setDocumentClass, setPaymentClass } from '../../src/pipeline/ledger/ledger.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { QueryDatabase } from '../../src/platform/database/query-builder.ts';
import { findRegister } from '../../src/reports/find-place.ts';
import { tableReport } from '../../src/reports/tables/tables.ts';
import type { Tables } from '../../src/schema/tables.ts';
import type { DatabaseUnderTest } from './databases.ts';
import { openLedger } from './ledger.ts';
import { amount, line, receipt, salesFile, shiftInfo } from './sales.ts';

const MARCH = { from: '2026-03-14', to: '2026-03-14' };

export type ReportStage = AsyncDisposable & {
  read(name: string, query?: Partial<ReportQuery>): Promise<ReportTable>;
  bring(shopCode: string, text: string): Promise<void>;
  drain(): Promise<void>;
  setDocumentClass(
    documentType: number,
    documentClass: Parameters<typeof setDocumentClass>[2]['documentClass'],
  ): Promise<void>;
  recount(): Promise<void>;
  database: QueryDatabase<Tables>;
  ids(shopCode: string, registerCode: string): Promise<{ shopId: string; registerId: string }>;
};

export async function reportStage(engine: DatabaseUnderTest): Promise<ReportStage> {
  const opened = await engine.open();
  const road = await openLedger(opened.database);
  for (const [paymentTypeCode, paymentClass] of [
    [4, 'noncash'],
    [6, 'other'],
  ] as const)
    await setPaymentClass(opened.database, systemClock, { shopId: '', paymentTypeCode, paymentClass });
  return {
    async read(name, query = {}) {
      const answer = await tableReport(opened.database, systemClock, name, reportQuery.parse({ ...MARCH, ...query }));
      assert.ok(answer.ok, JSON.stringify(answer));
      // What is answered is what the API promises.
      return reportTable.parse(answer.value);
    },
    async bring(shopCode, text) {
      const { outcome, reason } = await road.bring(shopCode, text);
      assert.equal(outcome, 'processed', JSON.stringify(reason));
    },
    drain: () => road.drain(),
    database: opened.database,
    async ids(shopCode, registerCode) {
      const place = await findRegister(opened.database, shopCode, registerCode);
      assert.ok(place.ok);
      return { shopId: place.value.shop.shopId, registerId: place.value.registerId };
    },
    setDocumentClass: (documentType, documentClass) =>
      setDocumentClass(opened.database, systemClock, { shopId: '', documentType, documentClass }),
    async recount() {
      await opened.database.transaction((tx) => tx.run('UPDATE shift SET recount = 1'));
      await road.drain();
    },
    async [Symbol.asyncDispose]() {
      await road[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
    },
  };
}

/** Cells of a report as rows of text, in the order of the named columns. */
export function cells(table: ReportTable, ...keys: string[]): unknown[][] {
  return table.rows.map((row) => keys.map((key) => row.cells[key]));
}

export function totals(table: ReportTable, ...keys: string[]): unknown[] {
  return keys.map((key) => table.totals[key]);
}

/** A closed shift with everything: two departments, a card, a gift card, change, a return, an annulment, cash in and out. */
export function fullShift(): string {
  return salesFile({
    shifts: [
      shiftInfo({
        timeEnd: '2026-03-14T21:45:00',
        sumGain: amount('145.00'),
        users: [{ usercode: '7001', username: 'Иванова Мария' }],
      }),
    ],
    documents: [
      { ...receipt(1, '1000.00', { docType: 3 }), docNum: 1, inventPositions: [], moneyPositions: [] },
      receipt(2, '100.00', {
        lines: [
          { sum: '60.00', department: 1, item: 'A', discount: '5.00', tax: '10.00' },
          { sum: '40.00', department: 2, item: 'B', quantity: '0.500' },
        ],
        payments: [
          [70, 1, '50.00'],
          [72, 1, '16.67'],
          [70, 4, '66.67'],
        ],
      }),
      receipt(3, '75.00', {
        timeEnd: '2026-03-14T10:15:00',
        userCode: '7002',
        lines: [{ sum: '75.00', department: 2, item: 'A' }],
        payments: [[70, 6, '75.00']],
        stornoPositions: [
          { ...line(9, { sum: '33.00', item: 'C', department: 3 }), opid: '7777', timestorno: '2026-03-14T10:14:00' },
        ],
      }),
      receipt(4, '30.00', {
        docType: 25,
        lines: [{ sum: '30.00', department: 1, item: 'A' }],
        sourceidentifier: '00000000-0000-4000-8000-000000000002',
        timeEnd: '2026-03-15T00:30:00',
        backReason: 'Брак',
      }),
      receipt(5, '55.00', { docType: 7, payments: [[100, 1, '55.00']] }),
      {
        ...receipt(6, '700.00', { docType: 4, backReason: 'Инкассация' }),
        docNum: 6,
        inventPositions: [],
        moneyPositions: [],
      },
    ],
  });
}
