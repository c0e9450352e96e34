import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { canonicalJson } from '../platform/canonical-json.ts';
import type { Database } from '../platform/database/database.ts';
import { rehearse } from '../platform/database/rehearsal.ts';
import { hashOf } from '../platform/hash-chain.ts';
import type { AuditEntryRow, Tables } from '../schema/tables.ts';
import { actAs, createAnchors, differing, type NewEntry, record, verifyChain } from './audit.ts';
import { entryText } from './entry-text.ts';

const clock = { now: () => Date.parse('2026-11-26T12:00:00.000Z') };
const petrova = {
  actor: { kind: 'person', name: 'petrova', address: '10.0.0.7' },
  channel: 'web',
} as const;

const change = (number: number): NewEntry => ({
  verb: 'change',
  object: 'register',
  key: `12/${number}`,
  shopCode: '12',
  old: { inService: true },
  new: { inService: false },
  reason: 'Ремонт',
});

function place(): Disposable & { folders: { anchors: string; keys: string } } {
  const folder = mkdtempSync(join(tmpdir(), 'smena-audit-'));
  return {
    folders: { anchors: join(folder, 'audit'), keys: join(folder, 'keys') },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const add = (database: Database<Tables>, entry: NewEntry) => database.transaction((tx) => record(tx, clock, entry));

async function addSome(database: Database<Tables>, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) await actAs(petrova, () => add(database, change(number)));
}

const TRIGGERS = {
  sqlite: [
    'DROP TRIGGER audit_entry_unchanged',
    'DROP TRIGGER audit_entry_unremoved',
    'DROP TRIGGER audit_entry_unreplaced',
  ],
  postgres: [
    'DROP TRIGGER audit_entry_unchanged ON audit_entry',
    'DROP TRIGGER audit_entry_untruncated ON audit_entry',
  ],
};

async function dropTriggers(database: Database<Tables>): Promise<void> {
  for (const statement of TRIGGERS[database.engine]) await database.run(statement);
}

/** What somebody does who knows how hashes are made: every entry from `number` on is hashed anew. */
async function hashAnew(database: Database<Tables>, number: number): Promise<void> {
  const rows = await database.all<AuditEntryRow>('SELECT * FROM audit_entry WHERE number >= ? ORDER BY number', [
    number - 1,
  ]);
  let previous = rows[0]?.number === number - 1 ? rows[0].hash : '0'.repeat(64);
  for (const row of rows.filter((one) => one.number >= number)) {
    const hash = hashOf(entryText({ ...row, previous }));
    await database.run('UPDATE audit_entry SET previous = ?, hash = ? WHERE number = ?', [previous, hash, row.number]);
    previous = hash;
  }
}

for (const engine of databasesUnderTest) {
  test(`${engine.name}: an entry holds who, from where, what, old and new, and the hash of the entry before it`, async () => {
    await using opened = await engine.open();
    using at = place();
    await addSome(opened.database, 2);
    await add(opened.database, { verb: 'trim', object: 'days' });
    const rows = await opened.database.all<AuditEntryRow>('SELECT * FROM audit_entry ORDER BY number');
    const { hash, ...first } = rows[0] ?? assert.fail('no entry');
    assert.deepEqual(first, {
      number: 1,
      happened_utc: '2026-11-26T12:00:00.000Z',
      actor_kind: 'person',
      actor_name: 'petrova',
      actor_address: '10.0.0.7',
      channel: 'web',
      verb: 'change',
      object_kind: 'register',
      object_key: '12/1',
      shop_code: '12',
      old_value: '{"inService":true}',
      new_value: '{"inService":false}',
      reason: 'Ремонт',
      result: 'done',
      previous: '0'.repeat(64),
    });
    assert.equal(hash, hashOf(canonicalJson(first)));
    assert.equal(rows[1]?.previous, hash);
    assert.deepEqual([rows[2]?.actor_kind, rows[2]?.actor_name, rows[2]?.channel], ['server', '', 'schedule']);
    const verdict = await verifyChain(opened.database, at.folders);
    assert.deepEqual(
      { ...verdict, lastHash: verdict.lastHash === rows[2]?.hash },
      { entries: 3, first: 1, last: 3, lastHash: true, anchored: null, anchors: 0, problem: null },
    );
  });

  test(`${engine.name}: a change that is undone leaves no entry, and no gap in the numbers`, async () => {
    await using opened = await engine.open();
    using at = place();
    await addSome(opened.database, 1);
    await rehearse(opened.database, (trial) => add(trial, change(2)));
    const failing = opened.database.transaction(async (tx) => {
      await record(tx, clock, change(3));
      throw new Error('undone');
    });
    await assert.rejects(failing, /undone/);
    await addSome(opened.database, 1);
    const { entries, last, problem } = await verifyChain(opened.database, at.folders);
    assert.deepEqual({ entries, last, problem }, { entries: 2, last: 2, problem: null });
  });

  test(`${engine.name}: entries that several processes add at once stand in one chain`, async () => {
    await using opened = await engine.open();
    using at = place();
    const other = await opened.openAgain();
    try {
      const both = Array.from({ length: 20 }, (_, index) =>
        actAs(petrova, () => add(index % 2 === 0 ? opened.database : other, change(index))),
      );
      await Promise.all(both);
    } finally {
      await other.close();
    }
    const { entries, last, problem } = await verifyChain(opened.database, at.folders);
    assert.deepEqual({ entries, last, problem }, { entries: 20, last: 20, problem: null });
    const names = await opened.database.all('SELECT DISTINCT actor_name, object_key FROM audit_entry');
    assert.equal(names.length, 20);
  });

  test(`${engine.name}: SQL can neither change, remove nor replace an entry`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    await addSome(database, 2);
    const statements = [
      `UPDATE audit_entry SET reason = 'x' WHERE number = 1`,
      'DELETE FROM audit_entry WHERE number = 2',
      ...(engine.name === 'postgres'
        ? ['TRUNCATE audit_entry']
        : ['REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE number = 1']),
    ];
    for (const statement of statements) await assert.rejects(database.run(statement), /append-only/, statement);
    assert.equal((await database.all('SELECT 1 FROM audit_entry')).length, 2);
  });

  test(`${engine.name}: each attack on the chain is found, with the first number that cannot be relied on`, async () => {
    const attacks: [
      name: string,
      attack: (database: Database<Tables>) => Promise<unknown>,
      number: number,
      code: string,
    ][] = [
      ['a changed value', (d) => d.run(`UPDATE audit_entry SET new_value = '{}' WHERE number = 4`), 4, 'content'],
      ['another actor', (d) => d.run(`UPDATE audit_entry SET actor_name = 'ivanov' WHERE number = 2`), 2, 'content'],
      ['another hash', (d) => d.run(`UPDATE audit_entry SET hash = previous WHERE number = 3`), 3, 'content'],
      [
        'a change hashed anew',
        async (d) => {
          const row = await d.get<AuditEntryRow>('SELECT * FROM audit_entry WHERE number = 3');
          const hash = hashOf(entryText({ ...(row ?? assert.fail()), reason: 'x' }));
          await d.run(`UPDATE audit_entry SET reason = 'x', hash = ? WHERE number = 3`, [hash]);
        },
        4,
        'chain',
      ],
      ['a missing entry', (d) => d.run('DELETE FROM audit_entry WHERE number = 3'), 3, 'missing'],
      ['the first is missing', (d) => d.run('DELETE FROM audit_entry WHERE number = 1'), 1, 'missing'],
      [
        'numbers moved up over a missing entry',
        async (d) => {
          await d.run('DELETE FROM audit_entry WHERE number = 3');
          await d.run('UPDATE audit_entry SET number = 3 WHERE number = 4');
        },
        3,
        'content',
      ],
      [
        'two entries that changed places',
        async (d) => {
          await d.run('UPDATE audit_entry SET number = 99 WHERE number = 2');
          await d.run('UPDATE audit_entry SET number = 2 WHERE number = 5');
          await d.run('UPDATE audit_entry SET number = 5 WHERE number = 99');
        },
        2,
        'content',
      ],
      ['the end cut off', (d) => d.run('DELETE FROM audit_entry WHERE number >= 5'), 5, 'cut'],
      [
        'the end cut off and the counter set back',
        async (d) => {
          await d.run('DELETE FROM audit_entry WHERE number >= 5');
          await d.run(`UPDATE counter SET value = 4 WHERE name = 'audit_entry'`);
        },
        5,
        'cut',
      ],
      ['all of it gone', (d) => d.run('DELETE FROM audit_entry'), 1, 'cut'],
      [
        'everything written anew from one entry on',
        async (d) => {
          await d.run(`UPDATE audit_entry SET reason = 'x' WHERE number = 2`);
          await hashAnew(d, 2);
        },
        6,
        'anchor',
      ],
    ];
    for (const [name, attack, number, code] of attacks) {
      await using opened = await engine.open();
      using at = place();
      await addSome(opened.database, 6);
      await createAnchors(opened.database, clock, at.folders).write();
      assert.equal((await verifyChain(opened.database, at.folders)).problem, null);
      await dropTriggers(opened.database);
      await attack(opened.database);
      assert.deepEqual((await verifyChain(opened.database, at.folders)).problem, { number, code }, name);
    }
  });
}

