/** One figure in every form that people and programs get it in: the screen, the API, CSV, Excel and the sales file of the ERP. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReportFileQuery, ReportQuery, ReportTable } from '../../contracts/web-api.ts';
import { reportFileQuery } from '../../contracts/web-api.ts';
import { formatKopecks } from '../../src/domain/money.ts';
import { openDownload } from '../../src/downloads/downloads.ts';
import { type ShiftToWrite, writeSalesFile } from '../../src/formats/sales-file/sales-file.ts';
import { shiftRecord } from '../../src/pipeline/exports/shift-to-export.ts';
import type { ShiftRow } from '../../src/schema/tables.ts';
import { bookFile } from '../../src/simulator/erp-file.ts';
import { money } from '../../web/src/format/format.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { bytesOf, linesOf, partsOf } from '../support/downloads.ts';
import { fullShift, type ReportStage, reportStage } from '../support/report-stage.ts';
import { insertShifts, type ShiftByHand } from '../support/shift-rows.ts';

const SHIFTS = 10_000;
const YEAR = { shop: '5', register: '12', from: '2025-01-01', to: '2025-12-31' };
/** Column of the report, its heading, and the key of the file. */
const FIGURES = [
  ['saleCash', 'Продажи, ₽: Наличные', 'sumsalecash'],
  ['saleNoncash', 'Продажи, ₽: Безнал', 'sumsalenoncash'],
  ['revenue', 'Выручка, ₽: Всего', 'sumGain'],
  ['refundCash', 'Возвраты, ₽: Наличные', 'sumrefundcash'],
] as const;
type Figure = (typeof FIGURES)[number][0];
type Totals = Record<Figure, string>;

type Receipts = { cash: number; noncash: number; refund: number };
type RandomShift = { row: ShiftByHand; receipts: Receipts; shown: Record<Figure, number> };

/** Of some the register has reported its sums, which differ from the receipts at times; of others only the receipts speak. */
function randomShift(random: (below: number) => number, index: number): RandomShift {
  const receipts = { cash: random(200_000_000), noncash: random(100_000_000), refund: random(50_000_000) };
  const counted = { saleCash: receipts.cash, saleNoncash: receipts.noncash, refundCash: receipts.refund };
  const reported = random(10) > 0;
  const said = reported
    ? { ...counted, saleCash: receipts.cash + (random(4) === 0 ? random(100_000) - 50_000 : 0) }
    : counted;
  const shown = { ...said, revenue: said.saleCash + said.saleNoncash - said.refundCash };
  const day = `2025-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`;
  const row = {
    shift_id: 1_000 + index,
    shift_number: index + 1,
    business_date: day,
    opened_at: `${day}T08:00:00`,
    closed_at: `${day}T22:00:00`,
    reported_drawer_sum: 0,
    ...(reported && {
      reported_sale_sum: said.saleCash + said.saleNoncash,
      reported_sale_cash: said.saleCash,
      reported_sale_noncash: said.saleNoncash,
      reported_refund_sum: said.refundCash,
      reported_refund_cash: said.refundCash,
      reported_revenue: shown.revenue,
    }),
    counted_sale_sum: receipts.cash + receipts.noncash,
    counted_sale_cash: receipts.cash,
    counted_sale_noncash: receipts.noncash,
    counted_refund_sum: receipts.refund,
    counted_refund_cash: receipts.refund,
    counted_sale_count: 1,
    counted_refund_count: 1,
  };
  return { row, receipts, shown };
}

const add = (values: Iterable<number>) => {
  let sum = 0n;
  for (const value of values) sum += BigInt(value);
  return Number(sum);
};

function totalsOf(of: (name: Figure) => Iterable<number>): Totals {
  return Object.fromEntries(FIGURES.map(([name]) => [name, formatKopecks(add(of(name)))])) as Totals;
}

/** Kopecks of a text with a point or a comma, whatever minus it has. */
const kopecksOf = (text: string | undefined) =>
  Number((text ?? '').replaceAll('\u00a0', '').replace('\u2212', '-').replace(/[.,]/, ''));

