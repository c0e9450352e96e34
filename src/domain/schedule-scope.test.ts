import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCoverage, levelOf } from './schedule-scope.ts';

const nowhere = { groupId: '', shopId: '', registerId: '' };
const server = { ...nowhere, name: 'server' };
const group = { ...nowhere, groupId: 'g', name: 'group' };
const shop = { ...nowhere, shopId: 's', name: 'shop' };
const register = { ...nowhere, shopId: 's', registerId: 'r', name: 'register' };

describe('which schedules hold for a register (M2)', () => {
  const here = { groupId: 'g', shopId: 's', registerId: 'r' };
  const namesOf = (schedules: (typeof server)[], place: Parameters<ReturnType<typeof createCoverage>>[0] = here) =>
    createCoverage(schedules)(place).map(({ name }) => name);

  it('the most specific: register over shop over group over server', () => {
    assert.deepEqual(namesOf([server, group, shop, register]), ['register']);
    assert.deepEqual(namesOf([server, group, shop]), ['shop']);
    assert.deepEqual(namesOf([server, group]), ['group']);
    assert.deepEqual(namesOf([server]), ['server']);
    assert.deepEqual(namesOf([]), []);
  });

  it('all of one scope hold together', () => {
    assert.deepEqual(namesOf([server, shop, { ...shop, name: 'second' }]), ['shop', 'second']);
  });

  it('a neighbour is not concerned', () => {
    const all = [server, group, shop, register];
    assert.deepEqual(namesOf(all, { ...here, registerId: 'other' }), ['shop']);
    assert.deepEqual(namesOf(all, { groupId: 'g', shopId: 'other', registerId: 'x' }), ['group']);
    assert.deepEqual(namesOf(all, { groupId: null, shopId: 'other', registerId: 'x' }), ['server']);
  });

  it('each scope has its name', () => {
    assert.deepEqual([server, group, shop, register].map(levelOf), ['server', 'group', 'shop', 'register']);
  });
});
