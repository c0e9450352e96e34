import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { openDoor } from '../../tests/support/register-door.ts';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { until } from '../../tests/support/until.ts';
import { readConfig } from '../config.ts';
import { createLiveHub } from '../connections/web-api/web-api.ts';
import { openDescriptions } from '../descriptions/descriptions.ts';
import { createEventBuffer } from '../pipeline/event-log/event-log.ts';
import { createRegisters } from '../pipeline/registers/registers.ts';
import { createStoreServers } from '../pipeline/store-servers/store-servers.ts';
import { silentLogger } from '../platform/logger.ts';
import { sleep } from '../platform/worker-loop.ts';
import type { TransferRow } from '../schema/tables.ts';
import { holdCommandStream } from '../simulator/command-stream.ts';
import { openAsking } from './open-asking.ts';

for (const engine of databasesUnderTest)
  test(`${engine.name}: what waits for a register is asked in the moment its stream is open again, without its pause`, async (t) => {
    await using opened = await engine.open();
    const { database } = opened;
    // The clock stands: no pause ever ends by itself.
    const clock = { now: () => Date.UTC(2026, 10, 26, 9) };
    const read = readConfig({ env: {}, args: {}, readTextFile: () => null, workFolder: '/' });
    assert.ok(read.ok);
    const registers = createRegisters({ database, clock, onChanged: () => undefined });
    await registers.addShop({ shopCode: '12', timeZone: 'Europe/Moscow' });
    const added = await registers.addRegister({ shopCode: '12', registerCode: '3', protocolVersion: 4 });
    assert.ok(added.ok);
    const live = createLiveHub({ clock, logger: silentLogger });
    t.after(() => live.stop());
    const { asking, streams, transfers } = openAsking({
      config: read.config,
      clock,
      logger: silentLogger,
      database,
      registers,
      servers: createStoreServers({ database, clock, onChanged: () => undefined }),
      live,
      log: createEventBuffer(database, clock, () => undefined),
      descriptions: await openDescriptions(temporaryFolder(t), clock),
      doors: () => undefined,
      onContact: () => void registers.flushContacts(),
    });
    const { door } = await openDoor(t, { door: { streams } });
    asking.start();
    t.after(() => asking.stop());
    const taken: unknown[] = [];
    const hold = () =>
      holdCommandStream({
        address: `127.0.0.1:${door.port}`,
        register: {
          ...{ registerId: added.registerId, shopId: added.shopId, registerCode: '3', shopCode: '12' },
          unload: async (request) => {
            taken.push(request);
            return 'queued';
          },
          callOff: async () => undefined,
        },
        sleep,
      });
    const first = hold();
    const knows = async (column: 'stream_opened_utc' | 'sync_due', value: unknown) =>
      (await database.get<Record<string, unknown>>('SELECT * FROM register'))?.[column] === value;
    await until('it is written down', () => knows('stream_opened_utc', '2026-11-26T09:00:00.000Z'));
    await until('it was told its settings', () => knows('sync_due', 0));
    await first.stop();
    await until('the stream is gone', () => streams.presence(added.registerId) === null);

    const asked = { shopCode: '12', registerCode: '3', cause: 'person', author: null, confirmed: false } as const;
    const result = await transfers.request({ ...asked, range: { kind: 'new' } });
    assert.equal(result.kind, 'requested');
    const row = async () => await database.get<TransferRow>('SELECT * FROM transfer');
    await until('it was tried in vain', async () => (await row())?.reason_code === 'transfer_reason.not_asked');
    assert.equal((await row())?.state, 'requested');
    const second = hold();
    t.after(() => second.stop());
    await until('it is taken', async () => (await row())?.state === 'accepted');
    assert.equal(taken.length, 1);
  });
