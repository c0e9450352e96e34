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
import { type Feed, type Joining, joinPage, mergeChanged, mergeNewest } from './feeds.ts';
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

/** Asked for again when an answer is put into the list: the page behind may have come since it was asked for. */
const knownOf = <Data>({ client, queryKey }: Asked): Data | undefined => client.getQueryData<Data>(queryKey);

export const feedQueries = {
  audit: (query: Partial<AuditListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.audit(), query],
      queryFn: (asked) => readNewest<AuditList, AuditEntry, AuditFeed>(auditSource, query, asked),
    }),

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
      queryFn: (asked) => readNewest<SetAsideList, SetAsideRow, SetAsideFeed>(setAsideSource, query, asked),
    }),

  transfers: (query: Partial<TransferListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.transfers(), 'list', query],
      queryFn: (asked) => readNewest<TransferList, TransferRow, TransferFeed>(transferSource, query, asked),
    }),
};

/** Entries never change, so only those after the newest known one are read; too many of them begin the list anew. */
async function readLog(query: Partial<EventListQuery>, asked: Asked): Promise<EventFeed> {
  const { signal } = asked;
  const known = knownOf<EventFeed>(asked);
  const after = known?.rows[0]?.eventId;
  if (known !== undefined && after !== undefined) {
    const fresh = await getJson<EventList>(routes.log, { ...query, after, limit: NEWS }, signal);
    const now = knownOf<EventFeed>(asked) ?? known;
    if (fresh.next === null) return { counts: fresh.counts, ...mergeChanged(now, fresh.events, eventIdOf) };
  }
  return asEventFeed(await getJson<EventList>(routes.log, query, signal));
}

/**
 * Packages change their state, so those that changed since are read and put into the list. A list of one state reads its
 * newest page again instead, because a row that left the state is not told of; so does every list when too much changed.
 */
async function readPackages(query: Partial<PackageListQuery>, asked: Asked): Promise<PackageFeed> {
  const { signal } = asked;
  const known = knownOf<PackageFeed>(asked);
  if (known !== undefined && query.state === 'all') {
    const fresh = await getJson<PackageList>(routes.packages, { ...query, after: known.newest, limit: NEWS }, signal);
    const { counts, newest, total } = fresh;
    const stays = (row: PackageRow) => row.state !== 'waiting';
    const now = knownOf<PackageFeed>(asked) ?? known;
    if (fresh.next === null) return { counts, newest, total, ...mergeChanged(now, fresh.packages, packageIdOf, stays) };
  }
  const fresh = asPackageFeed(await getJson<PackageList>(routes.packages, query, signal));
  const now = knownOf<PackageFeed>(asked);
  return now === undefined ? fresh : { ...fresh, ...mergeNewest(now, fresh, packageIdOf) };
}

function asAuditFeed({ entries, next, total, own }: AuditList): AuditFeed {
  return { rows: entries, next, total, own };
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

/** The newest page of a list, put before what is known of it. */
async function readNewest<Answer, Row, List extends Feed<Row, string>>(
  { route, feedOf, idOf }: Source<Answer, Row, List>,
  query: object,
  asked: Asked,
): Promise<List> {
  const fresh = feedOf(await getJson<Answer>(route, { ...query }, asked.signal));
  const now = knownOf<List>(asked);
  return now === undefined ? fresh : { ...fresh, ...mergeNewest(now, fresh, idOf) };
}

/** Where the answers of a list come from, and how they become one. */
type Source<Answer, Row, List> = { route: string; feedOf: (answer: Answer) => List; idOf: (row: Row) => string };

/** Makes what reads the page behind the rows that are known. */
function behind<Query extends object, Answer, Row, Cursor extends string | number, List extends Feed<Row, Cursor>>({
  route,
  feedOf,
  idOf,
}: Source<Answer, Row, List>): (query: Query, known: List) => Promise<Joining<List>> {
  return async (query, known) => {
    if (known.next === null) return (current) => current;
    const page = await getJson<Answer>(route, { ...query, before: known.next });
    return joinPage(known, feedOf(page), idOf);
  };
}

const auditSource = { route: routes.audit, feedOf: asAuditFeed, idOf: auditIdOf };
const setAsideSource = { route: routes.setAside, feedOf: asSetAsideFeed, idOf: setAsideIdOf };
const transferSource = { route: routes.transfers, feedOf: asTransferFeed, idOf: transferIdOf };

export const auditBehind = behind<Partial<AuditListQuery>, AuditList, AuditEntry, string, AuditFeed>(auditSource);
export const logBehind = behind<Partial<EventListQuery>, EventList, EventRow, number, EventFeed>({
  route: routes.log,
  feedOf: asEventFeed,
  idOf: eventIdOf,
});
export const packagesBehind = behind<Partial<PackageListQuery>, PackageList, PackageRow, string, PackageFeed>({
  route: routes.packages,
  feedOf: asPackageFeed,
  idOf: packageIdOf,
});
export const setAsideBehind = behind<Partial<SetAsideListQuery>, SetAsideList, SetAsideRow, string, SetAsideFeed>(
  setAsideSource,
);
export const transfersBehind = behind<Partial<TransferListQuery>, TransferList, TransferRow, string, TransferFeed>(
  transferSource,
);
