/** The exchange with the ERP from the command line: tables for people, JSON for programs, an exit code for each end. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type ExportFileList,
  exchangeState,
  exportFileList,
  exportFileText,
  exportTargetList,
  type SalesRequestList,
  salesRequestList,
  startedExport,
} from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

const json = (out: string) => {
  const { schema, ...rest } = JSON.parse(out) as Record<string, unknown>;
  assert.equal(schema, 1);
  return rest;
};

test('M22, M27–M30: export run, again, files, show; erp status, requests, targets', async () => {
  await using server = await startTestServer({ env: { SMENA_EXPORTS_LOOK_INTERVAL_MS: '100 ms' } });
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.addRegister('5', '12');
  await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
  const published = (n: number) =>
    until(`${n} files are published`, async () => (await api.get<ExportFileList>('/erp/files')).files.length === n);
  await published(1);
  writeFileSync(join(server.exchangeFolder, '5', 'sale12', 'sale.req'), 'не запрос');
  await until(
    'the bad request is refused',
    async () => (await api.get<SalesRequestList>('/erp/requests')).counts.refused === 1,
  );
  const at = ['--server', server.url];
  const shift = '5/12/347@2026-03-14';
  const table: [line: string, code: number, out: RegExp, err: RegExp][] = [
    ['export files', 0, /E-1[\s\S]*5\/12\/347@2026-03-14[\s\S]*ждёт АСТУ[\s\S]*200,81/, /^$/],
    ['export files --state failed', 0, /^$/, /Файлов ещё не было/],
    ['export files --plain --lang en', 0, /^E-1\t5\/12\/347@2026-03-14\twaiting\t3\t200\.81\t/, /^$/],
    ['export show E-1', 0, /^### shift info begin ###\n[\s\S]*### securitylog info end ###\n$/, /АСТУ примет файл/],
    ['export show x', 2, /^$/, /E-301/],
    ['export show E-99', 3, /^$/, /E-99/],
    ['export run --shop 5', 0, /^Невыгруженных смен нет\.\n$/, /^$/],
    ['export run', 2, /^$/, /--shop/],
    ['export run --shop 99', 3, /^$/, /99/],
    [`export again ${shift} --dry-run`, 0, /^Перевыгружается 1 смена на 200,81 ₽\.\n$/, /./],
    [`export again ${shift}`, 0, /^Перевыгружается 1 смена на 200,81 ₽\.\n$/, /^$/],
    ['export again 5/12/9@2026-03-14', 3, /^$/, /9@2026-03-14/],
    ['export again 5-12', 2, /^$/, /5-12/],
    ['erp requests', 0, /R-1[\s\S]*5\/12[\s\S]*не выполнен/, /^$/],
    ['erp requests --shop 99', 3, /^$/, /99/],
    ['erp targets', 0, /folder 5/, /^$/],
    ['erp status', 0, /Не выгружено: нет[\s\S]*Папка обмена/, /^$/],
  ];
  for (const [line, code, out, err] of table) {
    const end = await smena([...line.split(' '), ...at]);
    assert.equal(end.code, code, `smena ${line}: ${end.out}${end.err}`);
    assert.match(end.out, out, line);
    assert.match(end.err, err, line);
    // The trial before it has left no trace.
    if (line.endsWith('--dry-run')) assert.equal((await api.get<ExportFileList>('/erp/files')).files.length, 1);
  }
  await published(2);
  const confirmed = {
    shopCode: '5',
    registerCode: '12',
    shiftKey: '347@2026-03-14',
    receiptCount: 3,
    revenue: '200.81',
  };
  await api.send('POST', '/erp/confirmations', { confirmations: [confirmed] });
  const asked = await smena(['export', 'again', shift, ...at]);
  assert.deepEqual([asked.code, asked.out], [5, '']);
  assert.match(asked.err, /Из них АСТУ уже приняла 1[\s\S]*--yes/);
  const agreed = json((await smena(['export', 'again', shift, '--yes', '--json', ...at])).out);
  assert.equal(startedExport.parse(agreed).revenue, '200.81');
  await published(3);

  const documents: [line: string, parse: (value: unknown) => unknown][] = [
    ['export files', (value) => exportFileList.pick({ files: true }).parse(value)],
    ['export show E-1', (value) => exportFileText.parse(value)],
    ['erp status', (value) => exchangeState.parse(value)],
    ['erp requests', (value) => salesRequestList.pick({ requests: true }).parse(value)],
    ['erp targets', (value) => exportTargetList.parse(value)],
  ];
  for (const [line, parse] of documents) {
    const end = await smena([...line.split(' '), '--json', ...at]);
    assert.doesNotThrow(() => parse(json(end.out)), line);
  }
});