const [engine = assert.fail('no database')] = databasesUnderTest;

test('an anchor is written when the chain has grown, and one that was changed is found', async () => {
  await using opened = await engine.open();
  using at = place();
  const anchors = createAnchors(opened.database, clock, at.folders);
  assert.equal(await anchors.write(), null);
  await addSome(opened.database, 2);
  assert.equal((await anchors.write())?.number, 2);
  assert.equal(await anchors.write(), null);
  await addSome(opened.database, 1);
  // Another process goes on from what is written down.
  assert.equal((await createAnchors(opened.database, clock, at.folders).write())?.number, 3);
  assert.equal(await createAnchors(opened.database, clock, at.folders).write(), null);
  const verdict = await verifyChain(opened.database, at.folders);
  assert.deepEqual([verdict.anchors, verdict.anchored], [2, { number: 3, at: '2026-11-26T12:00:00.000Z' }]);
  const [name = ''] = readdirSync(at.folders.anchors);
  assert.equal(name, 'anchors-2026-11.ndjson');
  const file = join(at.folders.anchors, name);
  const sound = readFileSync(file, 'utf8');
  writeFileSync(file, sound.replace('"number":2', '"number":1'));
  assert.deepEqual((await verifyChain(opened.database, at.folders)).problem, { number: 1, code: 'anchor_file' });
  writeFileSync(file, `${sound}nonsense\n`);
  assert.deepEqual((await verifyChain(opened.database, at.folders)).problem, { number: 0, code: 'anchor_file' });
  // What a crash leaves half written is no anchor, and nothing is lost with it.
  writeFileSync(file, sound);
  appendFileSync(file, '{"number":9');
  assert.equal((await verifyChain(opened.database, at.folders)).problem, null);
  await addSome(opened.database, 1);
  await createAnchors(opened.database, clock, at.folders).write();
  const after = await verifyChain(opened.database, at.folders);
  assert.deepEqual([after.anchors, after.problem], [3, null]);
});

