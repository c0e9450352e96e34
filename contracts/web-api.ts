/**
 * The API under /api/v1 as others see it: one zod schema each for validation, types and OpenAPI.
 * Money is text with two decimals and a dot ("1234.50"), quantities with three; null means "not known", never zero.
 * Times of shops are local without a zone ("2026-03-14T08:54:30"), times of the server are UTC with "Z".
 */

export * from './web-api/access.ts';
export * from './web-api/audit.ts';
export * from './web-api/basics.ts';
export * from './web-api/cases.ts';
export * from './web-api/days.ts';
export * from './web-api/descriptions.ts';
export * from './web-api/dictionaries.ts';
export * from './web-api/documents.ts';
export * from './web-api/erp.ts';
export * from './web-api/exchange.ts';
export * from './web-api/expiries.ts';
export * from './web-api/gaps.ts';
export * from './web-api/places.ts';
export * from './web-api/register-tokens.ts';
export * from './web-api/reports.ts';
export * from './web-api/schedules.ts';
export * from './web-api/servers.ts';
export * from './web-api/settings.ts';
export * from './web-api/shift-life.ts';
export * from './web-api/shifts.ts';
export * from './web-api/stand.ts';
export * from './web-api/storage.ts';
export * from './web-api/traffic.ts';
export * from './web-api/transfers.ts';
export * from './web-api/trim.ts';
export * from './web-api/words.ts';

