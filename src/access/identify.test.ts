import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { rights } from '../domain/access.ts';
import type { Database } from '../platform/database/database.ts';
import { hashOf } from '../platform/secret-token.ts';
import type { Tables } from '../schema/tables.ts';
import { createIdentify } from './identify.ts';

const NOW = Date.parse('2026-03-14T12:00:00Z');
const times = { sessionMs: 43_200_000, idleMs: 1_800_000 };
const from = { session: null, key: null, address: '10.0.0.7' };
const clock = { now: () => NOW };

/** A key as it is kept; `ends` and `revoked` are UTC times. */
async function keepKey(
  database: Database<Tables>,
  token: string,
  { ends = null, revoked = null, all = 1 }: { ends?: string | null; revoked?: string | null; all?: number } = {},
): Promise<void> {
  await database.transaction((tx) =>
    tx.insertMany(
      'access_key',
      ['shop_id', 'key_id', 'name', 'token_hash', 'rights', 'all_shops', 'created_utc', 'ends_utc', 'revoked_utc'],
      [
        [
          '',
          token.length,
          `key ${token}`,
          hashOf(token),
          '["see","export"]',
          all,
          '2026-01-01T00:00:00.000Z',
          ends,
          revoked,
        ],
      ],
    ),
  );
}

for (const engine of databasesUnderTest) {
  describe(`who sends a request (${engine.name})`, () => {
    test('an open server gives everybody every right and says who it does not know', async () => {
      await using opened = await engine.open();
      const identify = createIdentify({ database: opened.database, clock, mode: 'open', times });
      const { principal, refusal } = await identify(from);
      assert.equal(refusal, null);
      assert.deepEqual(principal.actor, { kind: 'anybody', name: '', address: '10.0.0.7' });
      assert.deepEqual([...principal.rights], [...rights]);
      assert.equal(principal.shops, 'all');
    });

    test('nobody has no right, and a key that is good has its own', async () => {
      await using opened = await engine.open();
      const identify = createIdentify({ database: opened.database, clock, mode: 'required', times });
      const unknown = await identify(from);
      assert.equal(unknown.refusal?.code, 'access.not_logged_in');
      assert.equal(unknown.principal.rights.size, 0);
      await keepKey(opened.database, 'a', { ends: '2026-03-14T12:00:00.001Z' });
      const { principal, refusal } = await identify({ ...from, key: 'a' });
      assert.equal(refusal, null);
      assert.deepEqual(principal.actor, { kind: 'key', name: 'key a', address: '10.0.0.7' });
      assert.deepEqual([...principal.rights], ['see', 'export']);
      const used = await opened.database.get<{ at: string }>('SELECT last_used_utc AS at FROM access_key');
      assert.equal(used?.at, '2026-03-14T12:00:00.000Z');
    });

    test('a key is refused by its name when it has ended or was revoked, and an unknown one as unknown', async () => {
      await using opened = await engine.open();
      const identify = createIdentify({ database: opened.database, clock, mode: 'required', times });
      await keepKey(opened.database, 'b', { ends: '2026-03-14T12:00:00.000Z' });
      await keepKey(opened.database, 'cc', { revoked: '2026-03-01T00:00:00.000Z' });
      const codes = async (key: string) => {
        const { refusal, principal } = await identify({ ...from, key });
        assert.equal(principal.rights.size, 0);
        return [refusal?.code, refusal?.params];
      };
      assert.deepEqual(await codes('b'), ['access.key_ended', { name: 'key b' }]);
      assert.deepEqual(await codes('cc'), ['access.key_revoked', { name: 'key cc' }]);
      assert.deepEqual(await codes('ddd'), ['access.key_unknown', {}]);
    });

    test('a key for some shops knows them by their codes, and without one it has none', async () => {
      await using opened = await engine.open();
      const identify = createIdentify({ database: opened.database, clock, mode: 'required', times });
      await keepKey(opened.database, 'a', { all: 0 });
      assert.deepEqual((await identify({ ...from, key: 'a' })).principal.shops, []);
      for (const code of ['5', '7'])
        await opened.database.run('INSERT INTO shop (shop_id, shop_code, time_zone, created_utc) VALUES (?, ?, ?, ?)', [
          `id-${code}`,
          code,
          'Europe/Moscow',
          '2026-01-01T00:00:00.000Z',
        ]);
      await opened.database.run('INSERT INTO key_shop (shop_id, key_id) VALUES (?, ?)', ['id-7', 1]);
      assert.deepEqual((await identify({ ...from, key: 'a' })).principal.shops, ['7']);
    });
  });
}