/** All rows of a report, page by page. */
async function readAll(here: ReportStage, query: Partial<ReportQuery>): Promise<ReportTable> {
  const first = await here.read('shifts', query);
  const rows = [...first.rows];
  let { next } = first;
  while (next !== null) {
    const page = await here.read('shifts', { ...query, after: next });
    rows.push(...page.rows);
    next = page.next;
  }
  return { ...first, rows };
}

async function download(here: ReportStage, format: ReportFileQuery['format']): Promise<Buffer> {
  const { format: _, dialect, lang: language, ...query } = reportFileQuery.parse({ ...YEAR, format });
  const read = async (after: string | undefined) =>
    ({ ok: true, value: await here.read('shifts', { ...query, after }) }) as const;
  const file = await openDownload(read, { format, dialect, language }, '1.2.3');
  assert.ok(file.ok);
  return bytesOf(file.value);
}

/** A sale with two payments and a return, as a register writes them. */
function documentTexts(number: number, day: string, { cash, noncash, refund }: Receipts): string[] {
  const text = (type: number, sum: number, codes: [goods: number, money: number], paid: [number, number][]) =>
    `{"docType":${type},"docNum":${number * 2 + (type === 1 ? 0 : 1)},"cashCode":"12","shift":${number},"userCode":"7001",` +
    `"timeEnd":"${day}T12:00:00","docSum":${formatKopecks(sum)},"inventPositions":[{"posNum":1,"opCode":${codes[0]},` +
    `"inventCode":"1","barCode":"","quant":1.000,"price":${formatKopecks(sum)},"posSum":${formatKopecks(sum)},"disc_abs":0.00,` +
    `"discountPositions":[],"bonusPositions":[],"taxes":[]}],"moneyPositions":[${paid
      .map(([type, of]) => `{"opCode":${codes[1]},"valCode":${type},"sumB":${formatKopecks(of)}}`)
      .join(',')}],"stornoPositions":[]}`;
  return [
    text(
      1,
      cash + noncash,
      [50, 70],
      [
        [1, cash],
        [4, noncash],
      ],
    ),
    text(25, refund, [58, 74], [[1, refund]]),
  ];
}

/** What the file of each shift has to say, out of the tables. */
async function recordsOf(here: ReportStage): Promise<ShiftToWrite[]> {
  const { shopId } = await here.ids('5', '12');
  const rows = await here.database.all<ShiftRow>(
    'SELECT * FROM shift WHERE shop_id = ? AND business_date < ? ORDER BY shift_id',
    [shopId, '2026-01-01'],
  );
  const place = { registerCode: '12', shopCode: '5', timeZone: 'Europe/Moscow', state: undefined };
  return Promise.all(rows.map((row) => shiftRecord(here.database, { row, ...place })));
}

/** Writes the sales file of every shift and adds up what it says, of the shift and as the ERP books its receipts. */
function writeFiles(records: readonly ShiftToWrite[], shifts: readonly RandomShift[]) {
  const told: Record<Figure, number[]> = { saleCash: [], saleNoncash: [], revenue: [], refundCash: [] };
  const booked = { external: 0, goods: 0, cash: 0, noncash: 0 };
  for (const [index, shift] of records.entries()) {
    const { row, receipts } = shifts[index] ?? assert.fail('a shift that was not made');
    const documents = documentTexts(row.shift_number, row.business_date, receipts).map((raw) => ({ raw }));
    const file = writeSalesFile({ shift, documents, securityLog: [], isCash: (type) => type === 1 });
    assert.ok(file.ok, JSON.stringify(file));
    const head = file.bytes.toString('latin1', 0, 800);
    for (const [name, , key] of FIGURES)
      told[name].push(kopecksOf(new RegExp(`"${key}":(-?\\d+\\.\\d\\d)[,}]`).exec(head)?.[1]));
    const read = bookFile(file.bytes, '5', true);
    booked.external += read.shifts[0]?.externalSum ?? Number.NaN;
    for (const document of read.documents)
      for (const sum of ['goods', 'cash', 'noncash'] as const) booked[sum] += document[sum];
  }
  return { totals: totalsOf((name) => told[name]), booked };
}

/** The files of the first database; another one that gives the same records has the same files. */
let known: { records: ShiftToWrite[]; files: ReturnType<typeof writeFiles> } | undefined;

