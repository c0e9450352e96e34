/**
 * Without `see-money` no answer of a running server tells a sum. Generated from the description of the API: every route that promises money has to
 * show some to whoever may see it, and none to whoever may not, so that a new route cannot be forgotten.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  AuditList,
  EventList,
  FrameList,
  PackageList,
  SalesRequestList,
  SetAsideList,
  TransferList,
} from '../../contracts/web-api.ts';
import { rights } from '../../src/domain/access.ts';
import {
  type Answer,
  addKey,
  CHANGES_NOTHING,
  changingRoutes,
  onServer,
  type Send,
  type Stage,
  sender,
} from '../api/audit-stage.ts';
import { stepsOf } from '../api/audit-steps.ts';
import { packed } from '../bad-input/bad-inputs.ts';
import { smena } from '../command-line/run.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import type { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { description, moneyIn, type Operation, promisesMoney } from './money-of-description.ts';
import { addressOf, routes } from './routes-of-description.ts';

/** Sums of the stage: kopecks or a part of it stand nowhere else. */
const SUMS = [4321.09, 4320.98, 8642.18, 4777.77, 515.5, 617.5];
/** As the API, people in both languages, registers and tables write them. */
const WRITTEN = SUMS.flatMap((sum) => {
  const plain = sum.toFixed(2);
  const thousands = (mark: string) => plain.replace(/^(\d)(\d{3})/, `$1${mark}$2`);
  const point = [plain, thousands('\u00a0'), thousands(' '), thousands('\u202f'), thousands(','), String(sum)];
  return [...point, ...point.map((text) => text.replace(/\.(\d+)$/, ',$1')), plain.replace('.', '')];
});

function assertNoSum(text: string, name: string): void {
  // Hashes and identifiers hold every digit sooner or later.
  const bare = text.replace(/[\da-f]{32,}/g, '').replace(/[\da-f]{8}-[\da-f-]{27}/g, '');
  for (const sum of WRITTEN) {
    const at = bare.indexOf(sum);
    assert.ok(at < 0, `${name} tells ${sum}: …${bare.slice(Math.max(0, at - 80), at + 40)}…`);
  }
}

/** A receipt that came again with another sum, a record that is refused for its sum, and a message of unknown layout with one. */
async function addOddities({ send }: Stage, { grpcPort }: TestServer): Promise<void> {
  const times = { timeBeg: '2026-03-10T08:00:00', timeEnd: '2026-03-10T20:00:00' };
  const again = receipt(101, '4777.77', { checknum: 101, cashCode: '3', timeEnd: '2026-03-10T09:01:00' });
  const refused = { ...receipt(105, '1.00', { cashCode: '3' }), docSum: amount('-515.5') };
  const shifts = [shiftInfo({ cashCode: '3', ...times, sumGain: amount('4320.98') })];
  const file = Buffer.from(salesFile({ shifts, documents: [again, refused] }));
  assert.ok((await send('POST', '/files?shop=5', file)).status < 300);
  await until('the record is set aside', async () => {
    const { body } = await send<SetAsideList>('GET', '/set-aside');
    return body.setAside.length > 0;
  });
  const register = connectRegister(grpcPort);
  const load = register.openLoad();
  const words = Buffer.from('"sum":617.5');
  await load.send(Buffer.concat([Buffer.from([0x7a, words.byteLength]), words]));
  load.end();
  await load.outcome;
  register.close();
}

