/** The face of the reports: every screen of reading, bound to one database. Only selects; nothing here writes. */
import type {
  AuditFileQuery,
  AuditList,
  AuditListQuery,
  CapturedFrame,
  CaseList,
  CaseRow,
  ConfirmationList,
  ConfirmationListQuery,
  DocumentDetail,
  DocumentList,
  DocumentTypeList,
  EventDownloadQuery,
  EventHistogram,
  EventHistogramQuery,
  EventList,
  EventListQuery,
  ExchangeQuery,
  ExchangeState,
  ExpiryList,
  ExportBacklog,
  ExportFileList,
  ExportFileListQuery,
  ExportList,
  ExportListQuery,
  ExportTargetList,
  FeedLine,
  FeedQuery,
  FileArchiveList,
  FileArchiveListQuery,
  FrameList,
  FrameListQuery,
  GapList,
  GapListQuery,
  LoadNorms,
  NetworkDays,
  NetworkDaysQuery,
  PackageList,
  PackageListQuery,
  PaymentTypeList,
  RearmList,
  RearmListQuery,
  ReceiptQuery,
  RegisterDetail,
  RegisterList,
  RegisterTokenList,
  ReportQuery,
  ReportTable,
  SalesRequestList,
  SalesRequestListQuery,
  ScheduleList,
  ScheduleRunList,
  ScheduleRunsQuery,
  ServerList,
  ServerStatus,
  SetAsideList,
  SetAsideListQuery,
  SettingList,
  ShiftDetail,
  ShiftHistory,
  ShiftList,
  ShiftListQuery,
  ShiftRoute,
  Shop,
  ShopDayDetail,
  ShopDays,
  ShopDaysQuery,
  ShopGroupList,
  ShopList,
  StorageState,
  TransferDocuments,
  TransferDocumentsQuery,
  TransferList,
  TransferListQuery,
  TransferRow,
  UncheckedList,
  UncheckedQuery,
} from '../../contracts/web-api.ts';
import type { Clock } from '../platform/clock.ts';
import { asOfOneMoment, type QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type AuditView, auditFileReport, auditReport } from './audit.ts';
import { type CasesQuery, caseReport, casesReport, readCases } from './cases.ts';
import { confirmationsReport } from './confirmations.ts';
import { documentReport } from './document.ts';
import { documentTypesReport } from './document-types.ts';
import { documentsReport } from './documents.ts';
import { type ExchangeFacts, exchangeReport } from './exchange.ts';
import { expiriesReport, type ReadFileEnds } from './expiries.ts';
import { exportBacklogReport } from './export-backlog.ts';
import { exportFilesReport } from './export-files.ts';
import { exportTargetsReport } from './export-targets.ts';
import { exportsReport } from './exports.ts';
import { feedReport } from './feed.ts';
import { fileArchivesReport } from './file-archives.ts';
import type { ShiftAddress } from './find-shift.ts';
import type { Found } from './found.ts';
import { frameReport, framesReport } from './frames.ts';
import { gapsReport } from './gaps.ts';
import { loadNormsReport } from './load-norms.ts';
import { logReport } from './log.ts';
import { logDownloadReport } from './log-download.ts';
import { logHistogramReport } from './log-histogram.ts';
import { networkDaysReport } from './network-days.ts';
import { packagesReport, type ReadArchive, type ReadWaiting } from './packages.ts';
import type { PageQuery } from './page.ts';
import { paymentTypesReport } from './payment-types.ts';
import { rearmReport } from './rearm.ts';
import type { ReadBehind, ReadStream } from './register-asking.ts';
import { registerTokensReport } from './register-tokens.ts';
import { registerReport, registersReport } from './registers.ts';
import { salesRequestsReport } from './sales-requests.ts';
import { scheduleRunsReport } from './schedule-runs.ts';
import { schedulesReport } from './schedules.ts';
import { type ReadServerStream, type ReadUpper, serversReport } from './servers.ts';
import { setAsideReport } from './set-aside.ts';
import { type ConfigSetting, settingsReport } from './settings.ts';
import { shiftReport } from './shift.ts';
import { shiftHistoryReport } from './shift-life/history.ts';
import { shiftRouteReport } from './shift-life/route.ts';
import { shiftListReport } from './shift-list.ts';
import { shopDayReport, shopDaysReport } from './shop-days.ts';
import { shopGroupsReport } from './shop-groups.ts';
import { shopReport, shopsReport } from './shops.ts';
import { createStatusReport, type KeptNumbers, type ReadLine, type ServerFacts } from './status.ts';
import { type StorageFacts, storageReport } from './storage.ts';
import { receiptsReport } from './tables/receipts.ts';
import { tableReport } from './tables/tables.ts';
import { transferDocumentsReport } from './transfer-documents.ts';
import { transferReport, transfersReport } from './transfers.ts';
import { type FindArchived, inNoArchive } from './trimmed-days.ts';
import { uncheckedReport } from './unchecked.ts';

