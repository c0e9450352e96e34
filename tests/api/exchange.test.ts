/** The exchange with the ERP over the API of a real server: its state, exports by hand, files, requests, confirmations, the feed. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  CaseList,
  ConfirmationList,
  ExchangeState,
  ExportConfirmation,
  ExportFileList,
  ExportFileText,
  ExportTargetList,
  FeedLine,
  Problem,
  SalesRequestList,
  StartedExport,
  TakenConfirmations,
  TransferList,
} from '../../contracts/web-api.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const env = { SMENA_EXPORTS_LOOK_INTERVAL_MS: '100 ms', SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms' };
const sampleShift = { shopCode: '5', registerCode: '12', shiftKey: '347@2026-03-14' };
const openShift = { shopCode: '5', registerCode: '12', shiftKey: '348@2026-03-15' };

type Running = { server: TestServer; api: ApiClient };

async function post<T>({ server }: Pick<Running, 'server'>, path: string, body: object) {
  const response = await fetch(new URL(`/api/v1${path}`, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as T };
}

const files = ({ api }: Running, query = '') => api.get<ExportFileList>(`/erp/files${query}`);
const published = (all: Running, n: number) =>
  until(`${n} files are published`, async () => {
    const list = await files(all);
    return list.files.length === n && list.files.every(({ fileId }) => fileId !== null) && list;
  });

async function withServer(database: (typeof databasesUnderTest)[number], work: (all: Running) => Promise<void>) {
  await using place = await database.place();
  await using server = await startTestServer({ database: place.location, env });
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.addRegister('5', '12');
  await work({ server, api });
}

/** The exchange folder of the shop cannot be written; answers what mends it. */
function block({ server }: Running): () => void {
  const path = join(server.exchangeFolder, '5');
  mkdirSync(server.exchangeFolder, { recursive: true });
  writeFileSync(path, 'not a folder');
  return () => rmSync(path);
}

