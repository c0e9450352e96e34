import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { takeNumbers } from './numbers.ts';
import { withQueries } from './query-builder.ts';
import { rehearse } from './rehearsal.ts';

const ADD =
  "INSERT INTO shop_group (group_id, group_code, name, created_utc) VALUES (?, ?, 'x', '2026-11-26T00:00:00.000Z')";

for (const engine of databasesUnderTest)
  test(`${engine.name}: a rehearsal sees what it writes, answers it, and leaves nothing, numbers included`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    const codes = async (of = database) =>
      (await of.all<{ code: string }>('SELECT group_code AS code FROM shop_group')).map(({ code }) => code);
    const number = await rehearse(database, async (trial) => {
      await trial.run(ADD, ['1', 'one']);
      await assert.rejects(
        trial.transaction(async (tx) => {
          await tx.run(ADD, ['2', 'two']);
          throw new Error('this unit of work fails');
        }),
        /this unit/,
      );
      assert.deepEqual(await codes(withQueries(trial)), ['one'], 'a unit that fails is undone alone');
      return trial.transaction((tx) => takeNumbers(tx, 'transfer', 5));
    });
    assert.deepEqual(await codes(), []);
    assert.equal(
      await database.transaction((tx) => takeNumbers(tx, 'transfer', 1)),
      number,
      'the number is given again',
    );
    await assert.rejects(
      rehearse(database, () => Promise.reject(new RangeError('the work fails'))),
      RangeError,
    );
    await database.run(ADD, ['3', 'three']);
    assert.deepEqual(await codes(), ['three'], 'nothing holds the database any more');
  });
