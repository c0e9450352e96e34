import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ReportFileQuery, ReportRow, ReportTable } from '../../contracts/web-api.ts';
import { exportState, reportFileQuery, reportNames } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { bytesOf, linesOf, partsOf } from '../../tests/support/downloads.ts';
import { openInOffice, withOffice } from '../../tests/support/libre-office.ts';
import { cells, fullShift, type ReportStage, reportStage } from '../../tests/support/report-stage.ts';
import { formatKopecks } from '../domain/money.ts';
import { isScreenText } from '../messages/screen-texts.ts';
import { openDownload } from './downloads.ts';
import { xlsxOf } from './xlsx.ts';

const SHIFT = { shop: '5', register: '12', shift: '347@2026-03-14' } as const;

/** `limit` = rows that are read at once. */
async function fileOf(here: ReportStage, report: string, query: Partial<ReportFileQuery> = {}, limit = 10_000) {
  const asked = reportFileQuery.parse(query);
  const { format, dialect, lang: language, ...rest } = asked;
  const file = await openDownload(
    async (after) => ({ ok: true, value: await here.read(report, { ...rest, limit, after }) }),
    { format, dialect, language },
    '1.2.3',
  );
  assert.ok(file.ok);
  return { ...file.value, bytes: await bytesOf(file.value) };
}

/** A table of one text and one money column. */
function tableOf(rows: [string, string | null][]): { table: ReportTable; rows: ReportRow[] } {
  const column = (key: string, kind: 'text' | 'money', figure: string | null) => ({ key, kind, figure, group: null });
  const table = {
    report: 'goods',
    by: null,
    shop: null,
    register: null,
    shift: null,
    from: '2026-03-14',
    to: '2026-03-14',
    previous: null,
    filter: [],
    columns: [column('itemName', 'text', null), column('saleSum', 'money', 'itemSales')],
    rows: [],
    totals: { saleSum: formatKopecks(rows.reduce((sum, [, money]) => sum + Math.round(Number(money ?? 0) * 100), 0)) },
    rowCount: rows.length,
    next: null,
    ties: [],
    heat: null,
    missing: {
      silent: [],
      silentCount: 0,
      openShifts: 0,
      missingReceipts: 0,
      setAside: 0,
      recounting: 0,
      trimmed: { days: 0, archives: [] },
      complete: true,
    },
    loadMode: 'db',
    asOf: '2026-03-14T20:00:00.000Z',
  } satisfies ReportTable;
  return {
    table,
    rows: rows.map(([itemName, saleSum], key) => ({ key: String(key), cells: { itemName, saleSum }, target: {} })),
  };
}

async function excelOf(given: { table: ReportTable; rows: ReportRow[] }, mostRows?: number): Promise<Buffer> {
  const pages = (async function* () {
    yield given.rows;
  })();
  const options = { language: 'ru', version: '1', ...(mostRows === undefined ? {} : { mostRows }) } as const;
  return bytesOf({ body: xlsxOf(given.table, pages, options) });
}

