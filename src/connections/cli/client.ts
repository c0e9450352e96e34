/**
 * What the commands ask for, in the shapes of the API contract. Two things answer: a running server over HTTP and an
 * opened data folder. Commands do not know which.
 */
import type {
  AcceptCases,
  ArchivedDay,
  ArchivedDayQuery,
  ArchiveList,
  ArchiveListQuery,
  AssignCases,
  AuditList,
  AuditListQuery,
  AuditVerdict,
  CaseList,
  CaseListQuery,
  CaseRow,
  CasesChanged,
  DecidePackages,
  DeclinedTransfer,
  DescriptionChanged,
  DescriptionConfirmation,
  DescriptionList,
  DocumentDetail,
  DocumentList,
  DocumentType,
  DocumentTypeList,
  EventList,
  EventListQuery,
  ExchangeQuery,
  ExchangeState,
  ExpiryList,
  ExportAgain,
  ExportConfirmation,
  ExportFileList,
  ExportFileListQuery,
  ExportFileText,
  ExportFileTextQuery,
  ExportList,
  ExportListQuery,
  ExportTargetList,
  FileArchiveList,
  FileArchiveListQuery,
  FileCheck,
  FrameDetail,
  FrameList,
  GapAsk,
  GapList,
  GapListQuery,
  IssuedRegister,
  IssuedRegisterToken,
  LoadConfirmation,
  LoadFileResult,
  NetworkDays,
  NetworkDaysQuery,
  NewDescription,
  NewRegister,
  NewRegisterToken,
  NewRestoration,
  NewSchedule,
  NewShopGroup,
  NewStorageRun,
  NewTransfer,
  PackageList,
  PackageListQuery,
  PackagesDecided,
  PaymentType,
  PaymentTypeList,
  RearmList,
  RearmListQuery,
  ReceiptQuery,
  Register,
  RegisterChange,
  RegisterDetail,
  RegisterList,
  RegisterTokenList,
  ReportFileQuery,
  ReportQuery,
  ReportTable,
  RequestedTransfer,
  RestorationAsked,
  RetryPackages,
  RevertDescription,
  SalesRequestList,
  SalesRequestListQuery,
  ScheduleChange,
  ScheduleList,
  ScheduleRun,
  ScheduleRunList,
  ScheduleRunsQuery,
  SeeCases,
  ServerList,
  ServerStatus,
  SetDocumentClass,
  SetPaymentClass,
  SettingChange,
  SettingChanged,
  SettingConfirmation,
  SettingList,
  ShiftDetail,
  ShiftHistory,
  ShiftList,
  ShiftListQuery,
  ShiftRoute,
  ShopDayDetail,
  ShopDays,
  ShopDaysQuery,
  ShopGroupChange,
  ShopGroupList,
  ShopList,
  StartedExport,
  StorageResult,
  StorageState,
  StoreServerChange,
  TransferList,
  TransferListQuery,
  TransferRetry,
  TransferRow,
  TrimAsked,
  TrimPlan,
  TrimPlanQuery,
  TrimRunList,
  TrimVerdict,
} from '../../../contracts/web-api.ts';
import type { Download } from '../../downloads/downloads.ts';
import type { AccessCalls } from './access-calls.ts';
import type { Answer, Refusal } from './answer.ts';

export type { Answer, Refusal } from './answer.ts';

/** A shift by the codes that people use; `key` is number@date. */
export type ShiftAddress = { shopCode: string; registerCode: string; key: string };

/** A register by the codes that people use. */
export type RegisterAddress = { shopCode: string; registerCode: string };

/** The shop that a file is for. */
export type FileShop = { shopCode: string; createShop: boolean };

/** The page behind a cursor; without one the first. */
export type AfterCursor = { after: string | undefined };