test('text comes back from the database as it was hashed, whatever stands in it', async () => {
  for (const one of databasesUnderTest) {
    await using opened = await one.open();
    using at = place();
    const odd = 'a\0b\ud800c\u2028\ttab\\';
    const acting = { actor: { kind: 'anybody', name: odd, address: '::1' }, channel: 'api' } as const;
    await actAs(acting, () =>
      add(opened.database, { verb: 'add', object: 'shop', key: odd, shopCode: odd, new: { odd }, reason: odd }),
    );
    assert.equal((await verifyChain(opened.database, at.folders)).problem, null, one.name);
  }
});

test('a value that is too long is kept as its length and hash', async () => {
  await using opened = await engine.open();
  await add(opened.database, { verb: 'add', object: 'description', new: { text: 'x'.repeat(9_000) } });
  const row = await opened.database.get<AuditEntryRow>('SELECT * FROM audit_entry');
  assert.match(row?.new_value ?? '', /^\{"characters":9011,"sha256":"[\da-f]{64}"\}$/);
});

test('of two states only what differs is kept', () => {
  assert.deepEqual(differing({ a: 1, b: 'x', gone: 2 }, { a: 1, b: 'y', come: null, made: [3] }), {
    old: { b: 'x', gone: 2, made: null },
    new: { b: 'y', gone: null, made: [3] },
  });
});