/** A register that sends by itself, so that there is a load with documents; and the ERP asks for the day. */
async function addLoads({ send, database }: Stage, { grpcPort, exchangeFolder }: TestServer): Promise<string> {
  const ids = await database.get<{ shopId: string; cashId: string }>(
    'SELECT shop_id AS "shopId", register_id AS "cashId" FROM register',
  );
  const shifts = [
    shiftInfo({ cashCode: '3', shift: 348, timeBeg: '2026-03-11T08:00:00', timeEnd: '2026-03-11T20:00:00' }),
  ];
  const sale = receipt(201, '4777.77', { checknum: 201, cashCode: '3', shift: 348, timeEnd: '2026-03-11T09:01:00' });
  const saleFile = await packed(salesFile({ shifts, documents: [sale] }));
  const register = connectRegister(grpcPort);
  const { error } = await register.load([salesPackage({ id: 'one', ...ids, saleFile })]);
  register.close();
  assert.equal(error, undefined);
  const folder = join(exchangeFolder, '5', 'sale3');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sale.req'), '###\n10.03.2026-11.03.2026');
  await until('the ERP is answered', async () => {
    const { body } = await send<SalesRequestList>('GET', '/erp/requests');
    return body.requests[0]?.revenue;
  });
  return until('the load is known', async () => {
    const { transfers } = (await send<TransferList>('GET', '/transfers')).body;
    return transfers.find(({ documentsSum }) => documentsSum !== null)?.transferId;
  });
}

async function placesOf({ send, file, gap, case: caseId }: Stage) {
  const { body } = await send<PackageList>('GET', '/packages?state=processed');
  const frame = await until('the message is captured', async () => {
    const { frames } = (await send<FrameList>('GET', '/frames')).body;
    return frames[0]?.name;
  });
  const files = (await send<{ files: { fileId: string; fileName: string }[] }>('GET', '/erp/files')).body.files;
  return {
    shopCode: '5',
    registerCode: '3',
    shiftKey: '347@2026-03-10',
    businessDate: '2026-03-10',
    document: '00000000-0000-4000-8000-000000000101',
    scheduleId: '1',
    caseId,
    gapId: gap,
    fileId: files.find(({ fileName }) => fileName === file)?.fileId ?? assert.fail('no file'),
    packageName: body.packages[0]?.name ?? assert.fail('no package'),
    frameName: frame,
    serverCode: 'near',
  };
}

/** What a period or a search needs, so that the answer holds something. */
const QUERIES: Record<string, Record<string, string>> = {
  readReport: { from: '2026-03-10', to: '2026-03-10' },
  downloadReport: { from: '2026-03-10', to: '2026-03-10' },
  listShifts: { from: '2026-03-10', to: '2026-03-10' },
  listDays: { from: '2026-03-10', to: '2026-03-10' },
  listShopDays: { from: '2026-03-10', to: '2026-03-10' },
  countEvents: { from: '2026-03-10', to: '2026-03-10' },
};

/** Those of an answer that promise money and hold none on this stage, with the reason. */
const NOTHING_HERE: Record<string, string> = {
  readArchivedDay: 'the archive of the day is none that could be opened',
  ...Object.fromEntries(
    ['requestTransfer', 'cancelTransfer', 'retryTransfer', 'askGap', 'askCase'].map((name) => [
      name,
      'what was only just asked for has brought nothing',
    ]),
  ),
};

type Shown = { operation: Operation; full: Answer<unknown>; blind: Answer<unknown> };

/** Money that was shown to whoever may see it; to the other none. */
function compare({ operation, full, blind }: Shown): number {
  const name = operation.operationId;
  assertNoSum(JSON.stringify(blind.body), name);
  assert.deepEqual(
    moneyIn(operation, blind.status, blind.body).filter((value) => value !== null),
    [],
    name,
  );
  if (operation['x-right'] === 'see-money') assert.equal(blind.status, 403, name);
  else assert.equal(blind.status, full.status, `${name}: ${JSON.stringify(blind.body)}`);
  return moneyIn(operation, full.status, full.body).filter((value) => value !== null).length;
}

async function walkReading(stage: Stage, blind: Send, transferId: string, withMoney: Set<string>): Promise<number> {
  const places = { ...(await placesOf(stage)), transferId };
  let answers = 0;
  for (const route of routes) {
    const { operation, method } = route;
    if (method !== 'GET' || operation.operationId === 'streamEvents') continue;
    const path = addressOf(route, places as never, QUERIES[operation.operationId]).replace('/api/v1', '');
    const full = await stage.send(method, path);
    if (compare({ operation: operation as Operation, full, blind: await blind(method, path) }) > 0)
      withMoney.add(operation.operationId);
    answers += 1;
  }
  return answers;
}

