/** What the long lists ask of the server: the newest page, what is new since, and the page behind. */
import { type QueryFunctionContext, queryOptions } from '@tanstack/react-query';
import type {
  AuditEntry,
  AuditList,
  AuditListQuery,
  EventList,
  EventListQuery,
  EventRow,
  PackageList,
  PackageListQuery,
  PackageRow,
  SetAsideList,
  SetAsideListQuery,
  SetAsideRow,
  TransferList,
  TransferListQuery,
  TransferRow,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { getJson } from './client.ts';
import { appendPage, type Feed, mergeChanged, mergeNewest } from './feeds.ts';
import { queryKeys } from './query-keys.ts';

export type PackageFeed = Feed<PackageRow, string> & Pick<PackageList, 'counts' | 'newest' | 'total'>;
export type EventFeed = Feed<EventRow, number> & Pick<EventList, 'counts'>;
export type AuditFeed = Feed<AuditEntry, string> & Pick<AuditList, 'total' | 'own'>;
export type SetAsideFeed = Feed<SetAsideRow, string> & Pick<SetAsideList, 'total'>;
export type TransferFeed = Feed<TransferRow, string> & Pick<TransferList, 'counts' | 'total' | 'asOf'>;

export const packageIdOf = (row: PackageRow): string => row.name;
export const eventIdOf = (event: EventRow): string => String(event.eventId);
export const auditIdOf = ({ number }: AuditEntry): string => String(number);
export const setAsideIdOf = (row: SetAsideRow): string =>
  `${row.packageName}/${row.section}/${row.ordinal}/${row.receivedAt}`;
export const transferIdOf = (row: TransferRow): string => row.transferId;

/** Most rows that are read as news. */
const NEWS = 1_000;

type Asked = Pick<QueryFunctionContext, 'client' | 'queryKey' | 'signal'>;

export const feedQueries = {
  audit: (query: Partial<AuditListQuery>) =>
    queryOptions({ queryKey: [...queryKeys.audit(), query], queryFn: (asked) => readAudit(query, asked) }),

  log: (query: Partial<EventListQuery>) =>
    queryOptions({ queryKey: [...queryKeys.log(), query], queryFn: (asked) => readLog(query, asked) }),

  packages: (query: Partial<PackageListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.packages(), query],
      queryFn: (asked) => readPackages(query, asked),
    }),

  setAside: (query: Partial<SetAsideListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.setAside(), query],
      queryFn: (asked) => readSetAside(query, asked),
    }),

  transfers: (query: Partial<TransferListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.transfers(), 'list', query],
      queryFn: (asked) => readTransfers(query, asked),
    }),
};

/** Entries never change, so only those after the newest known one are read; too many of them begin the list anew. */
async function readLog(query: Partial<EventListQuery>, { client, queryKey, signal }: Asked): Promise<EventFeed> {
  const known = client.getQueryData<EventFeed>(queryKey);
  const after = known?.rows[0]?.eventId;
  if (known !== undefined && after !== undefined) {
    const fresh = await getJson<EventList>(routes.log, { ...query, after, limit: NEWS }, signal);
    if (fresh.next === null) return { counts: fresh.counts, ...mergeChanged(known, fresh.events, eventIdOf) };
  }
  return asEventFeed(await getJson<EventList>(routes.log, query, signal));
}

/**
 * Packages change their state, so those that changed since are read and put into the list. A list of one state reads its
 * newest page again instead, because a row that left the state is not told of; so does every list when too much changed.
 */
async function readPackages(
  query: Partial<PackageListQuery>,
  { client, queryKey, signal }: Asked,
): Promise<PackageFeed> {
  const known = client.getQueryData<PackageFeed>(queryKey);
  if (known !== undefined && query.state === 'all') {
    const fresh = await getJson<PackageList>(routes.packages, { ...query, after: known.newest, limit: NEWS }, signal);
    const { counts, newest, total } = fresh;
    const stays = (row: PackageRow) => row.state !== 'waiting';
    if (fresh.next === null)
      return { counts, newest, total, ...mergeChanged(known, fresh.packages, packageIdOf, stays) };
  }
  const fresh = asPackageFeed(await getJson<PackageList>(routes.packages, query, signal));
  return known === undefined ? fresh : { ...fresh, ...mergeNewest(known, fresh, packageIdOf) };
}