export type SmenaClient = {
  /** People and keys of a running server; null for an opened data folder, which `openAccess` opens. */
  access: AccessCalls | null;
  status(): Promise<Answer<ServerStatus>>;
  shops(page?: AfterCursor): Promise<Answer<ShopList>>;
  registers(shopCode: string, page?: AfterCursor): Promise<Answer<RegisterList>>;
  register(address: RegisterAddress): Promise<Answer<RegisterDetail>>;
  shifts(shopCode: string, registerCode: string, query: ShiftListQuery): Promise<Answer<ShiftList>>;
  shift(address: ShiftAddress): Promise<Answer<ShiftDetail>>;
  shiftRoute(address: ShiftAddress): Promise<Answer<ShiftRoute>>;
  shiftHistory(address: ShiftAddress): Promise<Answer<ShiftHistory>>;
  /** Documents that are looked for. */
  receipts(query: ReceiptQuery): Promise<Answer<ReportTable>>;
  /** One document by its identifier or its number in the server. */
  document(document: string): Promise<Answer<DocumentDetail>>;
  /** A report by its name. */
  report(name: string, query: ReportQuery): Promise<Answer<ReportTable>>;
  /** The same as a file; its body must be taken. */
  reportFile(name: string, query: ReportFileQuery): Promise<Answer<Pick<Download, 'fileName' | 'body'>>>;
  documents(address: ShiftAddress, page?: AfterCursor): Promise<Answer<DocumentList>>;
  packages(query: PackageListQuery): Promise<Answer<PackageList>>;
  storage(): Promise<Answer<StorageState>>;
  fileArchives(query: FileArchiveListQuery): Promise<Answer<FileArchiveList>>;
  /** The work of a day on files or dictionaries, now. */
  runStorage(order: NewStorageRun): Promise<Answer<StorageResult>>;
  decidePackages(wanted: DecidePackages): Promise<Answer<PackagesDecided>>;
  retryPackages(wanted: RetryPackages): Promise<Answer<PackagesDecided>>;
  exports(query: ExportListQuery): Promise<Answer<ExportList>>;
  exchange(query: ExchangeQuery): Promise<Answer<ExchangeState>>;
  exportFiles(query: ExportFileListQuery): Promise<Answer<ExportFileList>>;
  /** One file by its number, `E-301`. */
  exportFile(fileId: string, query: ExportFileTextQuery): Promise<Answer<ExportFileText>>;
  salesRequests(query: SalesRequestListQuery): Promise<Answer<SalesRequestList>>;
  exportTargets(): Promise<Answer<ExportTargetList>>;
  transfers(query: TransferListQuery): Promise<Answer<TransferList>>;
  /** One transfer by its number, `T-88`. */
  transfer(transferId: string): Promise<Answer<TransferRow>>;
  schedules(): Promise<Answer<ScheduleList>>;
  scheduleRuns(scheduleId: number, query: ScheduleRunsQuery): Promise<Answer<ScheduleRunList>>;
  groups(): Promise<Answer<ShopGroupList>>;
  servers(): Promise<Answer<ServerList>>;
  gaps(query: GapListQuery): Promise<Answer<GapList>>;
  rearm(query: RearmListQuery): Promise<Answer<RearmList>>;
  cases(query: CaseListQuery): Promise<Answer<CaseList>>;
  /** One difference by its number, `D-12`. */
  case(caseId: string): Promise<Answer<CaseRow>>;
  /** Which days of which shops can be closed. */
  networkDays(query: NetworkDaysQuery): Promise<Answer<NetworkDays>>;
  shopDays(shopCode: string, query: ShopDaysQuery): Promise<Answer<ShopDays>>;
  shopDay(shopCode: string, businessDate: string): Promise<Answer<ShopDayDetail>>;
  trimPlan(query: TrimPlanQuery): Promise<Answer<TrimPlan>>;
  trimRuns(): Promise<Answer<TrimRunList>>;
  /** Asks for a run of trimming to which the person has agreed, null = of every shop; an opened data folder has done it when it answers. */
  askTrim(shopCode: string | null): Promise<Answer<TrimAsked>>;
  /** The same for days that are to come back. */
  askRestoration(wanted: NewRestoration): Promise<Answer<RestorationAsked>>;
  /** An opened data folder reads every archive, a server tells how they were when they were read last. */
  trimVerdict(): Promise<Answer<TrimVerdict>>;
  archives(query: ArchiveListQuery): Promise<Answer<ArchiveList>>;
  archivedDay(shopCode: string, businessDate: string, query: ArchivedDayQuery): Promise<Answer<ArchivedDay>>;
  log(query: EventListQuery): Promise<Answer<EventList>>;
  /** Entries of the audit trail: all, or one's own without the right to see all. */
  audit(query: AuditListQuery): Promise<Answer<AuditList>>;
  /** Reads the whole chain of the audit trail. */
  auditVerdict(): Promise<Answer<AuditVerdict>>;
  settings(): Promise<Answer<SettingList>>;
  paymentTypes(page?: AfterCursor): Promise<Answer<PaymentTypeList>>;
  setPaymentClass(wanted: SetPaymentClass): Promise<Answer<PaymentType>>;
  documentTypes(page?: AfterCursor): Promise<Answer<DocumentTypeList>>;
  setDocumentClass(wanted: SetDocumentClass): Promise<Answer<DocumentType>>;
  /**
   * Loads one sales file or package of a shop and answers when its fate is known. A server makes a new shop only with
   * `createShop`; in a data folder the person vouches for it.
   */
  loadFile(shop: FileShop, fileName: string, bytes: Uint8Array): Promise<Answer<LoadFileResult>>;
  /** Tells what `loadFile` would do; nothing of the file is taken. */
  checkFile(shop: FileShop, fileName: string, bytes: Uint8Array): Promise<Answer<FileCheck>>;
  /** Publishes the export files that are due; a server does so by itself. True when they are published on return. */
  publish(): Promise<boolean>;
  /** What only a running server does; null for an opened data folder. */
  server: ServerCalls | null;
  close(): Promise<void>;
};

