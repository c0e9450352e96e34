/** The stand as a newcomer meets it: one command, registers that sell, files for the ERP, and nothing left behind. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type {
  CaseList,
  ConfirmationList,
  Register,
  RequestedTransfer,
  SessionState,
  StandState,
  TransferRow,
} from '../../contracts/web-api.ts';
import { rights } from '../../src/domain/access.ts';
import { type Ended, ended, start } from '../command-line/run.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

type Stand = { url: string; folder: string; kill(signal: NodeJS.Signals): void; end: Promise<Ended> };

/** Starts the stand with a temporary folder of its own and waits for the address it prints. */
async function openStand(
  t: TestContext,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Stand> {
  const folder = temporaryFolder(t);
  const child = start(
    ['demo', '--http-port', '0', '--grpc-port', '0', '--thrift-port', '0', '--register-http-port', '0', ...args],
    { env: { TMPDIR: folder, ...env } },
  );
  t.after(() => child.kill('SIGKILL'));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const end = ended(child);
  const url = await Promise.race([
    until('the stand prints its address', () => /http:\/\/\S+/.exec(printed)?.[0]),
    end.then(({ code, err }) => Promise.reject(new Error(`the stand ended with ${code}: ${err}`))),
  ]);
  return { url, folder, kill: (signal) => void child.kill(signal), end };
}

/** More than a thousand shifts of the days before are handed over first. */
const BACKLOG_MS = 300_000;

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));

