import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { blocksDay, type RegisterDay, registerDayState, type ShopDay, shopDayState, waitsFor } from './completeness.ts';

const sold: RegisterDay = {
  inService: true,
  known: true,
  shifts: 1,
  openShifts: 0,
  earlierOpen: false,
  missing: 0,
  setAside: 0,
  heardAfter: false,
};
const silent: RegisterDay = { ...sold, shifts: 0 };
const whole: ShopDay = {
  running: false,
  registers: ['complete'],
  openCases: 0,
  acceptedCases: 0,
  notExported: 0,
  notLooked: 0,
  notChecked: 0,
};

describe('completeness', () => {
  it('a register that sold is complete when its shifts are closed and nothing of them is missing', () => {
    assert.equal(registerDayState(sold), 'complete');
    assert.equal(registerDayState({ ...sold, openShifts: 1, missing: 3 }), 'open');
    assert.equal(registerDayState({ ...sold, missing: 1, setAside: 1 }), 'missing');
    assert.equal(registerDayState({ ...sold, setAside: 1 }), 'set_aside');
    assert.equal(registerDayState({ ...sold, inService: false }), 'complete');
  });

  it('silent is not the same as no sales', () => {
    assert.equal(registerDayState(silent), 'silent');
    assert.equal(registerDayState({ ...silent, heardAfter: true }), 'no_sales');
    assert.equal(registerDayState({ ...silent, earlierOpen: true, heardAfter: true }), 'open');
    assert.equal(registerDayState({ ...silent, inService: false }), 'out_of_service');
    assert.equal(registerDayState({ ...silent, known: false }), 'unknown');
  });

  it('a day is closed only when no register is waited for, all agrees and the ERP has it', () => {
    const state = fc.constantFrom(
      'complete',
      'no_sales',
      'open',
      'missing',
      'set_aside',
      'silent',
      'out_of_service',
      'unknown',
    );
    const few = fc.integer({ min: 0, max: 2 });
    fc.assert(
      fc.property(
        fc.record({
          running: fc.boolean(),
          registers: fc.array(state as fc.Arbitrary<ShopDay['registers'][number]>, { maxLength: 4 }),
          openCases: few,
          acceptedCases: few,
          notExported: few,
          notLooked: few,
          notChecked: few,
        }),
        (day) => {
          const is = shopDayState(day);
          const there = day.registers.some((one) => one !== 'unknown');
          const good =
            there &&
            !day.running &&
            !day.registers.some(waitsFor) &&
            day.openCases + day.notExported + day.notLooked === 0;
          assert.equal(is === 'closed' || is === 'remarks', good);
          if (good) assert.equal(is === 'remarks', day.acceptedCases + day.notChecked > 0);
          assert.equal(blocksDay(is), there && !good && is !== 'running');
        },
      ),
    );
  });

  it('a difference is told first, then what is missing, then what the ERP lacks', () => {
    assert.equal(shopDayState({ ...whole, openCases: 1, registers: ['silent'], running: true }), 'differs');
    assert.equal(shopDayState({ ...whole, registers: ['silent'], notExported: 2 }), 'waiting');
    assert.equal(shopDayState({ ...whole, notExported: 2, acceptedCases: 1 }), 'not_exported');
  });
});