/** Asking registers needs a server that hears them, and a changed register is told to the doors at once. */
export type ServerCalls = {
  /** Asks a register for its sales, or answers with what the person must confirm first (M10). */
  requestTransfer(wanted: NewTransfer): Promise<Answer<RequestedTransfer | LoadConfirmation>>;
  /** Tells that the person declined (M12); the answer is the notice for the person. */
  declineTransfer(declined: DeclinedTransfer): Promise<Answer<{ message: Refusal['message'] }>>;
  cancelTransfer(transferId: string, author: string | undefined): Promise<Answer<TransferRow>>;
  /** Asks for the same again, as a transfer of its own; a week or more that nobody agreed to must be confirmed. */
  retryTransfer(transferId: string, asked: TransferRetry): Promise<Answer<RequestedTransfer | LoadConfirmation>>;
  /** Puts everything of a shop that the ERP lacks to export now (M27). */
  startExchange(shopCode: string): Promise<Answer<StartedExport>>;
  /** Puts shifts to export again, or answers with what the person must confirm first (M22, D2). */
  exportAgain(wanted: ExportAgain): Promise<Answer<StartedExport | ExportConfirmation>>;
  /** Asks for a hole now, `G-12`; a week or more must be confirmed. */
  askGap(gapId: string, asked: GapAsk): Promise<Answer<RequestedTransfer | LoadConfirmation>>;
  seeCases(wanted: SeeCases): Promise<Answer<CasesChanged>>;
  /** Accepts differences for good, with a reason. */
  acceptCases(wanted: AcceptCases): Promise<Answer<CasesChanged>>;
  /** Gives differences to somebody, or takes them off. */
  assignCases(wanted: AssignCases): Promise<Answer<CasesChanged>>;
  addRegister(shopCode: string, wanted: NewRegister): Promise<Answer<IssuedRegister>>;
  changeRegister(address: RegisterAddress, change: RegisterChange): Promise<Answer<Register>>;
  /** What ends: certificates, tokens, keys. */
  expiries(): Promise<Answer<ExpiryList>>;
  registerTokens(address: RegisterAddress): Promise<Answer<RegisterTokenList>>;
  issueRegisterToken(address: RegisterAddress, wanted: NewRegisterToken): Promise<Answer<IssuedRegisterToken>>;
  revokeRegisterToken(address: RegisterAddress, tokenId: string): Promise<Answer<RegisterTokenList>>;
  /** Which number each field of the wire has. */
  descriptions(): Promise<Answer<DescriptionList>>;
  /** Puts a description in force, or answers with what changes and must be confirmed first (registers §14). */
  importDescription(wanted: NewDescription): Promise<Answer<DescriptionChanged | DescriptionConfirmation>>;
  revertDescription(wanted: RevertDescription): Promise<Answer<DescriptionChanged | DescriptionConfirmation>>;
  /** Captured messages. */
  frames(limit: number): Promise<Answer<FrameList>>;
  frame(name: string): Promise<Answer<FrameDetail>>;
  readFrames(): Promise<Answer<{ frames: number }>>;
  /** Changes a setting, or answers with what the person must confirm first (M16, D4). */
  changeSetting(key: string, change: SettingChange): Promise<Answer<SettingChanged | SettingConfirmation>>;
  /** Schedules and groups; each answers with the whole list as it is then. */
  addSchedule(wanted: NewSchedule): Promise<Answer<ScheduleList>>;
  changeSchedule(scheduleId: number, change: ScheduleChange): Promise<Answer<ScheduleList>>;
  removeSchedule(scheduleId: number, author: string | undefined): Promise<Answer<ScheduleList>>;
  runSchedule(scheduleId: number, author: string | undefined): Promise<Answer<ScheduleRun>>;
  addGroup(wanted: NewShopGroup): Promise<Answer<ShopGroupList>>;
  changeGroup(groupCode: string, change: ShopGroupChange): Promise<Answer<ShopGroupList>>;
  removeGroup(groupCode: string): Promise<Answer<ShopGroupList>>;
  /** Servers of stores; both answer with all of them as they are then. */
  setServer(serverCode: string, change: StoreServerChange): Promise<Answer<ServerList>>;
  removeServer(serverCode: string): Promise<Answer<ServerList>>;
};