/** The routes, written once for server, browser and command line. `:x` are path parameters. */
export const routes = {
  status: '/api/v1/status',
  events: '/api/v1/events',
  openApi: '/api/v1/openapi.json',
  shops: '/api/v1/shops',
  shop: '/api/v1/shops/:shopCode',
  registers: '/api/v1/shops/:shopCode/registers',
  register: '/api/v1/shops/:shopCode/registers/:registerCode',
  registerTokens: '/api/v1/shops/:shopCode/registers/:registerCode/tokens',
  registerToken: '/api/v1/shops/:shopCode/registers/:registerCode/tokens/:tokenId',
  shifts: '/api/v1/shops/:shopCode/registers/:registerCode/shifts',
  shift: '/api/v1/shops/:shopCode/registers/:registerCode/shifts/:shiftKey',
  shiftRoute: '/api/v1/shops/:shopCode/registers/:registerCode/shifts/:shiftKey/route',
  shiftHistory: '/api/v1/shops/:shopCode/registers/:registerCode/shifts/:shiftKey/history',
  documents: '/api/v1/shops/:shopCode/registers/:registerCode/shifts/:shiftKey/documents',
  /** `:document` is the identifier of the document or its number in our tables. */
  document: '/api/v1/documents/:document',
  loadNorms: '/api/v1/shops/:shopCode/registers/:registerCode/load-norms',
  receipts: '/api/v1/receipts',
  receiptsFile: '/api/v1/receipts/file',
  /** `:report` is one of `reportNames`. */
  report: '/api/v1/reports/:report',
  reportFile: '/api/v1/reports/:report/file',
  packages: '/api/v1/packages',
  packageContent: '/api/v1/packages/:packageName/content',
  decidePackages: '/api/v1/packages/decisions',
  retryPackages: '/api/v1/packages/retry',
  storage: '/api/v1/storage',
  fileArchives: '/api/v1/storage/archives',
  storageRuns: '/api/v1/storage/runs',
  files: '/api/v1/files',
  fileCheck: '/api/v1/files/check',
  exports: '/api/v1/exports',
  exportAgain: '/api/v1/exports/again',
  exportBacklog: '/api/v1/exports/backlog',
  startExchange: '/api/v1/shops/:shopCode/exports/run',
  exchange: '/api/v1/erp',
  exportFiles: '/api/v1/erp/files',
  exportFile: '/api/v1/erp/files/:fileId',
  salesRequests: '/api/v1/erp/requests',
  confirmations: '/api/v1/erp/confirmations',
  exportTargets: '/api/v1/erp/targets',
  exportTarget: '/api/v1/erp/targets/:target',
  feed: '/api/v1/erp/feed',
  transfers: '/api/v1/transfers',
  declinedTransfers: '/api/v1/transfers/declined',
  transfer: '/api/v1/transfers/:transferId',
  transferDocuments: '/api/v1/transfers/:transferId/documents',
  cancelTransfer: '/api/v1/transfers/:transferId/cancel',
  retryTransfer: '/api/v1/transfers/:transferId/retry',
  gaps: '/api/v1/gaps',
  askGap: '/api/v1/gaps/:gapId/ask',
  cases: '/api/v1/cases',
  case: '/api/v1/cases/:caseId',
  askCase: '/api/v1/cases/:caseId/ask',
  seeCases: '/api/v1/cases/seen',
  acceptCases: '/api/v1/cases/accepted',
  assignCases: '/api/v1/cases/assigned',
  assignees: '/api/v1/cases/assignees',
  networkDays: '/api/v1/reconciliation/days',
  unchecked: '/api/v1/reconciliation/unchecked',
  shopDays: '/api/v1/shops/:shopCode/reconciliation',
  shopDay: '/api/v1/shops/:shopCode/reconciliation/:businessDate',
  rearm: '/api/v1/rearm',
  schedules: '/api/v1/schedules',
  schedule: '/api/v1/schedules/:scheduleId',
  runSchedule: '/api/v1/schedules/:scheduleId/run',
  scheduleRuns: '/api/v1/schedules/:scheduleId/runs',
  groups: '/api/v1/groups',
  group: '/api/v1/groups/:groupCode',
  servers: '/api/v1/servers',
  server: '/api/v1/servers/:serverCode',
  expiries: '/api/v1/expiries',
  descriptions: '/api/v1/descriptions',
  revertDescription: '/api/v1/descriptions/revert',
  frames: '/api/v1/frames',
  frame: '/api/v1/frames/:frameName',
  readFrames: '/api/v1/frames/read',
  audit: '/api/v1/audit',
  auditFile: '/api/v1/audit/file',
  auditVerdict: '/api/v1/audit/verification',
  settings: '/api/v1/settings',
  setting: '/api/v1/settings/:key',
  log: '/api/v1/log',
  logHistogram: '/api/v1/log/histogram',
  logDownload: '/api/v1/log/download',
  setAside: '/api/v1/set-aside',
  paymentTypes: '/api/v1/payment-types',
  documentTypes: '/api/v1/document-types',
  trimPlan: '/api/v1/trim/plan',
  trimRuns: '/api/v1/trim/runs',
  trimRestorations: '/api/v1/trim/restorations',
  trimVerdict: '/api/v1/trim/verdict',
  archives: '/api/v1/archives',
  archivedDay: '/api/v1/archives/:shopCode/:businessDate',
  session: '/api/v1/session',
  sessionCode: '/api/v1/session/code',
  sessionExtend: '/api/v1/session/extend',
  sessionLink: '/api/v1/session/link',
  sessionLinkCheck: '/api/v1/session/link/check',
  otherSessions: '/api/v1/session/others',
  profile: '/api/v1/session/profile',
  password: '/api/v1/session/password',
  secondFactor: '/api/v1/session/second-factor',
  secondFactorOff: '/api/v1/session/second-factor/off',
  recoveryCodes: '/api/v1/session/recovery-codes',
  people: '/api/v1/people',
  person: '/api/v1/people/:login',
  personLink: '/api/v1/people/:login/link',
  personFactor: '/api/v1/people/:login/second-factor',
  roles: '/api/v1/roles',
  role: '/api/v1/roles/:role',
  keys: '/api/v1/keys',
  key: '/api/v1/keys/:keyId',
  stand: '/api/v1/stand',
  standSwitch: '/api/v1/stand/:name',
} as const;

/** Addresses that send a browser to the provider of OpenID Connect and take it back; they hold no data. */
export const providerRoutes = {
  begin: '/api/v1/session/provider',
  answer: '/api/v1/session/provider/answer',
} as const;
