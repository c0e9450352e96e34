/**
 * Texts of registers that a spreadsheet would take for formulas: in no file that a person or a program downloads is one, numbers stay
 * numbers. What the ERP gets is not touched (tests/attacks/markup.test.ts).
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { csvDialects, reportNames } from '../../contracts/web-api.ts';
import { smena } from '../command-line/run.ts';
import { databasesUnderTest, type OpenedDatabase } from '../support/databases.ts';
import { linesOf, partsOf } from '../support/downloads.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openWebApi, type WebApiUnderTest } from '../support/web-api.ts';
import { ADDRESS, hostileFile, textFields } from './hostile-sales.ts';

/** How a cell begins that would be counted, and how one is smuggled into a line. */
const beginnings = [
  '=',
  '+',
  '-',
  '@',
  '\t=',
  '\r=',
  '\n=',
  ' =',
  '\u200b=',
  '\ufeff=',
  '\uff1d',
  '\uff0d',
  'a,=',
  'a;=',
  'a\t=',
  '";=',
  '"\r\n=',
];
const BODY = "cmd|'/C calc'!A0";
const MARCH = 'shop=5&from=2026-03-01&to=2026-03-31';

/** Cells of a text that is read with this separator, as a spreadsheet reads it. */
function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = [];
  let [cell, inside, begun] = ['', false, false];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (inside && letter === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"' && (inside || !begun)) {
      inside = !inside;
      begun = true;
    } else if (!inside && (letter === separator || letter === '\r' || letter === '\n')) {
      cells.push(cell);
      [cell, begun] = ['', false];
    } else {
      cell += letter;
      begun = true;
    }
  }
  return [...cells, cell];
}

const isNumber = (cell: string) => /^[+-]?\d+([.,]\d+)?$/.test(cell);
const wouldCount = (cell: string) =>
  /^[\s\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(cell) && !isNumber(cell);

/** However a spreadsheet is set up, it counts nothing. */
function checkCsv(text: string, about: string, own: ';' | ','): void {
  const bare = text.replace(/^\ufeff/, '');
  for (const cell of cellsOf(bare, own)) assert.ok(!wouldCount(cell), `${about}: ${JSON.stringify(cell)}`);
  for (const separator of [';', ',', '\t'])
    for (const cell of cellsOf(bare, separator))
      assert.ok(
        !/^[=+@-](?!\d)/.test(cell),
        `${about}, read with ${JSON.stringify(separator)}: ${JSON.stringify(cell)}`,
      );
}

async function checkExcel(bytes: Buffer, about: string): Promise<boolean> {
  const parts = await partsOf(bytes);
  let carries = false;
  for (const [path, xml] of Object.entries(parts)) {
    for (const [, formula = ''] of xml.matchAll(/<f[^>]*>([^<]*)<\/f>/g))
      assert.match(formula, /^SUBTOTAL\(109,/, about);
    for (const [, value = ''] of xml.matchAll(/<v>([^<]*)<\/v>/g)) assert.match(value, /^-?\d+(\.\d+)?$/, about);
    assert.doesNotMatch(xml, /<f[^>]*>[^<]*cmd|ddeLink|externalLink/, about);
    if (path.startsWith('xl/worksheets/sheet'))
      carries ||= linesOf(xml).some((line) => Object.values(line).some(({ text }) => text.includes('cmd|')));
  }
  return carries;
}

describe('formulas in texts of registers', () => {
  let opened: OpenedDatabase;
  let here: WebApiUnderTest;
  before(async () => {
    const [engine] = databasesUnderTest;
    opened = await (engine ?? assert.fail()).open();
    here = await openWebApi(opened.database);
    await here.fetch('/api/v1/shops', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ shopCode: '5', name: `=${BODY}` }),
    });
    for (const [index, beginning] of beginnings.entries()) {
      const text = (field: string) => `${beginning}${BODY} ${field}`;
      const answer = await here.fetch('/api/v1/files?shop=5', {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(`=${BODY}.json`) },
        body: hostileFile({ shift: 100 + index, text }),
      });
      assert.equal(answer.status, 200, await answer.clone().text());
      const { outcome, documents } = (await answer.json()) as {
        outcome: string;
        documents: { new: number; set_aside: number };
      };
      assert.deepEqual([outcome, documents.new, documents.set_aside], ['processed', 5, 1]);
    }
  });
  after(async () => {
    await here[Symbol.asyncDispose]();
    await opened[Symbol.asyncDispose]();
  });

  test('the file of the test fills every text that the code reads', () => {
    const filled = new Set<string>();
    hostileFile({ shift: 1, text: (field) => `${filled.add(field).size}` });
    for (const field of textFields()) assert.ok(filled.has(field) || field === ADDRESS, field);
    assert.ok(textFields().size > 15, [...textFields()].join());
  });

  test('no report and no list of receipts is counted by a spreadsheet, for people or for programs; numbers stay numbers', async () => {
    const carrying = { csv: 0, xlsx: 0 };
    for (const name of [...reportNames.map((report) => `reports/${report}`), 'receipts']) {
      for (const dialect of csvDialects) {
        const file = await here.fetch(`/api/v1/${name}/file?${MARCH}&format=csv&dialect=${dialect}`);
        const text = await file.text();
        assert.equal(file.status, 200, text);
        checkCsv(text, `${name} ${dialect}`, dialect === 'people' ? ';' : ',');
        if (text.includes('cmd|')) carrying.csv += 1;
        const numbers = cellsOf(text, dialect === 'people' ? ';' : ',').filter(isNumber);
        assert.ok(numbers.length > 0, name);
      }
      const excel = await here.fetch(`/api/v1/${name}/file?${MARCH}&format=xlsx`);
      if (await checkExcel(Buffer.from(await excel.arrayBuffer()), name)) carrying.xlsx += 1;
    }
    // Not by leaving the texts out.
    assert.ok(carrying.csv >= 12 && carrying.xlsx >= 6, JSON.stringify(carrying));
    const goods = await (await here.fetch(`/api/v1/reports/goods/file?${MARCH}&format=csv&dialect=rfc4180`)).text();
    assert.match(goods, /,-?\d+\.\d{2},/);
  });

  test('neither are the log, the audit trail and the feed for programs, where a negative revenue keeps its sign', async () => {
    for (const path of [
      '/log/download?lang=ru',
      '/audit/file?dialect=people',
      '/audit/file?dialect=rfc4180',
      '/erp/feed?format=csv',
    ]) {
      const file = await here.fetch(`/api/v1${path}`);
      const text = await file.text();
      assert.equal(file.status, 200, `${path} ${text}`);
      checkCsv(text, path, /rfc4180|feed/.test(path) ? ',' : ';');
    }
    const feed = await (await here.fetch('/api/v1/erp/feed')).text();
    for (const row of feed.trim().split('\n').filter(Boolean)) assert.doesNotMatch(row, /cmd\|/);
  });

  test('a report of the command line is the same file', async (t) => {
    const path = join(temporaryFolder(t), 'goods.csv');
    const period = ['--from', '2026-03-01', '--to', '2026-03-31'];
    const asked = ['report', 'goods', '--shop', '5', ...period, '--out', path, '--server', here.api.url];
    const { code, err } = await smena(asked);
    assert.equal(code, 0, err);
    const text = readFileSync(path, 'utf8');
    assert.ok(text.includes('cmd|'));
    checkCsv(text, 'smena report', ';');
  });
});