async function readSetAside(
  query: Partial<SetAsideListQuery>,
  { client, queryKey, signal }: Asked,
): Promise<SetAsideFeed> {
  const known = client.getQueryData<SetAsideFeed>(queryKey);
  const fresh = asSetAsideFeed(await getJson<SetAsideList>(routes.setAside, query, signal));
  return known === undefined ? fresh : { ...fresh, ...mergeNewest(known, fresh, setAsideIdOf) };
}

async function readTransfers(
  query: Partial<TransferListQuery>,
  { client, queryKey, signal }: Asked,
): Promise<TransferFeed> {
  const known = client.getQueryData<TransferFeed>(queryKey);
  const fresh = asTransferFeed(await getJson<TransferList>(routes.transfers, query, signal));
  return known === undefined ? fresh : { ...fresh, ...mergeNewest(known, fresh, transferIdOf) };
}

async function readAudit(query: Partial<AuditListQuery>, { client, queryKey, signal }: Asked): Promise<AuditFeed> {
  const known = client.getQueryData<AuditFeed>(queryKey);
  const fresh = asAuditFeed(await getJson<AuditList>(routes.audit, query, signal));
  return known === undefined ? fresh : { ...fresh, ...mergeNewest(known, fresh, auditIdOf) };
}

function asAuditFeed({ entries, next, total, own }: AuditList): AuditFeed {
  return { rows: entries, next, total, own };
}

/** The audit trail with the page behind the entries that are known. */
export async function auditBehind(query: Partial<AuditListQuery>, known: AuditFeed): Promise<AuditFeed> {
  if (known.next === null) return known;
  const page = await getJson<AuditList>(routes.audit, { ...query, before: known.next });
  return { ...known, ...appendPage(known, asAuditFeed(page), auditIdOf) };
}

function asEventFeed({ events, next, counts }: EventList): EventFeed {
  return { rows: events, next, counts };
}

function asPackageFeed({ packages, next, counts, newest, total }: PackageList): PackageFeed {
  return { rows: packages, next, counts, newest, total };
}

function asSetAsideFeed({ setAside, next, total }: SetAsideList): SetAsideFeed {
  return { rows: setAside, next, total };
}

function asTransferFeed({ transfers, next, counts, total, asOf }: TransferList): TransferFeed {
  return { rows: transfers, next, counts, total, asOf };
}

/** The log with the page behind the entries that are known. */
export async function logBehind(query: Partial<EventListQuery>, known: EventFeed): Promise<EventFeed> {
  if (known.next === null) return known;
  const page = await getJson<EventList>(routes.log, { ...query, before: known.next });
  return { ...known, ...appendPage(known, asEventFeed(page), eventIdOf) };
}

/** The packages with the page behind those that are known. */
export async function packagesBehind(query: Partial<PackageListQuery>, known: PackageFeed): Promise<PackageFeed> {
  if (known.next === null) return known;
  const page = await getJson<PackageList>(routes.packages, { ...query, before: known.next });
  return { ...known, ...appendPage(known, asPackageFeed(page), packageIdOf) };
}

/** What was set aside, with the page behind the records that are known. */
export async function setAsideBehind(query: Partial<SetAsideListQuery>, known: SetAsideFeed): Promise<SetAsideFeed> {
  if (known.next === null) return known;
  const page = await getJson<SetAsideList>(routes.setAside, { ...query, before: known.next });
  return { ...known, ...appendPage(known, asSetAsideFeed(page), setAsideIdOf) };
}

/** The transfers with the page behind those that are known. */
export async function transfersBehind(query: Partial<TransferListQuery>, known: TransferFeed): Promise<TransferFeed> {
  if (known.next === null) return known;
  const page = await getJson<TransferList>(routes.transfers, { ...query, before: known.next });
  return { ...known, ...appendPage(known, asTransferFeed(page), transferIdOf) };
}