/** Everything that can be changed, by whoever may change it and not see money; what it says is tried by the other before. */
async function walkChanging(stage: Stage, blind: Send, withMoney: Set<string>): Promise<void> {
  const changing = await changingRoutes(stage.send);
  const steps = stepsOf(stage);
  const known = [...steps.map(({ operation }) => operation), ...CHANGES_NOTHING].sort();
  assert.deepEqual(known, [...changing.keys()].sort(), 'routes of the description and of this test');
  let load = '';
  for (const step of steps) {
    const [method, written, body] = step.call;
    const path = written.replace('LOAD', load);
    const operation = operationOf(step.operation);
    const tries = changing.get(step.operation)?.canBeTried === true;
    const full = tries ? await stage.send(method, `${path}${path.includes('?') ? '&' : '?'}dryRun=true`, body) : null;
    const answer = await blind(method, path, body);
    assert.ok(answer.status < 300, `${step.operation}: ${answer.status} ${JSON.stringify(answer.body)}`);
    const shown = { operation, full: full === null ? answer : { ...full, status: answer.status }, blind: answer };
    if (compare(shown) > 0) withMoney.add(step.operation);
    if (step.operation === 'requestTransfer')
      load = (answer.body as { transfer: { transferId: string } }).transfer.transferId;
  }
}

/** What asks first (409), and files, say how much it is about. */
async function askFirst(stage: Stage, blind: Send, withMoney: Set<string>): Promise<void> {
  const shifts = [{ shopCode: '5', registerCode: '3', shiftKey: '347@2026-03-10' }];
  const file = Buffer.from(salesFile({ documents: [receipt(101, '4777.77', { cashCode: '3', shift: 349 })] }));
  for (const [operationId, path, body] of [
    ['exportAgain', '/exports/again', { shifts }],
    ['askTrim', '/trim/runs', { shopCode: '5' }],
    ['checkFile', '/files/check?shop=5', file],
    ['loadFile', '/files?shop=5', file],
  ] as const) {
    const operation = operationOf(operationId);
    const [full, told] = [await stage.send('POST', path, body), await blind('POST', path, body)];
    assert.ok(compare({ operation, full, blind: told }) > 0, operationId);
    withMoney.add(operationId);
  }
}

const operationOf = (operationId: string) =>
  (routes.find(({ operation }) => operation.operationId === operationId)?.operation ??
    assert.fail(operationId)) as Operation;

for (const engine of databasesUnderTest) {
  test(`${engine.name}: no route of the description tells a sum to whoever may not see money`, () =>
    onServer(engine, async (stage, server) => {
      await addOddities(stage, server);
      const key = await addKey(
        stage.database,
        'без денег',
        rights.filter((right) => right !== 'see-money'),
      );
      const blind = sender(() => server.url, key);
      await using stream = listenTo(server.url, key);
      const transferId = await addLoads(stage, server);
      const withMoney = new Set<string>();
      await askFirst(stage, blind, withMoney);
      assert.ok((await walkReading(stage, blind, transferId, withMoney)) > 60);
      await walkChanging(stage, blind, withMoney);
      // There are confirmations and what else was changed now.
      await walkReading(stage, blind, transferId, withMoney);
      const silent = routes
        .map(({ operation }) => operation as Operation)
        .filter((operation) => promisesMoney(operation) && !withMoney.has(operation.operationId))
        .map(({ operationId }) => operationId);
      assert.deepEqual(
        silent.filter((name) => NOTHING_HERE[name] === undefined),
        [],
        'give the stage something of it',
      );
      await readLogOfLoad(stage, blind, transferId);
      await readTrail(stage, blind, server, key);
      assertNoSum(await stream.heard(), 'the live stream');
    }));
}

/** The log of a load is as long for both: its entries are found by what is not told. */
async function readLogOfLoad({ send }: Stage, blind: Send, transferId: string): Promise<void> {
  const [all, told] = await Promise.all(
    [send, blind].map(async (who) => (await who<EventList>('GET', `/log?transfer=${transferId}`)).body.events),
  );
  assert.deepEqual(
    told?.map(({ code }) => code),
    all?.map(({ code }) => code),
  );
  assert.ok(
    all?.some(({ code, raw }) => code === 'package.loaded' && !raw?.includes('"transferId"')),
    'found by its package',
  );
}

