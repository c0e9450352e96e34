/** C5 M17: a hole in the receipt numbers of a register that only its store can reach is asked for at the centre, and is filled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GapList, GapRow, TransferList } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { openGapBehindStore } from './gap-behind-store.ts';
import { untilForwarded } from './stand.ts';

for (const engine of databasesUnderTest)
  test(`C5 M17 ${engine.name}: the gap of a register behind a store server can be asked for, the request reaches it, and the gap is filled`, async (t) => {
    await using above = await engine.place();
    await using below = await engine.place();
    await using centre = await startTestServer({ database: above.location });
    const top = createApiClient(() => centre.url);
    await using behind = await openGapBehindStore(t, centre, { database: below.location });
    const { register, store, lost } = behind;
    const gapOf = async (state: string): Promise<GapRow | undefined> =>
      (await top.get<GapList>(`/gaps?state=${state}`)).gaps[0];
    const gap = await until('the centre knows the gap', () => gapOf('open'));
    assert.deepEqual([gap.first, gap.last, gap.shopCode, gap.registerCode], [lost, lost, '12', '3']);
    assert.deepEqual([gap.canBeAsked, gap.nextAskAt], [true, null], 'people may ask; by itself the store does');

    // A register out of service is asked by nobody, whatever stands before it.
    await top.send('PATCH', '/shops/12/registers/3', { inService: false });
    assert.equal((await gapOf('open'))?.canBeAsked, false);
    await top.send('PATCH', '/shops/12/registers/3', { inService: true });

    register.faults.loseReceipts = null;
    await top.send('POST', `/gaps/${gap.gapId}/ask`, { author: 'Петрова' });
    await until('the register has sent it', async () => {
      await register.work();
      return gapOf('filled');
    });
    const below12 = (await store.get<TransferList>('/transfers')).transfers;
    assert.ok(
      below12.some(({ author }) => author?.includes(String(centre.grpcPort))),
      `the store was asked by its upper server: ${JSON.stringify(below12.map(({ author }) => author))}`,
    );
    await untilForwarded(store, top);

    // Nobody speaks for the shop any more and no address is known: there is no way.
    const removed = await fetch(new URL('/api/v1/servers/12', centre.url), { method: 'DELETE' });
    assert.equal(removed.status, 200);
    assert.equal((await gapOf('filled'))?.canBeAsked, false);
  });
