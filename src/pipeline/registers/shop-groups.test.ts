import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { shopGroupsReport } from '../../reports/shop-groups.ts';
import { createRegisters } from './registers.ts';

const clock = { now: () => Date.UTC(2026, 10, 26, 7) };

for (const engine of databasesUnderTest)
  describe(`groups of shops on ${engine.name} (glossary §8)`, () => {
    async function openGroups() {
      const opened = await engine.open();
      const { database } = opened;
      const changed: (string | null)[] = [];
      const registers = createRegisters({ database, clock, onChanged: (id) => changed.push(id) });
      for (const shopCode of ['1', '2', '10']) await registers.addShop({ shopCode, timeZone: 'Europe/Moscow' });
      changed.length = 0;
      return {
        registers,
        changed,
        groups: async () =>
          (await shopGroupsReport(database, clock)).groups.map(({ groupCode, name, shopCodes }) =>
            [groupCode, name, ...shopCodes].join(' '),
          ),
        ids: () => database.all<{ id: string }>('SELECT group_id AS id FROM shop_group'),
        [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
      };
    }

    it('a shop is in one group: the one that names it last; a removed group leaves its shops', async () => {
      await using stage = await openGroups();
      const { registers } = stage;
      assert.ok((await registers.addGroup({ groupCode: 'a', name: 'Первая', shopCodes: ['10', '2', '1'] })).ok);
      assert.deepEqual(await stage.groups(), ['a Первая 1 2 10']);
      assert.match((await stage.ids())[0]?.id ?? '', /^_group_a_[0-9a-f]{8}$/);
      assert.ok((await registers.addGroup({ groupCode: 'b', name: 'Вторая', shopCodes: ['2'] })).ok);
      assert.deepEqual(await stage.groups(), ['a Первая 1 10', 'b Вторая 2']);
      assert.ok((await registers.changeGroup('b', { name: 'Юг', shopCodes: ['10'] })).ok);
      assert.deepEqual(await stage.groups(), ['a Первая 1', 'b Юг 10']);
      assert.ok((await registers.removeGroup('a')).ok);
      assert.deepEqual(await stage.groups(), ['b Юг 10']);
      assert.deepEqual(stage.changed, [null, null, null, null], 'each change was told');
    });

    it('whoever is refused has changed nothing', async () => {
      await using stage = await openGroups();
      const { registers } = stage;
      await registers.addGroup({ groupCode: 'a', name: 'Первая', shopCodes: ['1'] });
      const codeOf = async (done: ReturnType<typeof registers.addGroup>) => {
        const result = await done;
        return result.ok ? 'done' : result.code;
      };
      assert.equal(await codeOf(registers.addGroup({ groupCode: 'a', name: 'x', shopCodes: [] })), 'exists.group');
      assert.equal(
        await codeOf(registers.addGroup({ groupCode: 'c', name: 'x', shopCodes: ['99'] })),
        'not_found.shop',
      );
      assert.equal(await codeOf(registers.changeGroup('a', { name: 'x', shopCodes: ['2', '99'] })), 'not_found.shop');
      assert.equal(await codeOf(registers.changeGroup('none', { name: 'x' })), 'not_found.group');
      assert.equal(await codeOf(registers.removeGroup('none')), 'not_found.group');
      assert.deepEqual(await stage.groups(), ['a Первая 1']);
    });
  });