/** What they did themselves stands in the trail, without the sums of it: as a page, as a file, on the command line. */
async function readTrail({ send, database }: Stage, blind: Send, server: TestServer, key: string): Promise<void> {
  const mine = '/audit?limit=1000&who=без%20денег';
  const full = (await send<AuditList>('GET', mine)).body;
  assert.match(JSON.stringify(full), /"4320\.98".*"8642\.18"|"8642\.18".*"4320\.98"/, 'who may see money sees it');
  for (const rest of [rights.filter((right) => right !== 'see-money'), ['see', 'load', 'export'] as const]) {
    await database.run('UPDATE access_key SET rights = ? WHERE name = ?', [JSON.stringify(rest), 'без денег']);
    const list = (await blind<AuditList>('GET', mine)).body;
    assert.ok(list.entries.length >= full.entries.length, 'what they did and downloaded since');
    assertNoSum(JSON.stringify(list), 'the trail');
    assert.ok(
      list.entries.every(({ hash, previous }) => hash === null && previous === null),
      'a sum of few digits is found by the hash of its entry',
    );
    const again = list.entries.find(({ verb }) => verb === 'export-again');
    assert.deepEqual(again?.new, { revenue: null, open: false, accepted: false });
    for (const dialect of ['people', 'programs'])
      assertNoSum(
        String((await blind('GET', `/audit/file?dialect=${dialect}`)).body),
        `the file of the trail, ${dialect}`,
      );
  }
  for (const command of [
    'audit list',
    'log list --ndjson',
    'case list --ndjson',
    'shift list --shop 5 --register 3 --from 2026-03-10',
  ]) {
    const told = await smena([...command.split(' '), '--server', server.url], { env: { SMENA_TOKEN: key } });
    assert.equal(told.code, 0, `${command}: ${told.err}`);
    assertNoSum(told.out, command);
  }
}

/** Hears the live stream until it is asked what it has heard. */
function listenTo(url: string, key: string): AsyncDisposable & { heard(): Promise<string> } {
  const stop = new AbortController();
  let text = '';
  const reading = (async () => {
    const headers = { authorization: `Bearer ${key}` };
    const { body } = await fetch(new URL('/api/v1/events', url), { headers, signal: stop.signal });
    for await (const piece of body ?? []) text += Buffer.from(piece).toString();
  })().catch((cause) => {
    if (!stop.signal.aborted) throw cause;
  });
  return {
    async heard() {
      await until('hints have come', () => text.includes('"topic"'));
      return text;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await reading;
    },
  };
}

test('money and raw texts of the description are of the kinds that are left out', () => {
  const wrong: string[] = [];
  for (const [name, schema] of Object.entries(description.components.schemas)) collect(schema, name);
  for (const { operation } of routes) {
    if (operation['x-right'] === 'see-money') continue;
    for (const answer of Object.values((operation as Operation).responses)) collect(answer, operation.operationId);
  }
  assert.deepEqual(wrong, []);

  function collect(schema: unknown, path: string): void {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties } = schema as { properties?: Record<string, unknown> };
    for (const [name, one] of Object.entries(properties ?? {})) {
      const kind = JSON.stringify(one);
      const isSum = /(^|[a-z])(sum|Sum|revenue|Revenue|amount|Amount|price)$/.test(name);
      if (isSum && /"(number|integer)"/.test(kind)) wrong.push(`${path}.${name} is a number`);
      if (name === 'raw' && !kind.includes('RawText') && !ONLY_WITH_MONEY.has(path))
        wrong.push(`${path}.raw is a text`);
    }
    for (const [name, child] of Object.entries(schema)) collect(child, /^[a-z]/.test(name) ? path : name);
  }
});

/** Schemas of routes that ask for `see-money` themselves. */
const ONLY_WITH_MONEY = new Set(['DocumentDetail', 'ArchivedDocument']);
