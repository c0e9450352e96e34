/** The one place that builds addresses of pages. Human codes, never ids where a code is unique. */

import type { ReportName } from '../../../contracts/web-api.ts';

/** Tabs of «Настройки». */
export type SettingsTab = 'dictionaries' | 'server' | 'protocol' | 'people' | 'roles' | 'keys';

export type ShiftTab = 'summary' | 'departments' | 'receipts' | 'payments' | 'cash' | 'route' | 'history';

const part = encodeURIComponent;

/** Segments keep «@» readable: `347@2026-03-14`. */
function segment(text: string): string {
  return part(text).replaceAll('%40', '@');
}

/** An address with its filled query keys. */
function withQuery(path: string, query: Record<string, string | null | undefined>): string {
  const filled = Object.entries(query).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return filled.length === 0 ? path : `${path}?${new URLSearchParams(filled).toString()}`;
}

export type PeriodQuery = { from?: string | undefined; to?: string | undefined; state?: string | undefined };

/** Tabs of «Выгрузка в АСТУ» besides the first. */
export type ExportsTab = 'files' | 'requests' | 'confirmations' | 'targets';

/** What a long list is narrowed to. */
export type FeedQuery = {
  state?: string | undefined;
  shop?: string | undefined;
  register?: string | undefined;
  q?: string | undefined;
  /** A run of a schedule. */
  run?: string | undefined;
};

/** What the log is narrowed to besides its place. */
export type LogQuery = Pick<FeedQuery, 'state' | 'q'> & {
  transfer?: string | undefined;
  shift?: string | undefined;
  code?: string | undefined;
  who?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  fold?: string | undefined;
  follow?: string | undefined;
  /** `mine`: times by the clock of this browser. */
  clock?: string | undefined;
  /** The entry whose full record is open. */
  event?: string | undefined;
};

/** What the audit trail is narrowed to. */
export type AuditQuery = PeriodQuery & {
  who?: string | undefined;
  verb?: string | undefined;
  object?: string | undefined;
  /** Exactly this object. */
  key?: string | undefined;
  shop?: string | undefined;
  result?: string | undefined;
  sort?: string | undefined;
  /** The entry that is open, by its number. */
  event?: string | undefined;
};

/** What a report is about. */
export type ReportQueryKeys = PeriodQuery & {
  shop?: string | undefined;
  register?: string | undefined;
  by?: string | undefined;
};

export const addresses = {
  shops: () => '/shops',
  login: (back?: string) => withQuery('/login', { back: back === '/' ? undefined : back }),
  profile: () => '/profile',
  servers: () => '/servers',
  expiries: () => '/expiries',
  storage: () => '/storage',
  shop: (shopCode: string) => `/shops/${segment(shopCode)}`,
  register: (shopCode: string, registerCode: string) =>
    `/shops/${segment(shopCode)}/registers/${segment(registerCode)}`,
  reconciliation: (shopCode: string, registerCode: string, query: PeriodQuery = {}) =>
    withQuery(`/shops/${segment(shopCode)}/registers/${segment(registerCode)}/reconciliation`, query),
  shopReconciliation: (shopCode: string, query: PeriodQuery & { day?: string | undefined } = {}) =>
    withQuery(`/shops/${segment(shopCode)}/reconciliation`, query),
  sales: (
    shopCode: string,
    registerCode: string,
    query: PeriodQuery & { load?: 'new' | 'dates' | 'shifts' | 'file' | undefined } = {},
  ) => withQuery(`/shops/${segment(shopCode)}/registers/${segment(registerCode)}/sales`, query),
  shopExchange: (shopCode: string, view?: string) => withQuery(`/shops/${segment(shopCode)}/erp`, { state: view }),
  shopLog: (shopCode: string, query: LogQuery = {}) => withQuery(`/shops/${segment(shopCode)}/log`, query),
  registerLog: (shopCode: string, registerCode: string, query: LogQuery = {}) =>
    withQuery(`/shops/${segment(shopCode)}/registers/${segment(registerCode)}/log`, query),
  registerLine: (shopCode: string, registerCode: string) =>
    `/shops/${segment(shopCode)}/registers/${segment(registerCode)}/line`,
  /** `figure`: the line of the tie-out that is meant. */
  shift: (
    shopCode: string,
    registerCode: string,
    shiftKey: string,
    tab: ShiftTab = 'summary',
    query: { figure?: string | undefined } = {},
  ) =>
    withQuery(
      `/shops/${segment(shopCode)}/registers/${segment(registerCode)}/shifts/${segment(shiftKey)}${tab === 'summary' ? '' : `/${tab}`}`,
      query,
    ),
  receipts: (query: Record<string, string | undefined> = {}) => withQuery('/receipts', query),
  reports: () => '/reports',
  report: (report: ReportName, query: ReportQueryKeys = {}) => withQuery(`/reports/${report}`, query),
  receipt: (document: string, query: { raw?: '1' } = {}) => withQuery(`/receipts/${segment(document)}`, query),
  packages: (query: FeedQuery = {}) => withQuery('/packages', query),
  setAside: (query: Pick<FeedQuery, 'shop' | 'register'> = {}) => withQuery('/set-aside', query),
  transfers: (query: FeedQuery & { cause?: string | undefined } = {}) => withQuery('/transfers', query),
  schedules: () => '/transfers/schedule',
  transfer: (transferId: string) => `/transfers/${segment(transferId)}`,
  /** «Сверка продаж» of the whole network: its days, differences, missing numbers, shifts that were not compared. */
  days: (query: PeriodQuery = {}) => withQuery('/reconciliation', query),
  cases: (
    query: Pick<FeedQuery, 'state' | 'shop' | 'register'> & {
      assigned?: string | undefined;
      assignee?: string | undefined;
    } = {},
  ) => withQuery('/reconciliation/cases', query),
  missing: (query: Pick<FeedQuery, 'state' | 'shop' | 'register'> = {}) => withQuery('/reconciliation/gaps', query),
  stand: () => '/stand',
  unchecked: (query: { state?: 'all' } = {}) => withQuery('/reconciliation/unchecked', query),
  exports: (state?: string) => withQuery('/exports', { state }),
  exportsTab: (tab: ExportsTab, state?: string) => withQuery(`/exports/${tab}`, { state }),
  exportFile: (fileId: string, from?: number) =>
    withQuery(`/exports/${segment(fileId)}`, { from: from === undefined || from === 1 ? undefined : String(from) }),
  protocol: (kind?: string) => withQuery('/settings/protocol', { state: kind }),
  settings: (tab: SettingsTab = 'dictionaries') => `/settings/${tab}`,
  audit: ({ from, to, who, verb, object, key, shop, result, sort, event }: AuditQuery = {}) =>
    withQuery('/audit', { from, to, who, verb, object, key, shop, result, sort, event }),
  log: (query: FeedQuery & LogQuery = {}) => withQuery('/log', query),
} as const;
