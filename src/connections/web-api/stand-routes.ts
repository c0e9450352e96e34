/** The switches of the demo stand. */
import { z } from 'zod';
import {
  changeQuery,
  noQuery,
  routes,
  type StandState,
  type StandSwitchName,
  standChange,
  standState,
  standSwitchName,
} from '../../../contracts/web-api.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest } from './problems.ts';

export type StandFunctions = {
  /** Undefined on a server that is no stand. */
  stand?: {
    state(): StandState;
    /** Switches a trouble on or off; what it did by then stays. */
    turn(name: StandSwitchName, on: boolean): Promise<void>;
  };
};

const NO_STAND: StandState = { demo: false, switches: [] };

export function addStandRoutes(app: Api, { stand }: StandFunctions): void {
  app.get(
    routes.stand,
    {
      config: { right: null },
      schema: {
        operationId: 'showStand',
        tags: ['stand'],
        summary: 'The troubles of the demo stand that can be switched on; none on a real server',
        querystring: noQuery,
        response: answers(standState),
      },
    },
    async () => stand?.state() ?? NO_STAND,
  );
  app.put(
    routes.standSwitch,
    {
      config: { right: 'settings', network: true },
      schema: {
        operationId: 'turnStandSwitch',
        tags: ['stand'],
        summary: 'Switches a trouble of the demo stand on or off',
        params: z.object({ name: standSwitchName }),
        querystring: changeQuery,
        body: standChange,
        response: answers(standState),
      },
    },
    async ({ params: { name }, query, body: { on } }) => {
      const state = stand?.state() ?? NO_STAND;
      if (stand === undefined || !state.switches.some((one) => one.name === name))
        throw new RefusedRequest('not_found.stand_switch', { name });
      if (query.dryRun !== 'true') await stand.turn(name, on);
      const switches = state.switches.map((one) => (one.name === name ? { ...one, on } : one));
      return { ...state, switches };
    },
  );
}
