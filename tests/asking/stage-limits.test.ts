/** How long a load may stand is a setting (registers §9). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestedTransfer, TransferRow } from '../../contracts/web-api.ts';
import { startTestServer } from '../support/server.ts';
import { asks, change, shopOf } from '../support/stream-register.ts';
import { until } from '../support/until.ts';

test('a load that no register takes ends after the time that is set', async () => {
  await using server = await startTestServer({ env: { SMENA_TRANSFERS_REQUESTED_MS: '1 s' } });
  const shop = await shopOf(server);
  // Nobody listens there.
  await change(shop, { commandHost: '127.0.0.1', commandPort: 9 });
  const { transfer } = await shop.api.send<RequestedTransfer>('POST', '/transfers', asks({ kind: 'new' }));
  const ended = await until('it has ended', async () => {
    const now = await shop.api.get<TransferRow>(`/transfers/${transfer.transferId}`);
    return now.endedAt === null ? undefined : now;
  });
  assert.deepEqual([ended.state, ended.endedIn], ['no_answer', 'requested']);
});