async function filesOf(here: ReportStage, shifts: readonly RandomShift[]) {
  const records = await recordsOf(here);
  assert.equal(records.length, SHIFTS);
  known ??= { records, files: writeFiles(records, shifts) };
  assert.deepEqual(records, known.records);
  return known.files;
}

for (const engine of databasesUnderTest)
  describe(`figures on ${engine.name}`, () => {
    test('AC20 AC22: 10,000 random shifts: screen, API, CSV, Excel and sales files agree to the kopeck', {
      timeout: 120_000,
    }, async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const random = randomOf(20_260_314);
      const shifts = Array.from({ length: SHIFTS }, (_, index) => randomShift(random, index));
      const rows = shifts.map(({ row }) => row);
      await insertShifts(here.database, await here.ids('5', '12'), rows);
      const expected = totalsOf((name) => shifts.map(({ shown }) => shown[name]));

      const table = await readAll(here, YEAR);
      assert.equal(table.rowCount, SHIFTS);
      assert.equal(table.rows.length, SHIFTS);
      assert.deepEqual({ ...table.totals, ...expected }, table.totals, 'the totals of the API');
      const cells = (name: Figure) => table.rows.map((row) => row.cells[name] as string);
      assert.deepEqual(
        totalsOf((name) => cells(name).map(kopecksOf)),
        expected,
        'the rows of the API',
      );
      const onScreen = (name: Figure) => cells(name).map((cell) => kopecksOf(money('ru', cell)));
      assert.deepEqual(totalsOf(onScreen), expected, 'the rows of the screen');
      const byDay = (await here.read('sales', YEAR)).totals;
      assert.deepEqual({ ...byDay, ...expected }, byDay, 'the report by days');

      const csv = (await download(here, 'csv')).toString('utf8').trim().split('\r\n');
      const lines = csv.map((line) => line.split(';'));
      const heads = lines[0] ?? [];
      const column = (heading: string) => heads.indexOf(heading);
      const inCsv = (of: readonly string[][]) => (name: Figure) => {
        const place = column(FIGURES.find(([figure]) => figure === name)?.[1] ?? '');
        assert.ok(place > 0, `${name} in ${csv[0]}`);
        return of.map((line) => kopecksOf(line[place]));
      };
      assert.equal(lines.length, SHIFTS + 2);
      assert.deepEqual(totalsOf(inCsv(lines.slice(1, -1))), expected, 'the rows of the CSV');
      assert.deepEqual(totalsOf(inCsv(lines.slice(-1))), expected, 'the total of the CSV');

      const parts = await partsOf(await download(here, 'xlsx'));
      const sheet = linesOf(parts['xl/worksheets/sheet1.xml'] ?? '');
      const body = sheet.slice(sheet.findIndex((line) => line['A']?.text === 'Магазин') + 1);
      assert.equal(body.length, SHIFTS + 1);
      const inExcel = (of: typeof body) => (name: Figure) => {
        const letter = String.fromCharCode(65 + column(FIGURES.find(([figure]) => figure === name)?.[1] ?? ''));
        return of.map((line) => kopecksOf(line[letter]?.text));
      };
      assert.deepEqual(totalsOf(inExcel(body.slice(0, -1))), expected, 'the rows of the sheet');
      assert.deepEqual(totalsOf(inExcel(body.slice(-1))), expected, 'the total of the sheet');
      for (const [, heading] of FIGURES)
        assert.match(
          body.at(-1)?.[String.fromCharCode(65 + column(heading))]?.formula ?? '',
          /^SUBTOTAL\(109,/,
          heading,
        );

      const files = await filesOf(here, shifts);
      assert.deepEqual(files.totals, expected, 'the shifts of the files');
      const sold = (of: (receipts: Receipts) => number) => add(shifts.map(({ receipts }) => of(receipts)));
      assert.deepEqual(files.booked, {
        external: kopecksOf(expected.revenue),
        goods: sold(({ cash, noncash, refund }) => cash + noncash - refund),
        cash: sold(({ cash, refund }) => cash - refund),
        noncash: sold(({ noncash }) => noncash),
      });
    });
  });

/** mulberry32: the same numbers every time. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
