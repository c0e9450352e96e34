/** The switches of the demo stand: each puts one of its registers into a trouble that people want to see once. */
import type { StandState, StandSwitchName } from '../../contracts/web-api.ts';
import type { Fleet } from './fleet.ts';
import type { SimulatedRegister } from './register.ts';

export type Stand = {
  /** No switches before the fleet is there. */
  state(): StandState;
  /** Switches a trouble on or off; what it did by then stays. A switch that is not there changes nothing. */
  turn(name: StandSwitchName, on: boolean): Promise<void>;
};

type Switch = {
  name: StandSwitchName;
  shopCode: string;
  registerCode: string;
  isOn(register: SimulatedRegister): boolean;
  turn(register: SimulatedRegister, on: boolean): Promise<void>;
};

/** Kopecks. */
const MORE = 50_000;

const SWITCHES: readonly Switch[] = [
  {
    name: 'reports_more',
    shopCode: '2',
    registerCode: '1',
    isOn: ({ faults }) => faults.reportsMore !== 0,
    async turn(register, on) {
      register.faults.reportsMore = on ? MORE : 0;
      // The report of an open shift is not held against its receipts, so it closes and the next one is opened by the next sale.
      if (on && register.openShiftSince() !== null) await register.closeShift();
    },
  },
];

export function createStand(): Stand & { connect(fleet: Fleet): void } {
  let fleet: Fleet | undefined;
  return {
    connect(found) {
      fleet = found;
    },
    state() {
      const found = fleet;
      const switches =
        found === undefined
          ? []
          : SWITCHES.map(({ name, shopCode, registerCode, isOn }) => ({
              name,
              shopCode,
              registerCode,
              on: isOn(found.find(shopCode, registerCode)),
            }));
      return { demo: true, switches };
    },
    async turn(name, on) {
      const one = SWITCHES.find((known) => known.name === name);
      if (one === undefined || fleet === undefined) return;
      await one.turn(fleet.find(one.shopCode, one.registerCode), on);
    },
  };
}
