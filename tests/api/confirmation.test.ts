/** The one-week rule over REST (M10–M12; acceptance 4): the server enforces it, whoever asks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type DeclinedTransfer,
  loadConfirmation,
  type NewTransfer,
  requestedTransfer,
  type TransferList,
} from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const period = (from: string, to: string) =>
  ({ kind: 'dates', from: `${from}T00:00:00`, to: `${to}T23:59:59` }) as const;
const WEEK = period('2026-03-08', '2026-03-14');
const SIX_DAYS = period('2026-03-09', '2026-03-14');

function post(server: TestServer, path: string, body: Partial<NewTransfer> | DeclinedTransfer): Promise<Response> {
  return fetch(new URL(`/api/v1${path}`, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const asked = { shopCode: '5', registerCode: '12' };

for (const engine of databasesUnderTest)
  test(`M10 M11 M12 ${engine.name}: a week needs its confirmation, six days do not, a refusal is in the log`, async () => {
    await using database = await engine.place();
    await using server = await startTestServer({ database: database.location });
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
    const transfers = async () => (await api.get<TransferList>('/transfers')).transfers.length;
    const before = await transfers();

    const refused = await post(server, '/transfers', { ...asked, range: WEEK });
    assert.equal(refused.status, 409);
    const { code, preview, message } = loadConfirmation.parse(await refused.json());
    assert.deepEqual([code, preview.days, preview.shifts], ['confirmation_required', 7, 1]);
    assert.deepEqual([preview.from, preview.to], [WEEK.from, WEEK.to]);
    assert.match(message.ru, /7.дней/);
    assert.equal(await transfers(), before, 'nothing has started');

    const declined = await post(server, '/transfers/declined', {
      ...asked,
      from: WEEK.from,
      to: WEEK.to,
      author: 'Петрова',
    });
    assert.equal(declined.status, 200);
    const { events } = await api.log('code=transfer.declined');
    assert.deepEqual(
      events.map(({ registerCode, who, text }) => [registerCode, who?.ru, /08\.03\.2026.*14\.03\.2026/.test(text.ru)]),
      [['12', 'Петрова', true]],
    );
    assert.equal(await transfers(), before, 'a refusal starts nothing');

    const confirmed = await post(server, '/transfers', { ...asked, range: WEEK, confirmed: true });
    assert.equal(confirmed.status, 202);
    assert.equal(requestedTransfer.parse(await confirmed.json()).running, false);
    const short = await post(server, '/transfers', { ...asked, range: SIX_DAYS });
    assert.equal(short.status, 202);
    assert.equal(await transfers(), before + 2);
  });

test('M10: the threshold may be lowered', async () => {
  await using server = await startTestServer({ env: { SMENA_TRANSFERS_CONFIRM_FROM_DAYS: '3' } });
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.addRegister('5', '12');
  const three = await post(server, '/transfers', { ...asked, range: period('2026-03-12', '2026-03-14') });
  assert.equal(three.status, 409);
  const two = await post(server, '/transfers', { ...asked, range: period('2026-03-13', '2026-03-14') });
  assert.equal(two.status, 202);
});

test('M10: the threshold may not be raised: the server does not start with more than a week', async () => {
  await assert.rejects(
    startTestServer({ env: { SMENA_TRANSFERS_CONFIRM_FROM_DAYS: '8' } }),
    /confirmFromDays|CONFIRM_FROM_DAYS/,
  );
});