/** Follows the one address that the stand prints; answers the headers by which a browser is in from then on. */
async function comeIn(url: string): Promise<Record<string, string>> {
  const [, token] = url.split('/login#link=');
  assert.ok(token !== undefined, url);
  const follow = () =>
    fetch(new URL('/api/v1/session/link', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
  const response = await follow();
  const state = (await response.json()) as SessionState;
  assert.deepEqual([response.status, state.kind, state.shops], [200, 'person', 'all'], JSON.stringify(state));
  assert.deepEqual(new Set(state.rights), new Set(rights), 'a newcomer can try everything');
  assert.equal((await follow()).status, 422, 'the link is good once');
  const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  return { cookie: cookie.join('; '), 'x-smena-page': '1' };
}

test('registers sell, the server loads, files lie ready for АСТУ, and Ctrl+C leaves nothing behind', async (t) => {
  const stand = await openStand(t, ['--lang', 'en'], { SMENA_HTTP_ACCESS: 'required' });
  assert.equal((await fetch(new URL('/api/v1/status', stand.url))).status, 401);
  const api = createApiClient(() => stand.url, await comeIn(stand.url));
  const status = await api.status();
  assert.equal(status.demo, true);
  assert.equal(status.registers.total, 22);
  const receipts = async () =>
    (await api.shifts('1', '1')).shifts.reduce((sum, { receiptCount }) => sum + receiptCount, 0);
  const first = await until('shifts are loaded', async () => (await receipts()) || undefined);
  await until('more are loaded', async () => (await receipts()) > first);
  const [data = ''] = readdirSync(stand.folder);
  assert.match(data, /^smena-demo-\d+-/);
  await until('a file lies in the exchange folder', () => filesIn(join(stand.folder, data, 'exchange')).length > 0);
  await until(
    'АСТУ confirms what it has booked, one shift otherwise',
    async () => {
      const { confirmations, differing } = await api.get<ConfirmationList>('/erp/confirmations');
      return differing === 1 && confirmations.some(({ confirmation }) => confirmation.matches);
    },
    BACKLOG_MS,
  );
  const { cases } = await api.get<CaseList>('/cases?check=ERP');
  assert.deepEqual(
    cases.map(({ shopCode, registerCode, figure }) => [shopCode, registerCode, figure]),
    [
      ['1', '2', 'erpRevenue'],
      ['1', '2', 'erpReceipts'],
    ],
  );
  stand.kill('SIGINT');
  const { code, out, err } = await stand.end;
  assert.equal(code, 0, err);
  assert.match(
    out,
    /^The demo stand is ready: http:\/\/localhost:\d+\/login#link=\S{43}\nCtrl\+C stops it and deletes its data\.\n$/,
  );
  assert.deepEqual(readdirSync(stand.folder), []);
});

test('registers of the stand answer when they are asked, by command service and by stream: all stages are told', async (t) => {
  const stand = await openStand(t);
  const api = createApiClient(() => stand.url);
  const range = { kind: 'new' };
  for (const [registerCode, by] of [
    ['1', 'command_service'],
    ['4', 'stream'],
  ]) {
    await until(`register ${registerCode} can be asked`, async () => {
      const { asked } = await api.get<Register>(`/shops/2/registers/${registerCode}`);
      return asked.by === by || undefined;
    });
    const asked = await api.send<RequestedTransfer>('POST', '/transfers', { shopCode: '2', registerCode, range });
    const transfer = await until('the transfer has ended', async () => {
      const row = await api.get<TransferRow>(`/transfers/${asked.transfer.transferId}`);
      return row.endedAt === null ? undefined : row;
    });
    assert.ok(['done', 'already', 'empty'].includes(transfer.state), JSON.stringify(transfer));
    const stages = transfer.stages.map(({ stage }) => stage);
    assert.deepEqual(stages.slice(0, 2), ['requested', 'accepted'], JSON.stringify(transfer));
  }
  await showsADifference(api);
  stand.kill('SIGINT');
  assert.equal((await stand.end).code, 0);
});

/** The switch «Касса сообщает на 500,00 больше»: tried, switched on, seen as differences of a shift, switched back. */
async function showsADifference(api: ApiClient): Promise<void> {
  const turn = (on: boolean, query = '') => api.send<StandState>('PUT', `/stand/reports_more${query}`, { on });
  const isOn = async () => (await api.get<StandState>('/stand')).switches.map(({ name, on }) => [name, on]);
  assert.equal((await turn(true, '?dryRun=true')).switches[0]?.on, true);
  assert.deepEqual(await isOn(), [['reports_more', false]]);
  await turn(true);
  assert.deepEqual(await isOn(), [['reports_more', true]]);
  const differences = () => api.get<CaseList>('/cases?shop=2&register=1&check=C3');
  const found = await until('the shift that closed differs by 500.00', async () => {
    const { cases } = await differences();
    return cases.some(({ figure }) => figure === 'saleSum') && cases;
  });
  assert.deepEqual(new Set(found.map(({ values }) => values.difference)), new Set(['500.00']));
  await turn(false);
  assert.deepEqual(await isOn(), [['reports_more', false]]);
  assert.ok((await differences()).cases.length >= found.length, 'it stays until somebody decides');
}

describe('the folder of the stand is gone', () => {
  test('when its terminal is closed', async (t) => {
    const stand = await openStand(t);
    stand.kill('SIGHUP');
    assert.equal((await stand.end).code, 0);
    assert.deepEqual(readdirSync(stand.folder), []);
  });

  test('when Ctrl+C is pressed twice', async (t) => {
    const stand = await openStand(t);
    stand.kill('SIGINT');
    stand.kill('SIGINT');
    const { code, err } = await stand.end;
    assert.ok(code === 0 || code === 130, `${code} ${err}`);
    assert.deepEqual(readdirSync(stand.folder), []);
  });

  test('when it is ended while it starts', async (t) => {
    const folder = temporaryFolder(t);
    const child = start(
      ['demo', '--http-port', '0', '--grpc-port', '0', '--thrift-port', '0', '--register-http-port', '0'],
      { env: { TMPDIR: folder } },
    );
    await until('its folder is there', () => readdirSync(folder).length > 0);
    child.kill('SIGINT');
    await ended(child);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('when it was killed, as soon as another stand starts', async (t) => {
    const stand = await openStand(t);
    stand.kill('SIGKILL');
    await stand.end;
    const [left = ''] = readdirSync(stand.folder);
    assert.match(left, /^smena-demo-/);
    mkdirSync(join(stand.folder, 'of-somebody-else'));
    const next = start(
      ['demo', '--http-port', '0', '--grpc-port', '0', '--thrift-port', '0', '--register-http-port', '0'],
      { env: { TMPDIR: stand.folder } },
    );
    await until('the old folder is removed', () => !existsSync(join(stand.folder, left)));
    next.kill('SIGINT');
    await ended(next);
    assert.deepEqual(readdirSync(stand.folder), ['of-somebody-else']);
  });
});
