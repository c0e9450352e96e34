/** What the pages ask of the server: one function per question, with its key in the cache. */
import { queryOptions } from '@tanstack/react-query';
import type {
  AssigneeList,
  AuditList,
  CaseList,
  CaseListQuery,
  DescriptionList,
  DocumentDetail,
  DocumentList,
  EventHistogram,
  EventHistogramQuery,
  EventList,
  ExportList,
  ExportListQuery,
  FrameDetail,
  FrameList,
  GapList,
  GapListQuery,
  LoadNorms,
  NetworkDays,
  NetworkDaysQuery,
  PackageList,
  RearmList,
  RegisterDetail,
  RegisterList,
  ReportName,
  ReportQuery,
  ReportTable,
  ScheduleList,
  ScheduleRunList,
  ServerStatus,
  SettingList,
  ShiftDetail,
  ShiftHistory,
  ShiftList,
  ShiftListQuery,
  ShiftRoute,
  ShopDayDetail,
  ShopDays,
  ShopDaysQuery,
  ShopGroupList,
  ShopList,
  TransferDocuments,
  TransferList,
  TransferListQuery,
  TransferRow,
  UncheckedList,
  UncheckedQuery,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { fillRoute, getJson } from './client.ts';
import type { Joining } from './feeds.ts';
import { queryKeys } from './query-keys.ts';

export type ShiftPath = { shopCode: string; registerCode: string; shiftKey: string };

/** Rows of the first page of a report and of those behind it. */
const FIRST_ROWS = 200;
const MORE_ROWS = 500;
/** A screen holds no more rows of a report; its file holds all. */
const MOST_ROWS = 10_000;

/** Whether two pages of a report are of the same state of the sales. */
function sameFigures(a: ReportTable, b: ReportTable): boolean {
  return a.rowCount === b.rowCount && JSON.stringify(a.totals) === JSON.stringify(b.totals);
}

/** Rows behind others count as long as these are what is shown; a report that was read anew meanwhile stays as it is. */
function asItWas(known: ReportTable, longer: ReportTable): Joining<ReportTable> {
  return (current) => (current === known ? longer : current);
}

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

  register: (shopCode: string, registerCode: string) =>
    queryOptions({
      queryKey: queryKeys.register(shopCode, registerCode),
      queryFn: ({ signal }) =>
        getJson<RegisterDetail>(fillRoute(routes.register, { shopCode, registerCode }), {}, signal),
    }),

  /** What the loads of a register usually take; they change slowly, so they are asked for now and then. */
  loadNorms: (shopCode: string, registerCode: string) =>
    queryOptions({
      queryKey: [...queryKeys.transfers(), 'norms', shopCode, registerCode],
      queryFn: ({ signal }) => getJson<LoadNorms>(fillRoute(routes.loadNorms, { shopCode, registerCode }), {}, signal),
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

  /** Under the key of the shift: what makes it old makes these old too. */
  shiftRoute: (path: ShiftPath) =>
    queryOptions({
      queryKey: [...queryKeys.shift(path.shopCode, path.registerCode, path.shiftKey), 'route'],
      queryFn: ({ signal }) => getJson<ShiftRoute>(fillRoute(routes.shiftRoute, path), {}, signal),
    }),

  shiftHistory: (path: ShiftPath) =>
    queryOptions({
      queryKey: [...queryKeys.shift(path.shopCode, path.registerCode, path.shiftKey), 'history'],
      queryFn: ({ signal }) => getJson<ShiftHistory>(fillRoute(routes.shiftHistory, path), {}, signal),
    }),

  documents: (path: ShiftPath) =>
    queryOptions({
      queryKey: queryKeys.documents(path.shopCode, path.registerCode, path.shiftKey),
      queryFn: ({ signal }) => getJson<DocumentList>(fillRoute(routes.documents, path), {}, signal),
    }),

  /** The newest documents of a search; the pages behind are read one by one. */
  receipts: (query: Readonly<Record<string, string | undefined>>) =>
    queryOptions({
      staleTime: 0,
      queryKey: [...queryKeys.reports(), 'receipts', query],
      queryFn: ({ signal }) => getJson<ReportTable>(routes.receipts, { ...query }, signal),
    }),

  async receiptsBehind(
    query: Readonly<Record<string, string | undefined>>,
    known: ReportTable,
  ): Promise<Joining<ReportTable>> {
    const page = await getJson<ReportTable>(routes.receipts, { ...query, limit: 500, after: known.next ?? undefined });
    const all = { ...page, rows: [...known.rows, ...page.rows], rowCount: known.rowCount + page.rowCount };
    return asItWas(known, all);
  },

  /** A report does not move by itself: it is counted when it is opened, and again when a person asks. Its first rows. */
  report: (report: ReportName, query: Partial<ReportQuery>) =>
    queryOptions({
      staleTime: 0,
      queryKey: [...queryKeys.reports(), report, query],
      queryFn: ({ signal }) =>
        getJson<ReportTable>(fillRoute(routes.report, { report }), { ...query, limit: FIRST_ROWS }, signal),
    }),

  /**
   * A report with the rows behind those that are known. When sales have come in between its totals are others: then it is read
   * anew, so that rows and totals are of one moment.
   */
  async reportBehind(
    report: ReportName,
    query: Partial<ReportQuery>,
    known: ReportTable,
  ): Promise<Joining<ReportTable>> {
    if (known.next === null) return (current) => current;
    const read = (page: Partial<ReportQuery>) =>
      getJson<ReportTable>(fillRoute(routes.report, { report }), { ...query, ...page });
    const page = await read({ limit: MORE_ROWS, after: known.next });
    const rows = [...known.rows, ...page.rows];
    if (sameFigures(known, page))
      return asItWas(known, { ...known, rows, next: rows.length < MOST_ROWS ? page.next : null });
    const anew = await read({ limit: Math.min(rows.length, MOST_ROWS) });
    return () => anew;
  },

  document: (document: string) =>
    queryOptions({
      queryKey: queryKeys.document(document),
      queryFn: ({ signal }) => getJson<DocumentDetail>(fillRoute(routes.document, { document }), {}, signal),
    }),

  exports: (query: Partial<ExportListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.exports(), query],
      queryFn: ({ signal }) => getJson<ExportList>(routes.exports, query, signal),
    }),

  descriptions: () =>
    queryOptions({
      queryKey: queryKeys.descriptions(),
      queryFn: ({ signal }) => getJson<DescriptionList>(routes.descriptions, {}, signal),
    }),

  /** The newest captured messages. */
  frames: () =>
    queryOptions({
      queryKey: queryKeys.frames(),
      queryFn: ({ signal }) => getJson<FrameList>(routes.frames, { limit: 100 }, signal),
    }),

  frame: (frameName: string) =>
    queryOptions({
      queryKey: [...queryKeys.frames(), frameName],
      queryFn: ({ signal }) => getJson<FrameDetail>(fillRoute(routes.frame, { frameName }), {}, signal),
    }),

  settings: () =>
    queryOptions({
      queryKey: queryKeys.settings(),
      queryFn: ({ signal }) => getJson<SettingList>(routes.settings, {}, signal),
    }),

  logHistogram: (query: Partial<EventHistogramQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.log(), 'histogram', query],
      queryFn: ({ signal }) => getJson<EventHistogram>(routes.logHistogram, query, signal),
    }),

  /** One entry of the log: the newest that is not newer than it. */
  event: (eventId: number) =>
    queryOptions({
      queryKey: [...queryKeys.log(), 'one', eventId],
      queryFn: ({ signal }) => getJson<EventList>(routes.log, { before: eventId + 1, limit: 1 }, signal),
    }),

  /** One entry of the audit trail: the newest that is not newer than it. */
  auditEntry: (number: number) =>
    queryOptions({
      queryKey: [...queryKeys.audit(), 'one', number],
      queryFn: ({ signal }) => getJson<AuditList>(routes.audit, { before: number + 1, limit: 1 }, signal),
    }),

  /** The newest gaps of a register, without the pages behind. */
  gaps: (query: Partial<GapListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.gaps(), query],
      queryFn: ({ signal }) => getJson<GapList>(routes.gaps, query, signal),
    }),

  /** The newest differences of a filter, without the pages behind. */
  cases: (query: Partial<CaseListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.cases(), query],
      queryFn: ({ signal }) => getJson<CaseList>(routes.cases, query, signal),
    }),

  /** To whom differences can be assigned. */
  assignees: () =>
    queryOptions({
      queryKey: [...queryKeys.people(), 'assignees'],
      queryFn: ({ signal }) => getJson<AssigneeList>(routes.assignees, {}, signal),
    }),

  unchecked: (period: UncheckedQuery['period']) =>
    queryOptions({
      queryKey: [...queryKeys.days(), 'unchecked', period],
      queryFn: ({ signal }) => getJson<UncheckedList>(routes.unchecked, { period }, signal),
    }),

  networkDays: (query: NetworkDaysQuery) =>
    queryOptions({
      queryKey: [...queryKeys.days(), 'network', query],
      queryFn: ({ signal }) => getJson<NetworkDays>(routes.networkDays, query, signal),
    }),

  shopDays: (shopCode: string, query: ShopDaysQuery) =>
    queryOptions({
      queryKey: [...queryKeys.days(), shopCode, query],
      queryFn: ({ signal }) => getJson<ShopDays>(fillRoute(routes.shopDays, { shopCode }), query, signal),
    }),

  shopDay: (shopCode: string, businessDate: string) =>
    queryOptions({
      queryKey: [...queryKeys.days(), shopCode, businessDate],
      queryFn: ({ signal }) =>
        getJson<ShopDayDetail>(fillRoute(routes.shopDay, { shopCode, businessDate }), {}, signal),
    }),

  /** Whether a register is asked again, and whether its clock is right: an empty list says neither. */
  rearm: (shop: string, register: string) =>
    queryOptions({
      queryKey: [...queryKeys.rearm(), shop, register],
      queryFn: ({ signal }) => getJson<RearmList>(routes.rearm, { shop, register }, signal),
    }),

  /** The newest transfers of a filter, without the pages behind. */
  transfers: (query: Partial<TransferListQuery>) =>
    queryOptions({
      queryKey: [...queryKeys.transfers(), 'newest', query],
      queryFn: ({ signal }) => getJson<TransferList>(routes.transfers, query, signal),
    }),

  schedules: () =>
    queryOptions({
      queryKey: queryKeys.schedules(),
      queryFn: ({ signal }) => getJson<ScheduleList>(routes.schedules, {}, signal),
    }),

  scheduleRuns: (scheduleId: number) =>
    queryOptions({
      queryKey: [...queryKeys.schedules(), 'runs', String(scheduleId)],
      queryFn: ({ signal }) =>
        getJson<ScheduleRunList>(fillRoute(routes.scheduleRuns, { scheduleId: String(scheduleId) }), {}, signal),
    }),

  groups: () =>
    queryOptions({
      queryKey: queryKeys.groups(),
      queryFn: ({ signal }) => getJson<ShopGroupList>(routes.groups, {}, signal),
    }),

  transferDocuments: (transferId: string, only: 'all' | 'problems') =>
    queryOptions({
      queryKey: [...queryKeys.transfers(), transferId, 'documents', only],
      queryFn: ({ signal }) =>
        getJson<TransferDocuments>(fillRoute(routes.transferDocuments, { transferId }), { only }, signal),
    }),

  transferPackages: (transferId: string) =>
    queryOptions({
      queryKey: [...queryKeys.transfers(), transferId, 'packages'],
      queryFn: ({ signal }) => getJson<PackageList>(routes.packages, { transfer: transferId, limit: 1_000 }, signal),
    }),

  transfer: (transferId: string) =>
    queryOptions({
      queryKey: [...queryKeys.transfers(), transferId],
      queryFn: ({ signal }) => getJson<TransferRow>(fillRoute(routes.transfer, { transferId }), {}, signal),
    }),
};
