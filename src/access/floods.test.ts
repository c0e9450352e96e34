/** What strangers can make the tables of access keep, and from how many addresses they can try. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { utcText } from '../platform/clock.ts';
import { chargeTry, networkOf } from './pauses.ts';
import { keepBegun, takeBegun } from './provider-entry.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const clock = { now: () => NOW };

test('P20: the many addresses of one network of IPv6 are one, those of IPv4 are not', () => {
  for (const [address, network] of [
    ['10.5.0.7', '10.5.0.7'],
    ['::ffff:10.5.0.7', '10.5.0.7'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0:0:ffff:1:2:3', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ] as const)
    assert.equal(networkOf(address), network, address);
});

for (const engine of databasesUnderTest)
  describe(`floods (${engine.name})`, () => {
    test('P20: whoever tries every name from one address of IPv6 after another waits like from one address', async () => {
      await using opened = await engine.open();
      const tryFrom = (address: string, n: number) =>
        opened.database.transaction((tx) => chargeTry(tx, clock, { login: `name-${n}`, address }));
      const waits: number[] = [];
      for (let n = 0; n < 40; n += 1) waits.push(await tryFrom(`2001:db8::${n.toString(16)}`, n));
      assert.ok(
        waits.slice(0, 30).every((ms) => ms === 0),
        'a shop may come from one address',
      );
      assert.ok((waits.at(-1) ?? 0) > 0, 'the next ones wait');
      assert.equal(await tryFrom('2001:db8:0:1::7', 41), 0, 'another network does not');
    });

    test('P20: log-ins at the provider that are begun and never ended are kept up to a limit, and the newest of them can end', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      const rows = Array.from({ length: 10_500 }, (_, n) => [
        ...['', `state ${n}`, 'v', 'n', '/'],
        utcText(NOW + 60_000 + n),
      ]);
      await database.transaction((tx) =>
        tx.insertMany('provider_login', ['shop_id', 'state_hash', 'verifier', 'nonce', 'return_to', 'ends_utc'], rows),
      );
      const begun = { verifier: 'verifier', nonce: 'nonce', returnTo: '/log' };
      await database.transaction((tx) => keepBegun(tx, NOW, 'mine', begun));
      const kept = await database.get<{ n: number }>('SELECT COUNT(*) AS n FROM provider_login');
      assert.equal(kept?.n, 10_000);
      const taken = await database.transaction((tx) => takeBegun(tx, NOW, 'mine'));
      assert.deepEqual({ ...taken }, begun);
    });
  });