for (const engine of databasesUnderTest)
  describe(`files of reports on ${engine.name}`, () => {
    let here: ReportStage;
    before(async () => {
      here = await reportStage(engine);
      await here.bring('5', fullShift());
    });
    after(() => here[Symbol.asyncDispose]());

    test('AC22: CSV for people opens in a Russian Excel: mark, semicolons, decimal commas, CRLF, totals last', async () => {
      const { fileName, contentType, bytes } = await fileOf(here, 'departments', { ...SHIFT, format: 'csv' });
      assert.equal(fileName, 'Отчёт_по_отделам_маг5_касса12_347@2026-03-14.csv');
      assert.equal(contentType, 'text/csv; charset=utf-8');
      assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      assert.deepEqual(bytes.toString('utf8').slice(1).split('\r\n'), [
        'Отдел;Чеков;Позиций;Количество;Без скидок, ₽;Скидка, ₽;Продажи, ₽;Возвраты, ₽;Выручка, ₽;НДС, ₽;Из выручки, ₽: Наличные;Из выручки, ₽: Безнал;Из выручки, ₽: Прочие;Доля, %',
        '1;2;2;0,000;65,00;5,00;60,00;30,00;30,00;10,00;-10,00;40,00;0,00;20,7',
        '2;2;2;1,500;115,00;0,00;115,00;0,00;115,00;0,00;13,33;26,67;75,00;79,3',
        'Итого;3;4;1,500;180,00;5,00;175,00;30,00;145,00;10,00;3,33;66,67;75,00;100,0',
        '',
      ]);
    });

    test('the file of any report, read page by page, has all its rows once and the totals of its page to the kopeck', async () => {
      for (const report of reportNames) {
        const page = await here.read(report, { limit: 1 });
        const { bytes } = await fileOf(here, report, { from: page.from, to: page.to, format: 'csv' }, 1);
        const lines = bytes.toString('utf8').slice(1).trimEnd().split('\r\n').slice(1);
        const totals = lines.pop()?.split(';').slice(1) ?? [];
        assert.equal(lines.length, page.rowCount, report);
        assert.equal(new Set(lines).size, lines.length, report);
        for (const [at, { key, kind }] of page.columns.entries()) {
          if (at === 0 || kind !== 'money' || page.totals[key] === undefined) continue;
          const total = page.totals[key] ?? '';
          assert.equal(totals[at - 1], String(total).replace('.', ','), `${report}: ${key}`);
        }
      }
    });

    test('CSV for programs is RFC 4180: commas, dots, ISO times, keys as headings, no totals', async () => {
      const { bytes } = await fileOf(here, 'refunds', { ...SHIFT, format: 'csv', dialect: 'rfc4180' });
      assert.deepEqual(bytes.toString('utf8').split('\r\n'), [
        'at,number,kind,refundSum,cash,noncash,annulledSum,cashier,reason,source,days',
        '2026-03-14T09:01:00,5,annulSale,,,,55.00,7001,,,',
        '2026-03-15T00:30:00,4,refundBySale,30.00,30.00,0.00,,7001,Брак,2,1',
        '',
      ]);
    });

    test('AC22, AC23: Excel holds numbers, dates and totals as SUBTOTAL with their value; a second sheet says what figures mean', async () => {
      const { bytes } = await fileOf(here, 'refunds', { ...SHIFT, format: 'xlsx' });
      const parts = await partsOf(bytes);
      const lines = linesOf(parts['xl/worksheets/sheet1.xml'] ?? '');
      const heads = lines.findIndex((line) => line['A']?.text === 'Время');
      assert.deepEqual(
        lines.slice(0, 2).map((line) => [line['A']?.text, line['B']?.text]),
        [
          ['Возвраты и аннулирования', undefined],
          ['Где', 'Магазин 5, Касса 12, Смена 347'],
        ],
      );
      const [annulled, refund, totals] = lines.slice(heads + 1);
      // 46095 = 14.03.2026; 0:30 of the next day is 1/48 of it.
      assert.equal(refund?.['A']?.text, (46096 + 1 / 48).toFixed(9));
      assert.deepEqual([refund?.['D']?.text, annulled?.['D']], ['30.00', undefined]);
      assert.deepEqual(totals?.['D'], {
        text: '30.00',
        formula: `SUBTOTAL(109,D${heads + 2}:D${heads + 3})`,
        style: 10,
      });
      assert.deepEqual(totals?.['G']?.text, '55.00');
      assert.match(parts['xl/worksheets/sheet1.xml'] ?? '', new RegExp(`<pane ySplit="${heads + 1}"`));
      assert.match(
        parts['xl/worksheets/sheet1.xml'] ?? '',
        new RegExp(`<autoFilter ref="A${heads + 1}:K${heads + 3}"`),
      );
      const meanings = linesOf(parts['xl/worksheets/definitions.xml'] ?? '').map((line) => line['A']?.text);
      assert.deepEqual(meanings, ['Показатель', 'Возвраты, ₽', 'Наличные', 'Безнал', 'Аннулировано, ₽', 'Через дней']);
    });

    test('what stands above the rows of a list tells the totals of the period before', async () => {
      const { bytes } = await fileOf(here, 'refunds', { from: '2026-03-15', to: '2026-03-15', format: 'xlsx' });
      const lines = linesOf((await partsOf(bytes))['xl/worksheets/sheet1.xml'] ?? '');
      const told = lines.find((line) => line['A']?.text === 'Прошлый период')?.['B']?.text.replaceAll('\u00a0', ' ');
      assert.equal(told, '14.03.2026 – 14.03.2026: Возвраты, ₽ 30,00 (−30,00) · Аннулировано, ₽ 55,00 (−55,00)');
    });

    test('all pages are in the file', async () => {
      const all = await here.read('refunds');
      const file = await openDownload(
        async (after) => ({ ok: true, value: await here.read('refunds', { limit: 1, after }) }),
        { format: 'csv', dialect: 'rfc4180', language: 'ru' },
        '1',
      );
      assert.ok(file.ok);
      const lines = (await bytesOf(file.value)).toString('utf8').trim().split('\r\n').slice(1);
      assert.deepEqual(
        lines.map((line) => line.split(',')[4]),
        cells(all, 'number').map(([number]) => number),
      );
    });
  });

