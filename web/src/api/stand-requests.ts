/** The switches of the demo stand. */
import { queryOptions } from '@tanstack/react-query';
import type { StandState, StandSwitchName } from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { fillRoute, getJson, putJson } from './client.ts';

export const standQuery = () =>
  queryOptions({
    queryKey: ['stand'],
    queryFn: ({ signal }) => getJson<StandState>(routes.stand, {}, signal),
  });

/** Switches a trouble on or off. Throws ApiError when the server refuses. */
export function turnSwitch(name: StandSwitchName, on: boolean): Promise<StandState> {
  return putJson<StandState>(fillRoute(routes.standSwitch, { name }), { on });
}
