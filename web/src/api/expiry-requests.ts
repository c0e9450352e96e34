/** What the page of everything that ends asks for. */
import { queryOptions } from '@tanstack/react-query';
import type { ExpiryList } from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { getJson } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** It grows old with the registers, whose certificates and tokens are most of it. */
export const expiries = () =>
  queryOptions({
    queryKey: [...queryKeys.shops(), 'expiries'],
    queryFn: ({ signal }) => getJson<ExpiryList>(routes.expiries, {}, signal),
  });
