/** What the pages ask of the server: one function per question, with its key in the cache. */
import { queryOptions } from '@tanstack/react-query';
import type {
  DocumentDetail,
  DocumentList,
  EventList,
  EventListQuery,
  EventRow,
  ExportList,
  ExportListQuery,
  PackageList,
  PackageListQuery,
  PackageRow,
  RegisterList,
  ServerStatus,
  SetAsideList,
  SetAsideListQuery,
  ShiftDetail,
  ShiftList,
  ShiftListQuery,
  ShopList,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { fillRoute, getJson } from './client.ts';
import { appendPage, type Feed, mergeNewest } from './feeds.ts';
import { queryKeys } from './query-keys.ts';

export type ShiftPath = { shopCode: string; registerCode: string; shiftKey: string };

export const queries = {
  status: () =>
    queryOptions({
      queryKey: queryKeys.status(),
      queryFn: ({ signal }) => getJson<ServerStatus>(routes.status, {}, signal),
    }),

  shops: () =>
    queryOptions({ queryKey: queryKeys.shops(), queryFn: ({ signal }) => getJson<ShopList>(routes.shops, {}, signal) }),

  registers: (shopCode: string) =>
    queryOptions({
      queryKey: queryKeys.registers(shopCode),
      queryFn: ({ signal }) => getJson<RegisterList>(fillRoute(routes.registers, { shopCode }), {}, signal),
    }),

  shifts: (shopCode: string, registerCode: string, query: Partial<ShiftListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.shifts(shopCode, registerCode), query],
      queryFn: ({ signal }) => getJson<ShiftList>(fillRoute(routes.shifts, { shopCode, registerCode }), query, signal),
    }),

  shift: (path: ShiftPath) =>
    queryOptions({
      queryKey: queryKeys.shift(path.shopCode, path.registerCode, path.shiftKey),
      queryFn: ({ signal }) => getJson<ShiftDetail>(fillRoute(routes.shift, path), {}, signal),
    }),

  documents: (path: ShiftPath) =>
    queryOptions({
      queryKey: queryKeys.documents(path.shopCode, path.registerCode, path.shiftKey),
      queryFn: ({ signal }) => getJson<DocumentList>(fillRoute(routes.documents, path), {}, signal),
    }),

  document: (document: string) =>
    queryOptions({
      queryKey: queryKeys.document(document),
      queryFn: ({ signal }) => getJson<DocumentDetail>(fillRoute(routes.document, { document }), {}, signal),
    }),

  /** Newest first; the pages read before stay when the newest is read again. */
  packages: (query: Partial<PackageListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.packages(), query],
      queryFn: async ({ signal, client, queryKey }): Promise<PackageFeed> => {
        const known = client.getQueryData<PackageFeed>(queryKey);
        const fresh = asPackageFeed(await getJson<PackageList>(routes.packages, query, signal));
        return known === undefined ? fresh : { ...fresh, ...mergeNewest(known, fresh, packageIdOf) };
      },
    }),

  setAside: (query: Partial<SetAsideListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.setAside(), query],
      queryFn: ({ signal }) => getJson<SetAsideList>(routes.setAside, query, signal),
    }),

  exports: (query: Partial<ExportListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.exports(), query],
      queryFn: ({ signal }) => getJson<ExportList>(routes.exports, query, signal),
    }),

  log: (query: Partial<EventListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.log(), query],
      queryFn: async ({ signal, client, queryKey }): Promise<EventFeed> => {
        const known = client.getQueryData<EventFeed>(queryKey);
        const fresh = asEventFeed(await getJson<EventList>(routes.log, query, signal));
        return known === undefined ? fresh : mergeNewest(known, fresh, eventIdOf);
      },
    }),
};

export type PackageFeed = Feed<PackageRow, NonNullable<PackageList['next']>> & Pick<PackageList, 'counts'>;
export type EventFeed = Feed<EventRow, NonNullable<EventList['next']>>;

export const packageIdOf = (row: PackageRow): string => row.name;
export const eventIdOf = (event: EventRow): string => String(event.eventId);

function asPackageFeed({ packages, next, counts }: PackageList): PackageFeed {
  return { rows: packages, next, counts };
}

function asEventFeed({ events, next }: EventList): EventFeed {
  return { rows: events, next };
}

/** The packages with the page behind those that are known. */
export async function packagesBehind(query: Partial<PackageListQuery>, known: PackageFeed): Promise<PackageFeed> {
  if (known.next === null) return known;
  const page = asPackageFeed(await getJson<PackageList>(routes.packages, { ...query, before: known.next }));
  return { ...known, ...appendPage(known, page, packageIdOf) };
}

/** The log with the page behind the entries that are known. */
export async function logBehind(query: Partial<EventListQuery>, known: EventFeed): Promise<EventFeed> {
  if (known.next === null) return known;
  const page = asEventFeed(await getJson<EventList>(routes.log, { ...query, before: known.next }));
  return appendPage(known, page, eventIdOf);
}
