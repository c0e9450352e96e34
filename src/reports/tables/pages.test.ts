import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ReceiptQuery, type ReportQuery, type ReportTable, receiptQuery } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { fullShift, type ReportStage, reportStage } from '../../../tests/support/report-stage.ts';
import { amount, line, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { systemClock } from '../../platform/clock.ts';
import { receiptPages, receiptsReport } from './receipts.ts';

const SHOPS = ['5', '6'];
const LISTS = ['refunds', 'cancelled', 'cash', 'shifts'] as const;
/** The shifts of March, and one of a year before. */
const YEARS = { from: '2025-01-01', to: '2026-12-31' };

/** A closed shift of a day with two rows of every list: a return and an annulment, two cancelled lines, cash in and out. */
function shiftOf(shift: number, date: string, cents: string): string {
  const at = { timeBeg: `${date}T09:00:00`, timeEnd: `${date}T09:01:00`, shift };
  const id = (n: number) => `00000000-0000-4000-8000-${String(shift * 100 + n).padStart(12, '0')}`;
  const of = (n: number, sum: string, keys: Record<string, unknown> = {}) =>
    receipt(n, `${sum}.${cents}`, { ...at, identifier: id(n), ...keys });
  const noLines = { inventPositions: [], moneyPositions: [] };
  const stornoPositions = [8, 9].map((n) => line(n, { sum: `${n}.${cents}`, item: 'C' }));
  return salesFile({
    shifts: [shiftInfo({ shift, timeBeg: `${date}T08:00:00`, timeEnd: `${date}T21:00:00`, sumGain: amount('70.00') })],
    documents: [
      of(1, '500', { docType: 3, ...noLines }),
      of(2, '100', { stornoPositions }),
      of(3, '30', { docType: 25, lines: [{ sum: `30.${cents}` }] }),
      of(4, '55', { docType: 7, payments: [[100, 1, `55.${cents}`]] }),
      of(5, '400', { docType: 4, ...noLines }),
    ],
  });
}

/** Three days of two shops, of shop 6 one of the year before; shop 5 has two shifts on one day. */
async function fill(here: ReportStage): Promise<void> {
  for (const [index, shopCode] of SHOPS.entries())
    for (const day of [10, 11, 12]) await here.bring(shopCode, shiftOf(300 + day, `2026-03-${day}`, `0${index + 1}`));
  await here.bring('6', shiftOf(299, '2025-02-03', '03'));
  await here.bring('5', shiftOf(420, '2026-03-12', '05').replaceAll('T08:00:00', 'T21:30:00'));
}

/** Searches that walk through the shifts and searches that an index answers. */
const ASKED: Partial<ReceiptQuery>[] = [
  { ...YEARS, kind: 'refund' },
  YEARS,
  { number: 3 },
  { sum: '30.01', within: '1' },
];

type Read = (page: { limit: number; after?: string }) => Promise<ReportTable>;

/** All pages of so many rows; `between` is done after the first one. */
async function pagesOf(read: Read, limit: number, between: () => Promise<void> = async () => undefined) {
  const pages: ReportTable[] = [];
  for (let after: string | null | undefined; after !== null; after = pages.at(-1)?.next ?? null) {
    pages.push(await read({ limit, ...(after === undefined ? {} : { after }) }));
    if (pages.length === 1) await between();
    assert.ok(pages.length < 100, 'the pages end');
  }
  return pages;
}

const keys = (tables: readonly ReportTable[]) => tables.flatMap(({ rows }) => rows.map(({ key }) => key));

function kopecks(text: unknown): bigint {
  return BigInt(String(text ?? '0').replace('.', ''));
}

for (const engine of databasesUnderTest)
  describe(`pages of reports on ${engine.name}`, () => {
    it('hold every row once in the order of the whole list, whatever their length, and their totals are those of all rows', async () => {
      await using here = await reportStage(engine);
      await fill(here);
      for (const report of LISTS)
        for (const place of [{}, { shop: '5' }, { shop: '5', register: '12' }] as Partial<ReportQuery>[]) {
          const read: Read = (page) => here.read(report, { ...YEARS, ...place, ...page });
          const whole = await read({ limit: 10_000 });
          const shifts = 'shop' in place ? 4 : 8;
          assert.equal(whole.rowCount, report === 'shifts' ? shifts : 2 * shifts, report);
          assert.equal(whole.rows.length, whole.rowCount, report);
          for (const limit of [1, 3, 5]) {
            const pages = await pagesOf(read, limit);
            assert.deepEqual(keys(pages), keys([whole]), `${report} by ${limit}`);
            for (const { totals, rowCount } of pages)
              assert.deepEqual([totals, rowCount], [whole.totals, whole.rowCount]);
          }
          for (const { key } of whole.columns.filter(
            ({ kind, key }) => kind === 'money' && key !== 'price' && key !== 'drawerSum',
          ))
            assert.equal(
              whole.rows.reduce((sum, { cells }) => sum + kopecks(cells[key]), 0n),
              kopecks(whole.totals[key]),
              `${report}: ${key}`,
            );
        }
    });

    it('repeat nothing and lose nothing when shifts of an earlier, the same and a later day arrive between two of them', async () => {
      for (const limit of [2, 3]) {
        await using here = await reportStage(engine);
        await fill(here);
        const late = async () => {
          await here.bring('6', shiftOf(401, '2026-03-09', '11'));
          await here.bring('6', shiftOf(402, '2026-03-12', '12').replaceAll('T08:00:00', 'T21:30:00'));
          await here.bring('6', shiftOf(403, '2026-03-13', '13'));
        };
        const before = new Map<string, string[]>();
        for (const report of LISTS) before.set(report, keys([await here.read(report, YEARS)]));
        let arrived = false;
        for (const report of LISTS) {
          const between = async () => {
            if (!arrived) await late();
            arrived = true;
          };
          const pages = await pagesOf((page) => here.read(report, { ...YEARS, ...page }), limit, between);
          const read = keys(pages);
          assert.equal(new Set(read).size, read.length, `${report}: nothing twice`);
          const missing = before.get(report)?.filter((key) => !read.includes(key));
          assert.deepEqual(missing, [], `${report}: nothing missing`);
          const earlier = keys([await here.read(report, { from: '2026-03-09', to: '2026-03-09' })]);
          assert.deepEqual(
            earlier.filter((key) => !read.includes(key)),
            [],
            `${report}: what came behind the page is on the next ones`,
          );
        }
      }
    });

    it('of found receipts do so too, through an index and by walking', async () => {
      for (const asked of ASKED) {
        await using here = await reportStage(engine);
        await fill(here);
        const read: Read = async (page) => {
          const answer = await receiptsReport(here.database, systemClock, receiptQuery.parse({ ...asked, ...page }));
          assert.ok(answer.ok);
          return answer.value;
        };
        const whole = keys([await read({ limit: 1000 })]);
        const pages = keys(await pagesOf(read, 2, () => here.bring('6', shiftOf(405, '2026-03-13', '01'))));
        assert.deepEqual(pages, whole, JSON.stringify(asked));
      }
    });

    it('of a file hold the rows of the screen, wherever a stretch of places ends that is found at once', async () => {
      for (const asked of ASKED) {
        await using here = await reportStage(engine);
        await fill(here);
        const query = receiptQuery.parse({ ...asked, limit: 1000 });
        for (const ahead of [1, 3, 1000]) {
          const screen = await receiptsReport(here.database, systemClock, query);
          assert.ok(screen.ok);
          const file = receiptPages(here.database, systemClock, { ...query, limit: 2 }, ahead);
          const read: Read = async ({ after }) => {
            const answer = await file(after);
            assert.ok(answer.ok);
            return answer.value;
          };
          const shift = 410 + ahead;
          const pages = await pagesOf(read, 2, () => here.bring('6', shiftOf(shift, '2026-03-13', '01')));
          assert.deepEqual(
            pages.flatMap(({ rows }) => rows),
            screen.value.rows,
            `${JSON.stringify(asked)}, ${ahead} at once`,
          );
          assert.ok(pages.every(({ rows, rowCount }) => rows.length <= 2 && rowCount === rows.length));
        }
      }
    });

    it('lists take in shifts that hold only one kind of what they list', async () => {
      await using here = await reportStage(engine);
      const noLines = { inventPositions: [], moneyPositions: [] };
      const kinds: [shift: number, keys: Record<string, unknown>][] = [
        [351, { docType: 2 }],
        [352, { docType: 7, payments: [[100, 1, '10.00']] }],
        [353, { docType: 3, ...noLines }],
        [354, { docType: 1, stornoPositions: [line(9, { sum: '9.00' })] }],
      ];
      for (const [shift, keysOf] of kinds) {
        const shifts = [shiftInfo({ shift, timeBeg: `2026-03-14T1${shift % 10}:00:00` })];
        const documents = [receipt(shift, '10.00', { shift, ...keysOf })];
        await here.bring('5', salesFile({ shifts, documents }));
      }
      const numbers = async (report: string) =>
        (await here.read(report, YEARS)).rows.map(({ cells }) => cells['shift']);
      assert.deepEqual(await numbers('refunds'), ['352', '351']);
      assert.deepEqual(await numbers('cash'), ['353']);
      assert.deepEqual(await numbers('cancelled'), ['354']);
    });

    it('a document that is not finished is found, though its shift counts none', async () => {
      await using here = await reportStage(engine);
      const open = receipt(7, '10.00', { timeEnd: null, identifier: 'open-7' });
      await here.bring('5', salesFile({ documents: [open] }));
      const answer = await receiptsReport(here.database, systemClock, receiptQuery.parse({ shop: '5' }));
      assert.ok(answer.ok);
      assert.deepEqual(
        answer.value.rows.map(({ cells }) => cells['number']),
        ['7'],
      );
    });

    it('a report of a single shift begins its drawer where the shift before it on the same day ended', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift().replace('"kkms":[]', '"kkms":[],"sumDrawer":303.33'));
      const second = shiftInfo({ shift: 348, timeBeg: '2026-03-14T22:00:00' });
      const sale = receipt(9, '20.00', { shift: 348, identifier: 'second-9', timeEnd: '2026-03-14T22:10:00' });
      await here.bring('5', salesFile({ shifts: [second], documents: [sale] }));
      const table = await here.read('shifts', { shop: '5', register: '12', shift: '348@2026-03-14' });
      assert.deepEqual(
        table.rows.map(({ cells }) => cells['drawerSum']),
        ['323.33'],
      );
    });
  });
