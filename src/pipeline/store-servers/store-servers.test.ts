import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import type { Peer } from '../../platform/line-listener.ts';
import { createRegisters } from '../registers/registers.ts';
import { type Brought, createStoreServers } from './store-servers.ts';

const clock = { now: () => Date.UTC(2026, 10, 26, 9) };
const plain: Peer = { address: '10.5.0.9', secure: false, certificate: null };
const shows = (name: string): Peer => ({
  address: '10.5.0.9',
  secure: true,
  certificate: { names: [name], serialNumber: '0A', fingerprint: 'AA', validToMs: clock.now() + 86_400_000 },
});

for (const engine of databasesUnderTest) {
  test(`M17 M18 ${engine.name}: a store server is its certificate, and speaks for the registers of its own shops`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    let changes = 0;
    const onChanged = () => {
      changes += 1;
    };
    const servers = createStoreServers({ database, clock, onChanged });
    const registers = createRegisters({ database, clock, onChanged: () => undefined });
    for (const shopCode of ['5', '6'])
      await registers.addShop({ shopCode, shopId: `_shop_${shopCode}`, timeZone: 'Europe/Moscow' });
    const codeOf = (fault: ReturnType<typeof servers.fault>) => fault?.code ?? null;
    assert.equal(codeOf(servers.fault('12', plain)), 'server.not_ready', 'nothing was read yet');

    assert.deepEqual(await servers.set('-', {}), { ok: false, code: 'server.bad_code', params: { serverCode: '-' } });
    assert.equal((await servers.set('12', { shopCodes: ['5', '99'] })).ok, false);
    assert.deepEqual(await servers.remove('12'), { ok: false, code: 'not_found.server', params: { serverCode: '12' } });
    assert.equal(changes, 0, 'who is refused has changed nothing');
    assert.deepEqual(await servers.set('12', { shopCodes: ['5'] }), { ok: true });
    assert.equal(changes, 1);

    assert.equal(codeOf(servers.fault('13', plain)), 'server.unknown');
    assert.equal(codeOf(servers.fault('12', plain)), null, 'plaintext is believed as it is of registers');
    assert.equal(codeOf(servers.fault('12', shows('server-12'))), null);
    assert.equal(codeOf(servers.fault('12', shows('server-13'))), 'server.other_certificate');
    assert.equal(
      codeOf(servers.fault('12', shows('_cash_1_0a1b2c3d'))),
      'server.other_certificate',
      'a register is no server',
    );
    await servers.set('12', { certificateName: 'mks-12.example', certificateRequired: true });
    assert.equal(codeOf(servers.fault('12', plain)), 'server.certificate_missing');
    assert.equal(codeOf(servers.fault('12', shows('server-12'))), 'server.other_certificate');
    assert.equal(codeOf(servers.fault('12', shows('MKS-12.example'))), null);
    assert.deepEqual([servers.ofShop('_shop_5'), servers.ofShop('_shop_6')], [['12'], []], 'what was not named stays');

    const register = { kind: 'register', registerCode: '1', shopId: '_shop_5', shopCode: '5' } as const;
    const own: Brought = { ...register, inService: true, certificateRequired: true, tokenRequired: false };
    const speaks = (brought: Brought, peer = shows('mks-12.example')) =>
      codeOf(servers.speakFault('12', peer, brought));
    assert.equal(speaks(own), null);
    assert.equal(speaks({ ...own, shopId: '_shop_6', shopCode: '6' }), 'server.other_shop');
    assert.equal(speaks({ ...own, inService: false }), 'handshake.out_of_service');
    assert.equal(speaks({ kind: 'stranger', registerId: '_cash_9' }), 'handshake.unknown_register');
    assert.deepEqual(
      [speaks({ kind: 'shop', shopCode: '5' }), speaks({ kind: 'shop', shopCode: '6' })],
      [null, 'server.other_shop'],
    );
    assert.equal(speaks({ kind: 'unreadable' }), null, 'it is kept whole, whoever it is of');
    await servers.set('12', { certificateRequired: false });
    assert.equal(
      speaks(own, plain),
      'line.certificate_missing',
      'in plaintext never for a register that must show one',
    );
    const proofless = { ...own, certificateRequired: false };
    assert.equal(speaks(proofless, plain), null);
    assert.equal(speaks({ ...proofless, tokenRequired: true }, plain), 'line.token_missing');

    servers.note('12', shows('mks-12.example'), {
      softwareVersion: '1.2',
      waitingPackages: 7,
      oldestAt: '2026-11-26T08:00:00.000Z',
      refusedRegisters: 1,
    });
    servers.note('12', plain);
    assert.equal(await servers.flush(), true);
    assert.equal(await servers.flush(), false);
    const row = await database.get(
      `SELECT backlog_count AS n, backlog_oldest_utc AS oldest, refused_count AS refused, software_version AS version,
         certificate_serial AS serial, certificate_ends_utc AS ends, last_contact_utc AS seen FROM store_server`,
    );
    const seen = '2026-11-26T09:00:00.000Z';
    const told = { n: 7, oldest: '2026-11-26T08:00:00.000Z', refused: 1, version: '1.2' };
    assert.deepEqual({ ...row }, { ...told, serial: '0A', ends: '2026-11-27T09:00:00.000Z', seen });
    // Another start reads the same.
    const again = createStoreServers({ database, clock, onChanged: () => undefined });
    await again.reload();
    assert.deepEqual(again.ofShop('_shop_5'), ['12']);
    assert.deepEqual(await servers.remove('12'), { ok: true });
    assert.equal(codeOf(servers.fault('12', plain)), 'server.unknown');
    assert.deepEqual(servers.ofShop('_shop_5'), []);
  });
}