test('a text that a spreadsheet would take for a formula gets an apostrophe, a quotation mark is doubled, a number keeps its sign', async () => {
  const { table, rows } = tableOf([
    ['=HYPERLINK("http://x")', '-5.00'],
    ['@cmd', '1.00'],
    ['+7 900', null],
    ['Чай "Утро"; 100 г', '2.00'],
  ]);
  const read = async () => ({ ok: true, value: { ...table, rows } }) as const;
  const file = await openDownload(read, { format: 'csv', dialect: 'people', language: 'ru' }, '1');
  assert.ok(file.ok);
  assert.deepEqual((await bytesOf(file.value)).toString('utf8').slice(1).split('\r\n').slice(1, 6), [
    `"'=HYPERLINK(""http://x"")";-5,00`,
    `'@cmd;1,00`,
    `'+7 900;`,
    '"Чай ""Утро""; 100 г";2,00',
    'Итого;-2,00',
  ]);
});

test('more rows than a sheet takes go on in the next sheet, and the total adds up both', async () => {
  const parts = await partsOf(await excelOf(tableOf(Array.from({ length: 5 }, (_, n) => [`${n}`, `${n}.50`])), 2));
  assert.deepEqual(
    [1, 2, 3].map(
      (n) =>
        linesOf(parts[`xl/worksheets/sheet${n}.xml`] ?? '').filter((line) => /\.50$/.test(line['B']?.text ?? ''))
          .length,
    ),
    // The last one holds the total as well, which is 12.50.
    [2, 2, 2],
  );
  const total = linesOf(parts['xl/worksheets/sheet3.xml'] ?? '').at(-1)?.['B'];
  assert.equal(total?.text, '12.50');
  assert.match(
    total?.formula ?? '',
    /^SUBTOTAL\(109,'Отчёт'!B\d+:B\d+\)\+SUBTOTAL\(109,'Отчёт 2'!B\d+:B\d+\)\+SUBTOTAL\(109,'Отчёт 3'!B\d+:B\d+\)$/,
  );
});

test(
  'AC22: LibreOffice opens the files: texts as they are, numbers it can add up, the same totals',
  withOffice,
  async () => {
    const odd: [string, string | null][] = [
      ['=1+1', '-5.00'],
      ['Чай <"Утро"> & \u0001ё', '1234567.89'],
      ['007', null],
    ];
    const [engine] = databasesUnderTest;
    assert.ok(engine !== undefined);
    await using here = await reportStage(engine);
    await here.bring('5', fullShift());
    const sheets = await openInOffice({
      odd: await excelOf(tableOf(odd)),
      parted: await excelOf(tableOf(Array.from({ length: 5 }, (_, n) => [`${n}`, `${n}.50`])), 2),
      departments: (await fileOf(here, 'departments', { ...SHIFT, format: 'xlsx' })).bytes,
    });
    const last = (name: string) => sheets[name]?.at(-1) ?? assert.fail(`${name} of ${Object.keys(sheets).join(', ')}`);
    const oddRows = sheets['odd-Отчёт']?.slice(-4).map((row) => row.slice(0, 2));
    assert.deepEqual(oddRows, [
      ['=1+1', '-5'],
      ['Чай <"Утро"> & ё', '1234567.89'],
      ['007', ''],
      ['Итого', '1234562.89'],
    ]);
    assert.deepEqual(last('parted-Отчёт 3').slice(0, 2), ['Итого', '12.5']);
    assert.deepEqual(last('departments-Отчёт').slice(0, 9), ['Итого', '3', '4', '1.5', '180', '5', '175', '30', '145']);
    assert.ok(sheets['departments-Определения']?.some(([name]) => name === 'Из выручки, ₽: Наличные'));
  },
);

test('every state of an export has its word, on the screen and in files', () => {
  for (const state of exportState.options) assert.ok(isScreenText(`word.${state}`), state);
});