export type { AuditView } from './audit.ts';
export type { ExchangeFacts } from './exchange.ts';
export type { FileEnds, ReadFileEnds } from './expiries.ts';
export { feedCsv, feedCursor, feedPosition, readFeed } from './feed.ts';
export type { ShiftAddress } from './find-shift.ts';
export type { Found, NotFound } from './found.ts';
export type { ReadArchive, ReadWaiting, WaitingPackage } from './packages.ts';
export type { ReadBehind, ReadStream } from './register-asking.ts';
export { type Reader, seenBy } from './seen-by.ts';
export type { ReadServerStream, ReadUpper } from './servers.ts';
export type { ConfigSetting } from './settings.ts';
export type { ReadLine, ServerFacts } from './status.ts';
export type { StorageFacts } from './storage.ts';
export type { FindArchived } from './trimmed-days.ts';

export type RegisterCodes = { shopCode: string; registerCode: string };

/** Everything that can be asked; a list without a query is its first page of the greatest length. What may be missing is answered as `Found`; a database that is away is thrown. */
export type Reports = {
  status(): Promise<ServerStatus>;
  shops(query?: PageQuery): Promise<ShopList>;
  shop(shopCode: string): Promise<Found<Shop>>;
  registers(shopCode: string, query?: PageQuery): Promise<Found<RegisterList>>;
  register(codes: RegisterCodes): Promise<Found<RegisterDetail>>;
  /** What its loads usually take. */
  /** Tokens of a register, without their secrets. */
  registerTokens(codes: RegisterCodes): Promise<Found<RegisterTokenList>>;
  loadNorms(codes: RegisterCodes): Promise<Found<LoadNorms>>;
  shiftList(codes: RegisterCodes, query: ShiftListQuery): Promise<Found<ShiftList>>;
  shift(address: ShiftAddress): Promise<Found<ShiftDetail>>;
  /** How its sales came. */
  shiftRoute(address: ShiftAddress): Promise<Found<ShiftRoute>>;
  /** What changed in it. */
  shiftHistory(address: ShiftAddress): Promise<Found<ShiftHistory>>;
  documents(address: ShiftAddress, query?: PageQuery): Promise<Found<DocumentList>>;
  /** By the identifier of the document or its number in our tables. */
  document(document: string): Promise<Found<DocumentDetail>>;
  /** By its name; `not_found.report` when there is none of that name. */
  table(name: string, query: ReportQuery): Promise<Found<ReportTable>>;
  /** Documents that are looked for, as a table. */
  receipts(query: ReceiptQuery): Promise<Found<ReportTable>>;
  packages(query: PackageListQuery): Promise<Found<PackageList>>;
  exports(query: ExportListQuery): Promise<Found<ExportList>>;
  exchange(query: ExchangeQuery): Promise<Found<ExchangeState>>;
  exportFiles(query: ExportFileListQuery): Promise<Found<ExportFileList>>;
  salesRequests(query: SalesRequestListQuery): Promise<Found<SalesRequestList>>;
  confirmations(query: ConfirmationListQuery): Promise<Found<ConfirmationList>>;
  exportTargets(): Promise<ExportTargetList>;
  exportBacklog(): Promise<ExportBacklog>;
  /** Lines of the feed, and the cursor behind them. */
  feed(query: FeedQuery): Promise<Found<{ lines: FeedLine[]; cursor: string }>>;
  log(query: EventListQuery): Promise<Found<EventList>>;
  logHistogram(query: EventHistogramQuery): Promise<Found<EventHistogram>>;
  /** Pieces of a CSV file, read while they are sent. */
  logDownload(query: EventDownloadQuery): Promise<Found<AsyncIterable<string>>>;
  /** Entries of the audit trail as far as somebody sees them. */
  audit(query: AuditListQuery, view: AuditView): Promise<AuditList>;
  /** Pieces of a CSV file, read while they are sent. */
  auditFile(query: AuditFileQuery, view: AuditView): AsyncIterable<string>;
  setAside(query: SetAsideListQuery): Promise<Found<SetAsideList>>;
  paymentTypes(query?: PageQuery): Promise<PaymentTypeList>;
  documentTypes(query?: PageQuery): Promise<DocumentTypeList>;
  settings(): Promise<SettingList>;
  /** Captured messages, newest first. */
  frames(query: FrameListQuery): Promise<FrameList>;
  frame(name: string): Promise<Found<CapturedFrame>>;
  transfers(query: TransferListQuery): Promise<Found<TransferList>>;
  /** By its number, `T-88`. */
  transfer(transferId: string): Promise<Found<TransferRow>>;
  schedules(): Promise<ScheduleList>;
  scheduleRuns(scheduleId: number, query: ScheduleRunsQuery): Promise<Found<ScheduleRunList>>;
  shopGroups(): Promise<ShopGroupList>;
  transferDocuments(transferId: string, query: TransferDocumentsQuery): Promise<Found<TransferDocuments>>;
  gaps(query: GapListQuery): Promise<Found<GapList>>;
  rearm(query: RearmListQuery): Promise<Found<RearmList>>;
  cases(query: CasesQuery): Promise<Found<CaseList>>;
  /** By its number, `D-12`. */
  case(caseId: string): Promise<Found<CaseRow>>;
  /** By their numbers without «D-». */
  casesOf(caseIds: readonly number[]): Promise<CaseRow[]>;
  /** Which days of which shops can be closed. */
  networkDays(query: NetworkDaysQuery): Promise<NetworkDays>;
  shopDays(shopCode: string, query: ShopDaysQuery): Promise<Found<ShopDays>>;
  /** One business date of a shop with its registers and shifts. */
  shopDay(shopCode: string, businessDate: string): Promise<Found<ShopDayDetail>>;
  /** What lies where, and the archives of packages. */
  storage(): Promise<StorageState>;
  fileArchives(query: FileArchiveListQuery): Promise<FileArchiveList>;
  /** Servers above and below this one. */
  servers(): Promise<ServerList>;
  /** Certificates, tokens and keys, the nearest end first. */
  expiries(): Promise<ExpiryList>;
  /** Shifts whose money was not compared. */
  unchecked(query: UncheckedQuery): Promise<UncheckedList>;
};

