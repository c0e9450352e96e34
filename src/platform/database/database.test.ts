import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { numberPlaceholders, type Reading, type Row } from './database.ts';

for (const engine of databasesUnderTest) {
  describe(`database on ${engine.name}`, () => {
    it('commits what a transaction wrote and forgets what a failed one wrote', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      await database.transaction((tx) => tx.run("INSERT INTO counter (name, value) VALUES ('kept', 9007199254740991)"));
      await assert.rejects(
        database.transaction(async (tx) => {
          await tx.run("INSERT INTO counter (name, value) VALUES ('lost', 1)");
          throw new Error('stop');
        }),
        /stop/,
      );
      const rows = await database.all<Row>("SELECT name, value FROM counter WHERE name IN ('kept', 'lost')");
      assert.deepEqual(
        rows.map((row) => ({ ...row })),
        [{ name: 'kept', value: 9007199254740991 }],
      );
    });

    it('answers what is asked together, each for itself, and goes on with the same line when one of them fails', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      const one = 'SELECT ? AS value';
      for (let time = 0; time < 3; time += 1) {
        const answers = await database.together((reading) =>
          Promise.allSettled([
            reading.get<{ value: string }>(one, ['a']),
            reading.all('SELECT value FROM no_such_table'),
            reading.get<{ value: string }>(one, ['b']),
            reading.all<{ value: string }>(one, ['c']),
          ]),
        );
        const told = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'));
        assert.deepEqual(JSON.parse(JSON.stringify(told)), [
          { value: 'a' },
          'failed',
          { value: 'b' },
          [{ value: 'c' }],
        ]);
        // What nobody waited for leaves nothing behind for whoever has the line next.
        const first = await database.together(async (reading) => {
          const asked = reading.get<{ value: string }>(one, ['first']);
          reading.all('SELECT value FROM no_such_table').catch(() => undefined);
          return asked;
        });
        assert.equal(first?.value, 'first');
        await database.transaction((tx) =>
          tx.insertMany(
            'counter',
            ['name', 'value'],
            [
              [`x${time}`, 1],
              [`y${time}`, 2],
            ],
          ),
        );
      }
      const [count] = await database.all<{ n: number }>(
        "SELECT COUNT(*) AS n FROM counter WHERE name LIKE 'x%' OR name LIKE 'y%'",
      );
      assert.equal(count?.n, 6);
    });

    it('undoes a savepoint alone and goes on with the transaction', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      await database.transaction(async (tx) => {
        await tx.run("INSERT INTO counter (name, value) VALUES ('outer', 1)");
        await assert.rejects(
          tx.savepoint(async () => {
            await tx.run("INSERT INTO counter (name, value) VALUES ('inner', 1)");
            await tx.run("INSERT INTO counter (name, value) VALUES ('outer', 1)");
          }),
        );
        await tx.run("INSERT INTO counter (name, value) VALUES ('after', 1)");
      });
      const rows = await database.all<{ name: string }>('SELECT name FROM counter WHERE value = 1 ORDER BY name');
      assert.deepEqual(
        rows.map((row) => row.name),
        ['after', 'outer'],
      );
    });

    it('loads many rows with every awkward character unchanged', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      const nasty = [
        'a\tb',
        'line\nfeed',
        'back\\slash',
        'Ёлка «ё»',
        '\r\n',
        '',
        'quote \' " ?',
        '\\N',
        '\u2028',
        '😀',
      ];
      await database.transaction((tx) =>
        tx.insertMany(
          'document_raw',
          ['shop_id', 'document_id', 'raw'],
          nasty.map((raw, index) => ['s', index, raw]),
        ),
      );
      const rows = await database.query.selectFrom('document_raw').select('raw').orderBy('document_id').execute();
      assert.deepEqual(
        rows.map((row) => row.raw),
        nasty,
      );
    });

    it('gathers rows of every length and puts in each load what was added until then, whole and in its order', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      const nasty = ['', 'tab\t', 'line\n', 'back\\', '\\N', 'Ёлка «ё» 😀'];
      // One short row alone, then many of all lengths, so that texts end at, before and behind the end of every piece.
      const loads = [
        ['a'],
        Array.from({ length: 1_200 }, (_, index) => nasty[index % nasty.length] + 'ж'.repeat((index * 7) % 3_000)),
        ['я'.repeat(300_000), 'small', 'b'.repeat(262_144), '\n'.repeat(90_000), ''],
      ];
      await database.transaction(async (tx) => {
        const rows = tx.gather('document_raw', ['raw', 'shop_id', 'document_id']);
        let id = 0;
        const waiting: (() => Promise<void>)[] = [];
        for (const texts of loads) {
          for (const text of texts) rows.add([text, 's', ++id]);
          assert.equal(rows.count, texts.length);
          waiting.push(rows.take());
          assert.equal(rows.count, 0);
        }
        waiting.push(rows.take());
        rows.add(['never taken', 's', 0]);
        for (const load of waiting) await load();
      });
      const found = await database.all<{ raw: string }>('SELECT raw FROM document_raw ORDER BY document_id');
      assert.deepEqual(
        found.map(({ raw }) => raw),
        loads.flat(),
      );
    });

    it('lets writers wait for one another, none is lost', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      await database.run("INSERT INTO counter (name, value) VALUES ('sum', 0)");
      await Promise.all(
        Array.from({ length: 40 }, () =>
          database.transaction(async (tx) => {
            await tx.run("UPDATE counter SET value = value + 1 WHERE name = 'sum'");
          }),
        ),
      );
      assert.equal((await database.get<{ value: number }>("SELECT value FROM counter WHERE name = 'sum'"))?.value, 40);
    });

    it('reads as of one moment in a snapshot, several at once, while others write', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      const count = async (reading: Reading) =>
        Number((await reading.get<{ n: number }>('SELECT COUNT(*) AS n FROM shop'))?.n);
      const add = (code: string) =>
        database.run("INSERT INTO shop (shop_id, shop_code, time_zone, created_utc) VALUES (?, ?, 'UTC', '')", [
          code,
          code,
        ]);
      await add('1');
      const seen = await database.snapshot(async (early) => {
        const before = await count(early);
        await add('2');
        const late = await database.snapshot(async (reading) => {
          const first = await count(reading);
          await add('3');
          return [first, await count(reading)];
        });
        return { before, late, after: await count(early), committed: await count(database) };
      });
      assert.deepEqual(seen, { before: 1, late: [2, 2], after: 1, committed: 3 });
      await assert.rejects(
        database.snapshot(() => Promise.reject(new Error('stopped'))),
        /stopped/,
      );
      const many = await Promise.all(Array.from({ length: 12 }, () => database.snapshot(count)));
      assert.deepEqual(new Set(many), new Set([3]));
    });

    it('writes a single statement as a unit of work of its own', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      await database.run("UPDATE counter SET value = 5 WHERE name = 'event'");
      let outside: Promise<number> | undefined;
      await assert.rejects(
        database.transaction(async (tx) => {
          await tx.run("UPDATE counter SET value = value + 1 WHERE name = 'event'");
          outside = database.run("UPDATE counter SET value = value * 10 WHERE name = 'event'");
          throw new Error('undone');
        }),
        /undone/,
      );
      await outside;
      assert.equal(
        (await database.get<{ value: number }>("SELECT value FROM counter WHERE name = 'event'"))?.value,
        50,
        'the statement is neither undone with the unit that was open nor sees what that unit wrote',
      );
    });
  });
}

it('numbers placeholders and leaves quoted text alone', () => {
  assert.equal(
    numberPlaceholders("SELECT '?' FROM t WHERE a = ? AND b = ?"),
    "SELECT '?' FROM t WHERE a = $1 AND b = $2",
  );
});
