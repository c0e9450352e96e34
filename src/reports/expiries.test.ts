import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { expiriesReport, expiryStatus, type FileEnds } from './expiries.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const DAY_MS = 86_400_000;
const at = (days: number) => new Date(NOW + days * DAY_MS).toISOString();
const ends = (days: number) => NOW + days * DAY_MS;

const FILES: FileEnds = {
  files: [
    { kind: 'server-certificate', name: 'server.certificate.pem', endsMs: ends(10) },
    { kind: 'authority', name: 'authority.certificate.pem', endsMs: ends(3000) },
    { kind: 'revocation-list', name: 'revoked.pem', endsMs: ends(-400) },
  ],
  issued: [
    { registerId: 'three', serial: 'A1', endsMs: ends(20) },
    { registerId: 'three', serial: 'A2', endsMs: ends(397) },
    { registerId: 'four', serial: 'B1', endsMs: ends(90) },
    { registerId: 'gone', serial: 'C1', endsMs: ends(5) },
  ],
  revoked: new Set(['D1']),
};

for (const engine of databasesUnderTest) {
  test(`M18 P20 ${engine.name}: what ends stands in the order of its end: files, certificates shown and issued, tokens, keys, servers; what was replaced, revoked, forgotten or out of service does not`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    const shop = 'INSERT INTO shop (shop_id, shop_code, time_zone, created_utc) VALUES (?, ?, ?, ?)';
    await database.transaction(async (tx) => {
      await tx.run(shop, ['s', '12', 'Europe/Moscow', at(-1)]);
      const register = (id: string, code: string, inService: number, serial: string | null, end: number | null) =>
        tx.run(
          `INSERT INTO register (shop_id, register_id, register_code, protocol_version, in_service, created_utc,
             certificate_serial, certificate_ends_utc) VALUES ('s', ?, ?, 4, ?, ?, ?, ?)`,
          [id, code, inService, at(-1), serial, end === null ? null : at(end)],
        );
      await register('three', '3', 1, 'A1', 20);
      await register('four', '4', 1, 'B1', 90);
      await register('five', '5', 1, 'D1', 7);
      await register('six', '6', 0, 'E1', 7);
      await register('seven', '7', 1, 'F1', -31);
      await register('eight', '8', 1, null, null);
      await register('nine', '9', 1, null, null);
      const token = (id: string, number: number, end: number | null, revoked = false) =>
        tx.run(
          `INSERT INTO register_token (shop_id, register_id, token_id, token_hash, created_utc, ends_utc, revoked_utc)
           VALUES ('s', ?, ?, ?, ?, ?, ?)`,
          [id, number, String(number), at(-1), end === null ? null : at(end), revoked ? at(0) : null],
        );
      await token('eight', 1, -1);
      await token('eight', 2, 300);
      await token('eight', 3, 1, true);
      await token('nine', 4, 2);
      await token('nine', 5, null);
      await token('five', 6, -29);
      const key = (number: number, name: string, end: number | null) =>
        tx.run(
          `INSERT INTO access_key (shop_id, key_id, name, token_hash, rights, all_shops, created_utc, ends_utc)
           VALUES ('', ?, ?, ?, '[]', 1, ?, ?)`,
          [number, name, String(number), at(-1), end === null ? null : at(end)],
        );
      await key(1, '1С', -3);
      await key(2, '1С', 29);
      await key(3, 'склад', -2);
      await key(4, 'склад', null);
      await tx.run(
        `INSERT INTO store_server (shop_id, server_code, certificate_required, created_utc, certificate_serial, certificate_ends_utc)
         VALUES ('', '12', 1, ?, 'S1', ?)`,
        [at(-1), at(31)],
      );
    });
    const sources = { database, clock: { now: () => NOW }, readFileEnds: async () => FILES };
    const { expiries } = await expiriesReport(sources);
    assert.deepEqual(
      expiries.map(({ kind, name, registerCode, serial, state }) => [kind, name, registerCode, serial, state]),
      [
        ['revocation-list', 'revoked.pem', null, null, 'ended'],
        ['register-token', 'N-6', '5', null, 'ended'],
        ['server-certificate', 'server.certificate.pem', null, null, 'ends_soon'],
        ['register-certificate', 'three', '3', 'A1', 'ends_soon'],
        ['key', 'K-2 1С', null, null, 'ends_soon'],
        ['store-server', '12', null, 'S1', 'good'],
        ['register-certificate', 'four', '4', 'B1', 'good'],
        ['register-token', 'N-2', '8', null, 'good'],
        ['issued-certificate', 'three', '3', 'A2', 'good'],
        ['authority', 'authority.certificate.pem', null, null, 'good'],
      ],
    );
    assert.deepEqual(await expiryStatus(sources), { endsSoon: 3, ended: 2 });
  });
}
