/** What the page of the servers asks for. */
import { queryOptions } from '@tanstack/react-query';
import type { ServerList } from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { getJson } from './client.ts';
import { queryKeys } from './query-keys.ts';

export const serverQueries = {
  all: () =>
    queryOptions({
      queryKey: queryKeys.servers(),
      queryFn: ({ signal }) => getJson<ServerList>(routes.servers, {}, signal),
    }),
};