export type ReportOptions = {
  database: QueryDatabase<Tables>;
  clock: Clock;
  readWaiting: ReadWaiting;
  readArchive?: ReadArchive;
  /** In which archives a receipt of a trimmed day may lie; in none without it. */
  findArchived?: FindArchived;
  readStream?: ReadStream;
  readBehind?: ReadBehind;
  /** The line to the upper server, and the streams of servers of stores; none without them. */
  readUpper?: ReadUpper;
  /** How registers come; without it nothing is said of it, as of a folder without a server. */
  readLine?: ReadLine;
  /** When certificates in files end; none without it. */
  readFileEnds?: ReadFileEnds;
  readServerStream?: ReadServerStream;
  facts: ServerFacts;
  exchange: ExchangeFacts;
  storage: StorageFacts;
  configSettings?: readonly ConfigSetting[];
  /** Where the numbers of the status are kept for the time when the database is away. */
  numbers?: KeptNumbers;
  /** False = sums inside of texts are left out (`see-money`). */
  sums?: boolean;
};

const noFiles: ReadFileEnds = async () => ({ files: [], issued: [], revoked: new Set() });

/**
 * `readWaiting` tells the packages that still wait on disk, `readArchive` in which archive one lies, `readStream` which registers hold a command stream (none without
 * it); `facts` are those of the running process, `configSettings` what it was started with.
 */
