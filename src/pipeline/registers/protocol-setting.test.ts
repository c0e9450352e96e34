import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { createRegisters, type ProtocolChange, type ProtocolPreview, type Registers } from './registers.ts';

const everywhere: ProtocolChange = {
  shopCode: null,
  registerCode: null,
  protocolVersion: 4,
  includeUnknown: false,
  author: 'Иванова',
};

/** Shops 5 and 6: able, too old, unknown, and one that has the protocol already. */
async function openPlaces(database: Database<Tables>): Promise<Registers> {
  const registers = createRegisters({ database, clock: systemClock, onChanged: () => undefined });
  for (const shopCode of ['5', '6']) await registers.addShop({ shopCode, timeZone: 'Europe/Moscow' });
  const places = [
    ['5', '1', 3, '4.6.121'],
    ['5', '2', 3, '4.6.119'],
    ['5', '3', 3, null],
    ['6', '1', 4, '4.6.120'],
    ['6', '2', 3, '4.7.0'],
  ] as const;
  for (const [shopCode, registerCode, protocolVersion, softwareVersion] of places) {
    await registers.addRegister({ shopCode, registerCode, protocolVersion });
    const address = { commandHost: '10.0.0.7' };
    await registers.changeRegister({ shopCode, registerCode }, { softwareVersion, ...address });
  }
  await database.transaction((tx) => tx.run('UPDATE register SET sync_due = 0'));
  return registers;
}

async function protocols(database: Database<Tables>): Promise<number[]> {
  const rows = await database.all<{ protocol: number }>(
    `SELECT r.protocol_version AS protocol FROM register r JOIN shop s ON s.shop_id = r.shop_id
     ORDER BY s.shop_code, r.register_code`,
  );
  return rows.map(({ protocol }) => protocol);
}

async function preview(registers: Registers, change: ProtocolChange, confirmed: boolean): Promise<ProtocolPreview> {
  const result = await registers.setProtocol(change, confirmed);
  assert.ok(result.ok, JSON.stringify(result));
  assert.equal(result.done, confirmed);
  return result.preview;
}

for (const engine of databasesUnderTest) {
  describe(`the protocol setting on ${engine.name}`, () => {
    it('M16: shows first who follows and who cannot, then changes those who can, tells them (M15) and the log', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      const registers = await openPlaces(database);
      const seen = await preview(registers, everywhere, false);
      assert.deepEqual(seen, {
        from: 4,
        to: 4,
        changing: 2,
        already: 1,
        tooOld: { count: 1, registers: [{ shopCode: '5', registerCode: '2', softwareVersion: '4.6.119' }] },
        unknownVersion: { count: 1, registers: [{ shopCode: '5', registerCode: '3', softwareVersion: null }] },
      });
      assert.deepEqual(await protocols(database), [3, 3, 3, 4, 3], 'a preview changes nothing');
      assert.deepEqual(await preview(registers, everywhere, true), seen);
      assert.deepEqual(await protocols(database), [4, 3, 3, 4, 4]);
      const due = await database.all<{ code: string }>(
        'SELECT register_code AS code FROM register WHERE sync_due = 1 ORDER BY register_code',
      );
      assert.deepEqual(
        due.map(({ code }) => code),
        ['1', '2'],
        'only those who changed are told',
      );
      const events = await database.all<{ code: string; params: string }>(
        "SELECT code, params FROM event WHERE code LIKE '%protocol_changed' ORDER BY event_id",
      );
      assert.deepEqual(
        events.map(({ code }) => code),
        ['setting.protocol_changed', 'register.protocol_changed', 'register.protocol_changed'],
      );
      const { from, to, author, n, tooOld, unknown } = JSON.parse(events[0]?.params ?? '');
      assert.deepEqual([from, to, author, n, tooOld, unknown], [4, 4, 'Иванова', 2, 1, 1]);
      const told = JSON.parse(events[1]?.params ?? '');
      assert.deepEqual([told.from, told.to, told.author], [3, 4, 'Иванова']);
    });

    it('M14: of unknown versions only those follow that the person includes; the way back needs no version', async () => {
      await using opened = await engine.open();
      const registers = await openPlaces(opened.database);
      assert.equal((await preview(registers, { ...everywhere, includeUnknown: true }, true)).changing, 3);
      assert.deepEqual(await protocols(opened.database), [4, 3, 4, 4, 4]);
      const back = await preview(registers, { ...everywhere, protocolVersion: 3 }, true);
      assert.deepEqual([back.from, back.changing, back.unknownVersion.count], [4, 4, 0]);
      assert.deepEqual(await protocols(opened.database), [3, 3, 3, 3, 3]);
    });

    it('is set for one shop or one register; new registers begin with it; the server takes the place of the shops', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      const registers = await openPlaces(database);
      await preview(registers, { ...everywhere, protocolVersion: 3, shopCode: '6' }, true);
      assert.deepEqual(await protocols(database), [3, 3, 3, 3, 3]);
      await registers.addRegister({ shopCode: '6', registerCode: '9' });
      await registers.addRegister({ shopCode: '5', registerCode: '9' });
      assert.deepEqual(await protocols(database), [3, 3, 3, 4, 3, 3, 3]);
      await preview(registers, { ...everywhere, shopCode: '6', registerCode: '1' }, true);
      assert.deepEqual(await protocols(database), [3, 3, 3, 4, 4, 3, 3]);
      await preview(registers, { ...everywhere, includeUnknown: true }, true);
      await registers.addRegister({ shopCode: '6', registerCode: '8' });
      assert.equal((await protocols(database)).at(-2), 4);
    });

    it('refuses by name a register that is known to be too old, and places that are not there', async () => {
      await using opened = await engine.open();
      const registers = await openPlaces(opened.database);
      const refusal = async (place: { shopCode: string; registerCode: string | null }) => {
        const result = await registers.setProtocol({ ...everywhere, ...place }, true);
        return result.ok ? '' : result.code;
      };
      assert.equal(await refusal({ shopCode: '5', registerCode: '2' }), 'setting.too_old');
      assert.equal(await refusal({ shopCode: '7', registerCode: null }), 'not_found.shop');
      assert.equal(await refusal({ shopCode: '5', registerCode: '77' }), 'not_found.register');
      const old = { shopCode: '5', registerCode: '2' };
      const changed = await registers.changeRegister(old, { protocolVersion: 4 });
      assert.equal(changed.ok ? '' : changed.code, 'setting.too_old');
      assert.deepEqual(await protocols(opened.database), [3, 3, 3, 4, 3]);
      assert.equal((await registers.changeRegister(old, { protocolVersion: 4, softwareVersion: '4.6.120' })).ok, true);
      assert.deepEqual(await protocols(opened.database), [3, 4, 3, 4, 3]);
    });
  });
}