for (const engine of databasesUnderTest) {
  test(`M27, M30 ${engine.name}: «Выгрузить продажи» exports exactly what the ERP lacks, and says so when there is nothing`, () =>
    withServer(engine, async (all) => {
      const mend = block(all);
      await all.api.addShop('6');
      await all.api.addRegister('6', '1');
      await all.api.loadFile('5', 'a.json', Buffer.from(SAMPLE));
      await until('the export has failed', async () => (await files(all, '?state=failed')).counts.failed === 1);
      const failed = (await files(all)).files[0];
      assert.deepEqual(
        [failed?.state, failed?.fileId, failed?.revenue, failed?.reason?.code],
        ['failed', null, '200.81', 'export.folder_failed'],
      );
      const state = await all.api.get<ExchangeState>('/erp?shop=5');
      assert.deepEqual([state.notExported.notExported, state.notExported.revenue], [1, '200.81']);
      assert.equal(state.folder, join(all.server.exchangeFolder, '5'));
      assert.equal((await all.api.get<ExchangeState>('/erp?shop=6')).notExported.notExported, 0);
      mend();
      const started = await post<StartedExport>(all, '/shops/5/exports/run', {});
      assert.equal(started.status, 202);
      assert.deepEqual(started.body, {
        shifts: 1,
        revenue: '200.81',
        message: {
          ru: 'Обмен с АСТУ запущен: выгружается 1 смена на 200,81 ₽.',
          en: 'ERP exchange started: 1 shift is being exported, 200.81 roubles.',
        },
      });
      const list = await published(all, 1);
      assert.deepEqual(
        [list.files[0]?.fileId, list.files[0]?.state, list.files[0]?.receiptCount],
        ['E-1', 'waiting', 3],
      );
      const again = await post<StartedExport>(all, '/shops/5/exports/run', {});
      assert.deepEqual([again.body.shifts, again.body.message.ru], [0, 'Невыгруженных смен нет.']);
      assert.equal((await post<Problem>(all, '/shops/99/exports/run', {})).body.code, 'not_found.shop');
      assert.equal((await files(all)).files.length, 1, 'nothing was sent twice');
    }));

  test(`M22, M23 ${engine.name}: shifts are exported again; accepted and open ones only when the person agrees`, () =>
    withServer(engine, async (all) => {
      await all.api.loadFile('5', 'a.json', Buffer.from(SAMPLE));
      const later = {
        cashCode: '12',
        shift: 348,
        timeBeg: '2026-03-15T08:00:00',
        timeEnd: null,
        sumGain: amount('70.00'),
      };
      const sold = receipt(9001, '70.00', { shift: 348, timeEnd: '2026-03-15T09:00:00' });
      await all.api.loadFile('5', 'b.json', Buffer.from(salesFile({ shifts: [shiftInfo(later)], documents: [sold] })));
      await published(all, 2);
      const closedOnly = await post<StartedExport>(all, '/exports/again', { shifts: [sampleShift] });
      assert.deepEqual([closedOnly.status, closedOnly.body.shifts, closedOnly.body.revenue], [202, 1, '200.81']);
      await published(all, 3);

      const both = { shifts: [sampleShift, openShift] };
      const asked = await post<ExportConfirmation>(all, '/exports/again', both);
      assert.equal(asked.status, 409);
      assert.deepEqual(asked.body.preview, { shifts: 2, revenue: '270.81', accepted: [], open: [openShift] });
      assert.equal((await files(all)).files.length, 3);
      const agreed = await post<StartedExport>(all, '/exports/again', { ...both, confirmed: true });
      assert.deepEqual([agreed.status, agreed.body.shifts, agreed.body.revenue], [202, 2, '270.81']);
      // The open shift keeps its one file.
      await published(all, 4);

      const unknown = { shifts: [sampleShift, { ...sampleShift, shiftKey: '1@2020-01-01' }] };
      const refused = await post<Problem>(all, '/exports/again', unknown);
      assert.deepEqual([refused.status, refused.body.code], [404, 'not_found.shift']);

      await post(all, '/erp/confirmations', {
        confirmations: [{ ...sampleShift, receiptCount: 3, revenue: '200.81' }],
      });
      const accepted = await post<ExportConfirmation>(all, '/exports/again', { shifts: [sampleShift] });
      assert.deepEqual([accepted.status, accepted.body.preview.accepted], [409, [sampleShift]]);
    }));

  test(`${engine.name}: the ERP confirms with its own count and sum; what differs is kept beside ours, a case, and shown`, () =>
    withServer(engine, async (all) => {
      await all.api.loadFile('5', 'a.json', Buffer.from(SAMPLE));
      const {
        files: [file],
      } = await published(all, 1);
      const said = (revenue: string, receiptCount = 3) => ({
        confirmations: [{ shopCode: '5', fileName: file?.fileName ?? '', receiptCount, revenue, reference: 'Z-347' }],
      });
      const wrong = await post<TakenConfirmations>(all, '/erp/confirmations', said('190.81', 2));
      assert.equal(wrong.status, 200);
      assert.deepEqual(
        { ...wrong.body.results[0], confirmationId: 0 },
        {
          confirmationId: 0,
          shopCode: '5',
          registerCode: '12',
          fileId: 'E-1',
          matches: false,
          receiptCount: 2,
          revenue: '190.81',
          ownReceiptCount: 3,
          ownRevenue: '200.81',
        },
      );
      assert.equal(wrong.body.differing, 1);
      assert.equal((await all.api.get<ExchangeState>('/erp')).differing, 1);
      assert.equal((await all.api.get<ConfirmationList>('/erp/confirmations?state=differing')).confirmations.length, 1);
      const shift = () => all.api.shift('5', '12', '347@2026-03-14');
      assert.deepEqual(
        [(await shift()).shift.export.state, (await shift()).shift.export.confirmed],
        ['exported', 'differs'],
      );
      assert.equal((await all.api.log('code=erp.confirmation_differs')).events.length, 1);
      const cases = async (state: string) =>
        (await all.api.get<CaseList>(`/cases?state=${state}&check=ERP`)).cases.map(({ figure, values, text }) => [
          figure,
          values.difference,
          text.ru,
        ]);
      const differing = [
        ['erpRevenue', '10.00', 'Выручка, учтённая АСТУ: в файле 200,81, АСТУ учла 190,81, разница +10,00'],
        ['erpReceipts', 1, 'Чеки, учтённые АСТУ: в файле 3, АСТУ учла 2, разница 1'],
      ];
      assert.deepEqual(await cases('open'), differing);
      const line = async () => (await shift()).checks.filter(({ check }) => check === 'ERP').map(({ state }) => state);
      assert.deepEqual(await line(), ['differs', 'differs']);

      await post(all, '/erp/confirmations', said('190.81', 2));
      assert.equal(
        (await all.api.get<ConfirmationList>('/erp/confirmations')).confirmations.length,
        1,
        'said twice, kept once',
      );
      const right = await post<TakenConfirmations>(all, '/erp/confirmations', said('200.81'));
      assert.equal(right.body.differing, 0);
      assert.deepEqual(
        [await cases('open'), await cases('solved')],
        [[], differing],
        'over by the word of the ERP alone',
      );
      assert.deepEqual(await line(), ['agrees', 'agrees']);
      assert.deepEqual(
        [(await shift()).shift.export.state, (await shift()).shift.export.confirmed],
        ['accepted', 'matches'],
      );
      const all2 = await all.api.get<ConfirmationList>('/erp/confirmations');
      assert.deepEqual(
        all2.confirmations.map(({ isLatest, confirmation }) => [isLatest, confirmation.matches]),
        [
          [true, true],
          [false, false],
        ],
      );
      assert.equal(all2.differing, 0);
      const [confirmed] = (await files(all)).files;
      assert.deepEqual([confirmed?.confirmation?.matches, confirmed?.confirmation?.reference], [true, 'Z-347']);

      for (const [body, status, code] of [
        [{ confirmations: [{ ...sampleShift, receiptCount: 3, revenue: 200.81 }] }, 400, 'request.invalid'],
        [{ confirmations: [{ ...sampleShift, receiptCount: 3, revenue: '200.8' }] }, 400, 'request.invalid'],
        [
          { confirmations: [{ shopCode: '5', fileName: 'sale1.json', receiptCount: 3, revenue: '1.00' }] },
          404,
          'not_found.exported_name',
        ],
        [
          { confirmations: [{ ...sampleShift, shiftKey: '9@2026-03-14', receiptCount: 3, revenue: '1.00' }] },
          422,
          'confirmation.not_exported',
        ],
        [
          { confirmations: [{ ...sampleShift, receiptCount: 3, revenue: '99999999999999999.00' }] },
          422,
          'confirmation.sum',
        ],
      ] as const) {
        const answer = await post<Problem>(all, '/erp/confirmations', body);
        assert.equal(answer.status, status, JSON.stringify(answer.body));
        if (status !== 400) assert.equal(answer.body.code, code);
      }
    }));

  test(`${engine.name}: a file can be looked at while it waits, where the ERP has put it, and made again; each line has its mark`, () =>
    withServer(engine, async (all) => {
      await all.api.loadFile('5', 'a.json', Buffer.from(SAMPLE));
      const {
        files: [file],
      } = await published(all, 1);
      const look = () => all.api.get<ExportFileText>('/erp/files/E-1');
      const waiting = await look();
      const path = join(all.server.exchangeFolder, file?.path ?? '');
      const bytes = readFileSync(path, 'utf8');
      assert.equal(waiting.lines.map(({ text }) => `${text}\n`).join(''), bytes);
      assert.deepEqual(
        [waiting.source, waiting.verdict, waiting.problems, waiting.totalLines],
        ['waiting', 'accepted', [], waiting.lines.length],
      );
      assert.deepEqual(
        waiting.lines.slice(0, 4).map(({ kind, section, record }) => [kind, section, record]),
        [
          ['section', 'shift info', null],
          ['record', 'shift info', 1],
          ['separator', 'shift info', 1],
          ['section', 'shift info', null],
        ],
      );
      assert.equal((await all.api.get<ExportFileText>('/erp/files/E-1?from=2&lines=1')).lines[0]?.number, 2);
      rmSync(path);
      await until('it is seen taken', async () => (await files(all)).files[0]?.state === 'taken');
      assert.equal((await look()).source, 'rebuilt');
      const put = join(path, '..', 'success-2026-03-14');
      mkdirSync(put);
      writeFileSync(join(put, file?.fileName ?? ''), bytes);
      assert.equal((await look()).source, 'taken');
      rmSync(put, { recursive: true });
      await all.api.send('PUT', '/payment-types', { paymentTypeCode: 4, paymentClass: 'noncash' });
      await until('the shift has another file', async () => (await files(all)).files.length === 2);
      const gone = await fetch(new URL('/api/v1/erp/files/E-1', all.server.url));
      assert.deepEqual([gone.status, ((await gone.json()) as Problem).code], [404, 'exchange.no_text']);
    }));

  test(`${engine.name}: sale.req is answered by exports and by asking the register, with АСТУ as the cause`, () =>
    withServer(engine, async (all) => {
      await all.api.loadFile('5', 'a.json', Buffer.from(SAMPLE));
      await published(all, 1);
      const folder = join(all.server.exchangeFolder, '5', 'sale12');
      writeFileSync(join(folder, 'sale.req'), '###\n13.03.2026-14.03.2026');
      const request = await until('it is answered', async () => {
        const { requests } = await all.api.get<SalesRequestList>('/erp/requests');
        return requests[0]?.state === 'answered' && requests[0].load?.transferId !== null && requests[0];
      });
      assert.deepEqual(
        [
          request.requestId,
          request.from,
          request.to,
          request.shifts,
          request.revenue,
          request.load?.from,
          request.load?.to,
        ],
        ['R-1', '2026-03-13', '2026-03-14', 1, '200.81', '2026-03-13T00:00:00', '2026-03-13T23:59:59'],
      );
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.includes('req')),
        [],
      );
      await published(all, 2);
      const { transfers } = await all.api.get<TransferList>('/transfers?cause=erp');
      assert.deepEqual(
        transfers.map(({ transferId }) => transferId),
        [request.load?.transferId],
      );
      writeFileSync(join(folder, 'sale.req'), '###\n01.01.1926-31.12.2026');
      const bad = await until('it is refused', async () => {
        const { requests } = await all.api.get<SalesRequestList>('/erp/requests?state=refused');
        return requests[0];
      });
      assert.deepEqual([bad.reason?.code, bad.shifts], ['erp_request.too_long', 0]);
      assert.equal(readFileSync(join(folder, 'sale.req.error'), 'utf8'), '###\n01.01.1926-31.12.2026');
      assert.deepEqual((await all.api.get<ExchangeState>('/erp?shop=5')).requests, { total: 2, refused: 1 });
    }));

  test(`P2, P3 ${engine.name}: the feed gives each shift once in the order of its changes, by cursor, to each program where it stands`, () =>
    withServer(engine, async (all) => {
      await all.api.loadFile('5', 'a.json', Buffer.from(SAMPLE));
      const later = {
        cashCode: '12',
        shift: 348,
        timeBeg: '2026-03-15T08:00:00',
        timeEnd: null,
        sumGain: amount('70.00'),
      };
      const sold = (number: number) => receipt(number, '70.00', { shift: 348, timeEnd: '2026-03-15T09:00:00' });
      const bring = (number: number) =>
        all.api.loadFile(
          '5',
          `${number}.json`,
          Buffer.from(salesFile({ shifts: [shiftInfo(later)], documents: [sold(number)] })),
        );
      await bring(9001);
      const read = async (query: string) => {
        const response = await fetch(new URL(`/api/v1/erp/feed${query}`, all.server.url));
        assert.equal(response.status, 200);
        const text = await response.text();
        return { text, type: response.headers.get('content-type'), next: response.headers.get('x-next-cursor') ?? '' };
      };
      const linesOf = (text: string) =>
        text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as FeedLine);
      await until('both are in the feed', async () => linesOf((await read('')).text).length === 2);
      const first = await read('?limit=1');
      assert.equal(first.type, 'application/x-ndjson; charset=utf-8');
      const [one] = linesOf(first.text);
      assert.deepEqual(
        [one?.shiftKey, one?.revenue, one?.saleSum, one?.refundSum, one?.saleCount],
        ['347@2026-03-14', '200.81', '245.81', '45.00', 2],
      );
      assert.equal(one?.cursor, first.next);
      const second = await read(`?cursor=${first.next}`);
      assert.deepEqual(
        linesOf(second.text).map(({ shiftKey, revenue }) => [shiftKey, revenue]),
        [['348@2026-03-15', '70.00']],
      );
      await all.api.send('PUT', '/erp/targets/warehouse', { cursor: second.next });
      assert.equal((await read('?target=warehouse')).text, '');
      assert.equal(linesOf((await read('?target=other')).text).length, 2);
      await bring(9002);
      const changed = await until('the change comes', async () => linesOf((await read('?target=warehouse')).text)[0]);
      assert.deepEqual([changed.shiftKey, changed.revenue, changed.revision > 1], ['348@2026-03-15', '140.00', true]);
      assert.equal(linesOf((await read('')).text).length, 2, 'each shift once');
      const { targets } = await all.api.get<ExportTargetList>('/erp/targets');
      assert.deepEqual(targets.map(({ target, kind, behind }) => [target, kind, behind]).slice(0, 1), [
        ['warehouse', 'pull', 1],
      ]);
      const csv = await read('?format=csv');
      assert.equal(csv.type, 'text/csv; charset=utf-8');
      assert.match(csv.text, /^cursor,shopCode,registerCode,.*\r\n.*,5,12,347,347@2026-03-14,/);
      const bad = await fetch(new URL('/api/v1/erp/feed?cursor=bm90LW91cnM', all.server.url));
      assert.deepEqual([bad.status, ((await bad.json()) as Problem).code], [422, 'feed.cursor']);
    }));
}
