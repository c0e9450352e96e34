/** What the page of the storage asks for: what lies where, archives, trimming, decisions about packages. */
import { queryOptions } from '@tanstack/react-query';
import type {
  ArchivedDay,
  ArchiveList,
  DecidePackages,
  FileArchiveList,
  NewRestoration,
  NewStorageRun,
  PackageList,
  PackagesDecided,
  RestorationAsked,
  RetryPackages,
  StorageResult,
  StorageState,
  TrimAsked,
  TrimPlan,
  TrimRunList,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { fillRoute, getJson, postJson } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** Rows that the page shows; the command line gives the rest. */
const SHOWN = 100;
/** Documents of an archived day that are read at most. */
const MOST_OF_DAY = 2_000;
/** How long until a run that is under way is asked after again. */
const RUNNING_MS = 2_000;

export const storageQueries = {
  state: () =>
    queryOptions({
      queryKey: [...queryKeys.storage(), 'state'],
      queryFn: ({ signal }) => getJson<StorageState>(routes.storage, {}, signal),
      refetchInterval: ({ state }) =>
        state.data?.lastRuns.some(({ progress }) => progress !== null) ? RUNNING_MS : false,
    }),
  archives: () =>
    queryOptions({
      queryKey: [...queryKeys.storage(), 'archives'],
      queryFn: ({ signal }) => getJson<FileArchiveList>(routes.fileArchives, { state: 'all', limit: SHOWN }, signal),
    }),
  /** Archives of trimmed days. */
  dayArchives: () =>
    queryOptions({
      queryKey: [...queryKeys.storage(), 'days'],
      queryFn: ({ signal }) => getJson<ArchiveList>(routes.archives, { limit: SHOWN }, signal),
    }),
  /** Documents of a trimmed day, out of its archive. */
  archivedDay: (shopCode: string, businessDate: string, query: { identifier?: string } = {}) =>
    queryOptions({
      queryKey: [...queryKeys.storage(), 'day', shopCode, businessDate, query],
      queryFn: ({ signal }) =>
        getJson<ArchivedDay>(
          fillRoute(routes.archivedDay, { shopCode, businessDate }),
          { ...query, limit: MOST_OF_DAY },
          signal,
        ),
    }),
  /** What documents would leave the tables now. */
  trimPlan: () =>
    queryOptions({
      queryKey: [...queryKeys.storage(), 'plan'],
      queryFn: ({ signal }) => getJson<TrimPlan>(routes.trimPlan, {}, signal),
    }),
  /** Runs of trimming and of bringing back; asked again as long as one of them is under way. */
  documentRuns: () =>
    queryOptions({
      queryKey: [...queryKeys.storage(), 'runs'],
      queryFn: ({ signal }) => getJson<TrimRunList>(routes.trimRuns, {}, signal),
      refetchInterval: ({ state }) => (state.data?.runs.some((run) => run.state === 'asked') ? RUNNING_MS : false),
    }),
  /** Packages that could not be loaded. */
  packages: (state: 'error' | 'broken') =>
    queryOptions({
      queryKey: [...queryKeys.packages(), 'undecided', state],
      queryFn: ({ signal }) => getJson<PackageList>(routes.packages, { state, limit: SHOWN }, signal),
    }),
};

/** Only tells what would be done. Throws ApiError when the server refuses. */
export function tryTrimming(wanted: NewStorageRun): Promise<StorageResult> {
  return postJson<StorageResult>(`${routes.storageRuns}?dryRun=true`, wanted);
}

/** Does it for good. Throws ApiError when the server refuses. */
export function runTrimming(wanted: NewStorageRun): Promise<StorageResult> {
  return postJson<StorageResult>(routes.storageRuns, wanted);
}

/** Asks for old documents of every shop to leave the tables for archives. Throws ApiError when the server refuses. */
export function trimDocuments(): Promise<TrimAsked> {
  return postJson<TrimAsked>(routes.trimRuns, { confirmed: true });
}

/** Only tells which archives hold the days. Throws ApiError when none does. */
export function tryRestoring(wanted: NewRestoration): Promise<RestorationAsked> {
  return postJson<RestorationAsked>(`${routes.trimRestorations}?dryRun=true`, wanted);
}

/** Asks for the days to be brought back. Throws ApiError when the server refuses. */
export function restoreDays(wanted: NewRestoration): Promise<RestorationAsked> {
  return postJson<RestorationAsked>(routes.trimRestorations, wanted);
}

/** Throws ApiError when none of them could be changed. */
export function decidePackages(wanted: DecidePackages): Promise<PackagesDecided> {
  return postJson<PackagesDecided>(routes.decidePackages, wanted);
}

/** Throws ApiError when none of them could be changed. */
export function retryPackages(wanted: RetryPackages): Promise<PackagesDecided> {
  return postJson<PackagesDecided>(routes.retryPackages, wanted);
}
