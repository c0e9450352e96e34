import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Peer } from '../../platform/line-listener.ts';
import { createRegisters } from './registers.ts';

/** Who comes without encryption. */
const PLAIN: Peer = { address: '10.0.0.7', secure: false, certificate: null };

for (const engine of databasesUnderTest) {
  describe(`registers on ${engine.name}`, () => {
    it('T10: issues ids that differ from the codes, and keeps ids that a register has already', async () => {
      await using opened = await engine.open();
      const registers = createRegisters({ database: opened.database, clock: systemClock, onChanged: () => undefined });
      const shop = await registers.addShop({ shopCode: '5', name: 'Пятый', timeZone: 'Asia/Yekaterinburg' });
      assert.ok(shop.ok);
      assert.match(shop.shopId, /^_shop_5_[0-9a-f]{8}$/);
      const issued = await registers.addRegister({ shopCode: '5', registerCode: '3', protocolVersion: 4 });
      assert.ok(issued.ok);
      assert.match(issued.registerId, /^_cash_3_[0-9a-f]{8}$/);
      const own = { shopCode: '5', registerCode: '4', protocolVersion: 4, registerId: 'old-id-4' };
      assert.deepEqual(await registers.addRegister(own), { ok: true, shopId: shop.shopId, registerId: 'old-id-4' });
    });

    it('refuses what exists, what is not there and a time zone nobody knows, and says so', async () => {
      await using opened = await engine.open();
      const registers = createRegisters({ database: opened.database, clock: systemClock, onChanged: () => undefined });
      const shop = { shopCode: '5', name: 'Пятый', timeZone: 'Europe/Moscow' };
      const wrongZone = await registers.addShop({ ...shop, timeZone: 'Europe/Moskau' });
      assert.equal(wrongZone.ok ? '' : wrongZone.code, 'request.time_zone');
      await registers.addShop(shop);
      const again = await registers.addShop(shop);
      assert.equal(again.ok ? '' : again.code, 'exists.shop');
      const nowhere = await registers.addRegister({ shopCode: '6', registerCode: '1', protocolVersion: 4 });
      assert.equal(nowhere.ok ? '' : nowhere.code, 'not_found.shop');
      const register = { shopCode: '5', registerCode: '1', protocolVersion: 4 };
      await registers.addRegister(register);
      const twice = await registers.addRegister(register);
      assert.equal(twice.ok ? '' : twice.code, 'exists.register');
    });

    it('M14, M16: admits registers of protocol 4, refuses unknown ones and those set to protocol 3', async () => {
      await using opened = await engine.open();
      const registers = createRegisters({ database: opened.database, clock: systemClock, onChanged: () => undefined });
      // Nothing could be read yet: a refusal would silence the register (T2).
      assert.equal(registers.admit('anybody', 4, PLAIN).ok, true);
      await registers.addShop({ shopCode: '5', name: 'Пятый', timeZone: 'Europe/Moscow' });
      const four = await registers.addRegister({ shopCode: '5', registerCode: '1', protocolVersion: 4 });
      const three = await registers.addRegister({ shopCode: '5', registerCode: '2', protocolVersion: 3 });
      assert.ok(four.ok && three.ok);
      assert.deepEqual(registers.admit(four.registerId, 4, PLAIN), {
        ok: true,
        registerCode: '1',
        shopId: four.shopId,
      });
      const old = registers.admit(three.registerId, 4, PLAIN);
      assert.deepEqual(old, {
        ok: false,
        code: 'handshake.protocol',
        params: { registerCode: '2', protocolVersion: 3, protocol: 4 },
      });
      assert.equal(registers.admit(three.registerId, 3, PLAIN).ok, true);
      assert.equal(registers.admit(four.registerId, 3, PLAIN).ok, false);
      const stranger = registers.admit('anybody', 4, PLAIN);
      assert.equal(stranger.ok ? '' : stranger.code, 'handshake.unknown_register');
    });

    it('M16: a register is changed: protocol, service, and where its command service listens', async () => {
      await using opened = await engine.open();
      const registers = createRegisters({ database: opened.database, clock: systemClock, onChanged: () => undefined });
      await registers.addShop({ shopCode: '5', timeZone: 'Europe/Moscow' });
      const added = await registers.addRegister({ shopCode: '5', registerCode: '1', protocolVersion: 3 });
      assert.ok(added.ok);
      const codes = { shopCode: '5', registerCode: '1' };
      assert.equal(registers.admit(added.registerId, 4, PLAIN).ok, false);
      assert.equal((await registers.changeRegister(codes, { protocolVersion: 4, commandHost: '10.0.0.7' })).ok, true);
      assert.equal(registers.admit(added.registerId, 4, PLAIN).ok, true);
      await registers.changeRegister(codes, { inService: false });
      const paused = registers.admit(added.registerId, 4, PLAIN);
      assert.equal(paused.ok ? '' : paused.code, 'handshake.out_of_service');
      const row = await opened.database.get('SELECT command_host AS host, command_port AS port FROM register');
      assert.deepEqual({ ...row }, { host: '10.0.0.7', port: null });
      const nobody = await registers.changeRegister({ ...codes, registerCode: '9' }, {});
      assert.equal(nobody.ok ? '' : nobody.code, 'not_found.register');
    });

    it('keeps no ids that nobody has added, however many call themselves registers', async () => {
      await using opened = await engine.open();
      const registers = createRegisters({ database: opened.database, clock: systemClock, onChanged: () => undefined });
      registers.touch('before anything was read');
      await registers.reload();
      for (let stranger = 0; stranger < 100; stranger += 1) registers.touch(`stranger ${stranger}`);
      assert.equal(await registers.flushContacts(), false);
    });

    it('notes signs of life once they can be written', async () => {
      await using opened = await engine.open();
      const registers = createRegisters({
        database: opened.database,
        clock: { now: () => 0 },
        onChanged: () => undefined,
      });
      await registers.addShop({ shopCode: '5', name: 'Пятый', timeZone: 'Europe/Moscow' });
      const added = await registers.addRegister({ shopCode: '5', registerCode: '1', protocolVersion: 4 });
      assert.ok(added.ok);
      registers.touch(added.registerId);
      assert.equal(await registers.flushContacts(), true);
      assert.equal(await registers.flushContacts(), false);
      const row = await opened.database.get<{ at: string }>('SELECT last_contact_utc AS at FROM register');
      assert.equal(row?.at, '1970-01-01T00:00:00.000Z');
    });

    it('P5, T10: a command stream needs an id that is known and fits the codes; an id is given out by codes once', async () => {
      await using opened = await engine.open();
      const registers = createRegisters({ database: opened.database, clock: systemClock, onChanged: () => undefined });
      const nobody = { registerId: '', shopId: '', registerCode: '', shopCode: '' };
      const codeOf = (says: Partial<typeof nobody>) => {
        const admission = registers.admitStream({ ...nobody, ...says }, PLAIN);
        if (!admission.ok) return admission.code;
        return 'pair' in admission ? 'pair' : 'open';
      };
      assert.equal(codeOf({}), 'stream.not_ready');
      await registers.addShop({ shopCode: '5', timeZone: 'Europe/Moscow' });
      const added = await registers.addRegister({ shopCode: '5', registerCode: '1', protocolVersion: 4 });
      assert.ok(added.ok);
      const { registerId, shopId } = added;
      const codes = { shopCode: '5', registerCode: '1' };
      assert.equal(codeOf({}), 'stream.no_identity');
      assert.equal(codeOf({ shopCode: '5', registerCode: '2' }), 'not_found.register');
      assert.equal(codeOf(codes), 'pair');
      assert.equal(codeOf(codes), 'pair', 'as often as the answer got lost');
      assert.equal(codeOf({ registerId }), 'open', 'what is not said is not checked');
      assert.equal(codeOf({ registerId, shopId, ...codes }), 'open');
      assert.equal(codeOf({ registerId, ...codes, registerCode: '2' }), 'stream.code_mismatch');
      assert.equal(codeOf({ registerId, ...codes, shopCode: '6' }), 'stream.code_mismatch');
      assert.equal(codeOf({ registerId, shopId: 'other' }), 'stream.shop_mismatch');
      assert.equal(codeOf({ registerId: 'other', ...codes }), 'handshake.unknown_register');
      registers.touch(registerId);
      assert.equal(codeOf(codes), 'stream.paired_already');
      await registers.reload();
      await registers.flushContacts();
      await registers.reload();
      assert.equal(codeOf(codes), 'stream.paired_already', 'also after a restart');
      await registers.changeRegister(codes, { inService: false });
      assert.equal(codeOf({ registerId }), 'handshake.out_of_service');
    });
  });
}