export function createReports(options: ReportOptions): Reports {
  const { database, clock, readWaiting, facts, readStream = () => null, sums = true } = options;
  const { findArchived = inNoArchive } = options;
  const { readUpper = () => null, readServerStream = () => null, readBehind = () => null } = options;
  const { readLine = () => ({ encrypted: true, plaintext: [] }), readFileEnds = noFiles } = options;
  // Sums that stand beside each other must be of one moment while sales come.
  const now = <T>(read: (reading: QueryDatabase<Tables>) => Promise<T>) => asOfOneMoment(database, read);
  return {
    status: createStatusReport({
      database,
      clock,
      readWaiting,
      facts,
      storage: options.storage,
      numbers: options.numbers,
      readUpper,
      readLine,
      readFileEnds,
    }),
    expiries: () => expiriesReport({ database, clock, readFileEnds }),
    shops: (query) => shopsReport(database, clock, query),
    shop: (shopCode) => shopReport(database, clock, shopCode),
    registers: (shopCode, query) => registersReport({ database, clock, readStream, readBehind }, shopCode, query),
    register: (codes) => registerReport({ database, clock, readStream, readBehind }, codes),
    registerTokens: (codes) => registerTokensReport(database, clock, codes),
    loadNorms: (codes) => loadNormsReport(database, clock, codes),
    shiftList: (codes, query) => now((reading) => shiftListReport(reading, clock, codes, query)),
    shift: (address) => now((reading) => shiftReport(reading, clock, address)),
    shiftRoute: (address) => shiftRouteReport(database, clock, address),
    shiftHistory: (address) => shiftHistoryReport(database, clock, address),
    documents: (address, query) => documentsReport(database, clock, address, query),
    document: (document) => documentReport(database, document, findArchived),
    table: (name, query) => tableReport(database, clock, name, query),
    receipts: (query) => receiptsReport(database, clock, query, findArchived),
    packages: (query) => packagesReport(database, clock, readWaiting, options.readArchive ?? (() => null), query),
    exports: (query) => exportsReport(database, clock, query),
    exchange: (query) => exchangeReport(database, clock, options.exchange, query),
    exportFiles: (query) => exportFilesReport(database, clock, query),
    salesRequests: (query) => salesRequestsReport(database, clock, query),
    confirmations: (query) => confirmationsReport(database, clock, query),
    exportTargets: () => exportTargetsReport(database, clock, options.exchange),
    exportBacklog: () => exportBacklogReport(database, clock),
    feed: (query) => feedReport(database, query),
    log: (query) => logReport(database, clock, { ...query, sums }),
    logHistogram: (query) => logHistogramReport(database, clock, { ...query, sums }),
    logDownload: (query) => logDownloadReport(database, { ...query, sums }),
    audit: (query, view) => auditReport(database, clock, query, { ...view, sums }),
    auditFile: (query, view) => auditFileReport(database, query, { ...view, sums }),
    setAside: (query) => setAsideReport(database, clock, query),
    paymentTypes: (query) => paymentTypesReport(database, clock, query),
    documentTypes: (query) => documentTypesReport(database, clock, query),
    frames: (query) => framesReport(database, clock, query),
    frame: (name) => frameReport(database, name),
    settings: () => settingsReport(database, clock, options.configSettings ?? []),
    transfers: (query) => transfersReport(database, clock, query),
    transfer: (transferId) => transferReport(database, transferId),
    schedules: () => schedulesReport(database, clock),
    scheduleRuns: (scheduleId, query) => scheduleRunsReport(database, clock, scheduleId, query),
    servers: () => serversReport({ database, clock, readUpper, readServerStream }),
    shopGroups: () => shopGroupsReport(database, clock),
    transferDocuments: (transferId, query) => transferDocumentsReport(database, clock, transferId, query),
    gaps: (query) => gapsReport({ database, clock, readBehind }, query),
    rearm: (query) => rearmReport(database, clock, query),
    cases: (query) => casesReport(database, clock, query),
    case: (caseId) => caseReport(database, caseId),
    casesOf: (caseIds) => readCases(database, caseIds),
    networkDays: (query) => now((reading) => networkDaysReport(reading, clock, query, facts.timeZone)),
    shopDays: (shopCode, query) => now((reading) => shopDaysReport(reading, clock, shopCode, query)),
    shopDay: (shopCode, businessDate) => now((reading) => shopDayReport(reading, clock, shopCode, businessDate)),
    storage: () => storageReport(database, clock, options.storage),
    fileArchives: (query) => fileArchivesReport(database, clock, query),
    unchecked: (query) => uncheckedReport(database, clock, query),
  };
}
