/** `smena report`: the same figures on the screen, as JSON and in files, on a server and on a data folder. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { reportTable } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { linesOf, partsOf } from '../support/downloads.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { untilSettled } from '../support/shop-floor.ts';
import { smena } from './run.ts';

const words = (line: string) => line.split(' ');

test('report: a table for people, JSON for programs, Excel and CSV files, an exit code for each end', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'smena-reports-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const server = await startTestServer({ dataFolder: join(folder, 'data') });
  await using _server = server;
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
  await untilSettled(api);
  const shift = '--shop 5 --register 12 --shift 347@2026-03-14';
  const table: [line: string, code: number, out: RegExp, err: RegExp][] = [
    [`report departments ${shift}`, 0, /Отчёт по отделам[\s\S]*215,81[\s\S]*Итого .*200,81/, /^$/],
    [`report departments ${shift} --plain`, 0, /^1\t2\t3\t2\.000\t.*\n2\t1\t1\t1\.000\t.*\n$/, /^$/],
    ['report sales --shop 5 --from 2026-03-14 --to 14.03.2026 --lang en', 0, /Sales report[\s\S]*14 Mar 2026/, /^$/],
    [
      'report refunds --shop 5 --from 2026-03-15 --to 2026-03-15',
      0,
      /Прошлый период: 14\.03\.2026 – 14\.03\.2026: Возвраты, ₽ 45,00 \(−45,00\).* · Аннулировано, ₽ 0,00 \(0\)/,
      /ничего нет/,
    ],
    [
      'report sales --shop 5 --from 2026-03-14 --to 2026-03-14',
      0,
      /Прошлый период: 13\.03\.2026 – 13\.03\.2026\n/,
      /^$/,
    ],
    ['report sales --from 2026-04-01 --to 2026-04-02', 0, /2026/, /ничего нет[\s\S]*неполные: касс без смен 1/],
    ['report departments --shop 404', 3, /^$/, /404/],
    ['report nothing', 2, /^$/, /sales, shifts, departments/],
    ['report departments --shift 347@2026-03-14', 2, /^$/, /--register/],
    ['report departments --register 12', 2, /^$/, /--shop/],
    ['report sales --by week', 2, /^$/, /day, shop, register/],
    ['receipt find --number 5001', 0, /14\.03\.2026 09:03[\s\S]*продажа[\s\S]*215,81/, /^$/],
    ['receipt find --sum 215,81 --shop 5 --plain', 0, /^2026-03-14T09:03:40\t5\t12\t347\t5001\tsale\t.*\n$/, /^$/],
    ['receipt find --number x', 2, /^$/, /--number/],
    ['receipt find --cashier 7001', 0, /^$/, /последние 7 дней/],
    [
      'receipt route 6f1c0a52-0001-4c1e-9d55-000000005001',
      0,
      /✓ касса закрыла чек +14\.03\.2026 09:03[\s\S]*○ АСТУ подтвердила/,
      /^$/,
    ],
    ['receipt route none', 3, /^$/, /none/],
    [`report departments ${shift} --out /no/such/folder/x.csv`, 1, /^$/, /не записан/],
  ];
  const at = ['--server', server.url];
  for (const [line, code, out, err] of table) {
    const end = await smena([...words(line), ...at]);
    assert.equal(end.code, code, `smena ${line}: ${end.out}${end.err}`);
    assert.match(end.out, out, line);
    assert.match(end.err, err, line);
  }
  const read = async (where: string[]) => {
    const { schema, ...answer } = JSON.parse(
      (await smena([...words(`report departments ${shift} --json`), ...where])).out,
    );
    assert.equal(schema, 1);
    return reportTable.parse(answer);
  };
  const online = await read(at);
  assert.equal(online.totals['revenue'], '200.81');
  const excel = await smena([...words(`report departments ${shift} --out departments.xlsx`), ...at], { cwd: folder });
  assert.deepEqual([excel.code, excel.out], [0, 'departments.xlsx\n'], excel.err);
  await server.stop();
  const local = ['--data', join(folder, 'data')];
  const offline = await read(local);
  assert.deepEqual({ ...offline, asOf: '' }, { ...online, asOf: '' });
  const csv = await smena([...words(`report departments ${shift} --format csv`), ...local], { cwd: folder });
  assert.deepEqual([csv.code, csv.out], [0, 'Отчёт_по_отделам_маг5_касса12_347@2026-03-14.csv\n'], csv.err);
  const lines = readFileSync(join(folder, csv.out.trim()), 'utf8').split('\r\n');
  assert.match(lines[3] ?? '', /^Итого;3;4;3,000;254,80;8,99;245,81;45,00;200,81;/);
  const parts = await partsOf(readFileSync(join(folder, 'departments.xlsx')));
  assert.equal(linesOf(parts['xl/worksheets/sheet1.xml'] ?? '').at(-1)?.['I']?.text, '200.81');
});
