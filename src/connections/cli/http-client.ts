/** The client of a running server: the API of contracts/web-api.ts, every answer held against its schema. */
import { basename } from 'node:path';
import {
  caseList,
  caseRow,
  casesChanged,
  type DescriptionChanged,
  type DescriptionConfirmation,
  declinedNotice,
  descriptionChanged,
  descriptionConfirmation,
  descriptionList,
  documentDetail,
  documentList,
  documentTypeList,
  type ExportConfirmation,
  eventList,
  exchangeState,
  exportConfirmation,
  exportFileList,
  exportFileText,
  exportList,
  exportTargetList,
  fileArchiveList,
  fileCheck,
  frameDetail,
  frameList,
  framesToRead,
  gapList,
  issuedRegister,
  type LoadConfirmation,
  loadConfirmation,
  loadFileResult,
  networkDays,
  packageList,
  packagesDecided,
  paymentTypeList,
  problem,
  type RequestedTransfer,
  rearmList,
  register,
  registerDetail,
  registerList,
  reportTable,
  requestedTransfer,
  routes,
  type SettingChanged,
  type SettingConfirmation,
  type StartedExport,
  salesRequestList,
  scheduleList,
  scheduleRun,
  scheduleRunList,
  serverList,
  serverStatus,
  settingChanged,
  settingConfirmation,
  settingList,
  shiftDetail,
  shiftHistory,
  shiftList,
  shiftRoute,
  shopDayDetail,
  shopDays,
  shopGroupList,
  shopList,
  startedExport,
  storageResult,
  storageState,
  transferList,
  transferRow,
} from '../../../contracts/web-api.ts';
import { bothTexts } from './both-texts.ts';
import type { Answer, FileShop, Refusal, ServerCalls, SmenaClient } from './client.ts';
import { accessCalls, registerTokenCalls } from './http-access.ts';
import { auditCalls } from './http-audit.ts';
import { type Call, type Caller, pathOf, type Query, type Schema } from './http-call.ts';
import { trimCalls } from './http-trimming.ts';

/** A server and the key that is shown to it. */
export type Server = { address: URL; token: string | null };

/** The audit trail tells by which door somebody came. */
const OWN_HEADERS = { 'x-smena-client': 'command-line' };

/** Lists without a limit of their own begin here. */
const FIRST_PAGE = { after: undefined };

/**
 * `server.address` is its root, `http://host:port`, `token` the key that is shown to it (null = none); `interrupted` ends a call that
 * is under way. With `dryRun` changes are only tried.
 */
export function createHttpClient(server: Server, interrupted: AbortSignal, dryRun: boolean): SmenaClient {
  const call: Caller = (schema, path, request = {}) => askServer(server, interrupted, schema, path, request);
  const change: Caller = (schema, path, request = {}) => {
    const query = dryRun ? { ...request.query, dryRun: 'true' } : request.query;
    return call(schema, path, query === undefined ? request : { ...request, query });
  };

  return {
    status: () => call(serverStatus, routes.status),
    shops: (query = FIRST_PAGE) => call(shopList, routes.shops, { query }),
    registers: (shopCode, query = FIRST_PAGE) => call(registerList, pathOf(routes.registers, { shopCode }), { query }),
    register: (codes) => call(registerDetail, pathOf(routes.register, codes)),
    shifts: (shopCode, registerCode, query) =>
      call(shiftList, pathOf(routes.shifts, { shopCode, registerCode }), { query }),
    shift: ({ shopCode, registerCode, key }) =>
      call(shiftDetail, pathOf(routes.shift, { shopCode, registerCode, shiftKey: key })),
    shiftRoute: ({ shopCode, registerCode, key }) =>
      call(shiftRoute, pathOf(routes.shiftRoute, { shopCode, registerCode, shiftKey: key })),
    shiftHistory: ({ shopCode, registerCode, key }) =>
      call(shiftHistory, pathOf(routes.shiftHistory, { shopCode, registerCode, shiftKey: key })),
    documents: ({ shopCode, registerCode, key }, query = FIRST_PAGE) =>
      call(documentList, pathOf(routes.documents, { shopCode, registerCode, shiftKey: key }), { query }),
    receipts: (query) => call(reportTable, routes.receipts, { query }),
    document: (document) => call(documentDetail, pathOf(routes.document, { document })),
    report: (report, query) => call(reportTable, pathOf(routes.report, { report }), { query }),
    reportFile: (report, query) => fetchFile(server, interrupted, pathOf(routes.reportFile, { report }), query),
    packages: (query) => call(packageList, routes.packages, { query }),
    ...storageCalls(call, change),
    exports: (query) => call(exportList, routes.exports, { query }),
    exchange: (query) => call(exchangeState, routes.exchange, { query }),
    exportFiles: (query) => call(exportFileList, routes.exportFiles, { query }),
    exportFile: (fileId, query) => call(exportFileText, pathOf(routes.exportFile, { fileId }), { query }),
    salesRequests: (query) => call(salesRequestList, routes.salesRequests, { query }),
    exportTargets: () => call(exportTargetList, routes.exportTargets),
    transfers: (query) => call(transferList, routes.transfers, { query }),
    transfer: (transferId) => call(transferRow, pathOf(routes.transfer, { transferId })),
    schedules: () => call(scheduleList, routes.schedules),
    scheduleRuns: (scheduleId, query) =>
      call(scheduleRunList, pathOfSchedule(routes.scheduleRuns, scheduleId), { query }),
    groups: () => call(shopGroupList, routes.groups),
    gaps: (query) => call(gapList, routes.gaps, { query }),
    rearm: (query) => call(rearmList, routes.rearm, { query }),
    cases: (query) => call(caseList, routes.cases, { query }),
    case: (caseId) => call(caseRow, pathOf(routes.case, { caseId })),
    networkDays: (query) => call(networkDays, routes.networkDays, { query }),
    shopDays: (shopCode, query) => call(shopDays, pathOf(routes.shopDays, { shopCode }), { query }),
    shopDay: (shopCode, businessDate) => call(shopDayDetail, pathOf(routes.shopDay, { shopCode, businessDate })),
    ...trimCalls(call, change),
    ...auditCalls(call),
    log: (query) => call(eventList, routes.log, { query }),
    settings: () => call(settingList, routes.settings),
    paymentTypes: (query = FIRST_PAGE) => call(paymentTypeList, routes.paymentTypes, { query }),
    async setPaymentClass(body) {
      const answer = await change(paymentTypeList, routes.paymentTypes, { method: 'PUT', body });
      if (!answer.ok) return answer;
      const changed = answer.value.paymentTypes.find(
        (row) => row.paymentTypeCode === body.paymentTypeCode && row.shopCode === body.shopCode,
      );
      return changed === undefined
        ? strangeAnswer(server.address, `PUT ${routes.paymentTypes}`)
        : { ok: true, value: changed };
    },
    documentTypes: (query = FIRST_PAGE) => call(documentTypeList, routes.documentTypes, { query }),
    async setDocumentClass(body) {
      const answer = await change(documentTypeList, routes.documentTypes, { method: 'PUT', body });
      if (!answer.ok) return answer;
      const changed = answer.value.documentTypes.find(
        (row) => row.documentType === body.documentType && row.shopCode === body.shopCode,
      );
      return changed === undefined
        ? strangeAnswer(server.address, `PUT ${routes.documentTypes}`)
        : { ok: true, value: changed };
    },
    ...fileCalls(call),
    publish: async () => false,
    access: accessCalls(call, change),
    server: serverCalls(call, change),
    close: () => Promise.resolve(),
  };
}

/** Servers above and below, what lies where, and what is done with it. */
function storageCalls(
  call: Caller,
  change: Caller,
): Pick<SmenaClient, 'storage' | 'servers' | 'fileArchives' | 'runStorage' | 'decidePackages' | 'retryPackages'> {
  return {
    servers: () => call(serverList, routes.servers),
    storage: () => call(storageState, routes.storage),
    fileArchives: (query) => call(fileArchiveList, routes.fileArchives, { query }),
    runStorage: (body) => change(storageResult, routes.storageRuns, { method: 'POST', body }),
    decidePackages: (body) => change(packagesDecided, routes.decidePackages, { method: 'POST', body }),
    retryPackages: (body) => change(packagesDecided, routes.retryPackages, { method: 'POST', body }),
  };
}

/** Files of sales by hand. */
function fileCalls(call: Caller): Pick<SmenaClient, 'loadFile' | 'checkFile'> {
  return {
    loadFile: (shop, fileName, body) => call(loadFileResult, routes.files, fileCall(shop, fileName, body)),
    checkFile: (shop, fileName, body) => call(fileCheck, routes.fileCheck, fileCall(shop, fileName, body)),
  };
}

function fileCall({ shopCode, createShop }: FileShop, fileName: string, body: Uint8Array): Call {
  return {
    method: 'POST',
    query: { shop: shopCode, create: createShop ? 'true' : undefined },
    headers: { 'x-file-name': encodeURIComponent(fileName) },
    body,
  };
}

function serverCalls(call: Caller, change: Caller): ServerCalls {
  const post = (body: object): Call => ({ method: 'POST', body });
  return {
    requestTransfer: (body) => change(requestedOrQuestion, routes.transfers, { ...post(body), alsoAnswers: 409 }),
    declineTransfer: (body) => call(declinedNotice, routes.declinedTransfers, post(body)),
    cancelTransfer: (transferId, author) =>
      change(transferRow, pathOf(routes.cancelTransfer, { transferId }), post({ author })),
    retryTransfer: (transferId, body) =>
      change(requestedOrQuestion, pathOf(routes.retryTransfer, { transferId }), { ...post(body), alsoAnswers: 409 }),
    startExchange: (shopCode) => change(startedExport, pathOf(routes.startExchange, { shopCode }), { method: 'POST' }),
    exportAgain: (body) => change(startedOrQuestion, routes.exportAgain, { ...post(body), alsoAnswers: 409 }),
    askGap: (gapId, body) =>
      change(requestedOrQuestion, pathOf(routes.askGap, { gapId }), { ...post(body), alsoAnswers: 409 }),
    seeCases: (body) => change(casesChanged, routes.seeCases, post(body)),
    acceptCases: (body) => change(casesChanged, routes.acceptCases, post(body)),
    assignCases: (body) => change(casesChanged, routes.assignCases, post(body)),
    addRegister: (shopCode, body) => change(issuedRegister, pathOf(routes.registers, { shopCode }), post(body)),
    changeRegister: (codes, body) => change(register, pathOf(routes.register, codes), { method: 'PATCH', body }),
    ...registerTokenCalls(call, change),
    descriptions: () => call(descriptionList, routes.descriptions),
    importDescription: (body) => change(replacedOrQuestion, routes.descriptions, { ...post(body), alsoAnswers: 409 }),
    revertDescription: (body) =>
      change(replacedOrQuestion, routes.revertDescription, { ...post(body), alsoAnswers: 409 }),
    frames: (limit) => call(frameList, routes.frames, { query: { limit } }),
    frame: (frameName) => call(frameDetail, pathOf(routes.frame, { frameName })),
    readFrames: () => change(framesToRead, routes.readFrames, { method: 'POST' }),
    changeSetting: (key, body) =>
      change(changedOrQuestion, pathOf(routes.setting, { key }), { method: 'PUT', body, alsoAnswers: 409 }),
    ...scheduleCalls(change),
  };
}

const startedOrQuestion: Schema<StartedExport | ExportConfirmation> = {
  safeParse(value) {
    const question = exportConfirmation.safeParse(value);
    return question.success ? question : startedExport.safeParse(value);
  },
};

const replacedOrQuestion: Schema<DescriptionChanged | DescriptionConfirmation> = {
  safeParse(value) {
    const question = descriptionConfirmation.safeParse(value);
    return question.success ? question : descriptionChanged.safeParse(value);
  },
};

const changedOrQuestion: Schema<SettingChanged | SettingConfirmation> = {
  safeParse(value) {
    const question = settingConfirmation.safeParse(value);
    return question.success ? question : settingChanged.safeParse(value);
  },
};

function scheduleCalls(
  change: Caller,
): Pick<
  ServerCalls,
  `${'add' | 'change' | 'remove'}${'Schedule' | 'Group'}` | `${'set' | 'remove'}Server` | 'runSchedule'
> {
  return {
    addSchedule: (body) => change(scheduleList, routes.schedules, { method: 'POST', body }),
    changeSchedule: (scheduleId, body) =>
      change(scheduleList, pathOfSchedule(routes.schedule, scheduleId), { method: 'PATCH', body }),
    removeSchedule: (scheduleId, author) =>
      change(scheduleList, pathOfSchedule(routes.schedule, scheduleId), { method: 'DELETE', query: { author } }),
    runSchedule: (scheduleId, author) =>
      change(scheduleRun, pathOfSchedule(routes.runSchedule, scheduleId), { method: 'POST', body: { author } }),
    addGroup: (body) => change(shopGroupList, routes.groups, { method: 'POST', body }),
    changeGroup: (groupCode, body) =>
      change(shopGroupList, pathOf(routes.group, { groupCode }), { method: 'PATCH', body }),
    removeGroup: (groupCode) => change(shopGroupList, pathOf(routes.group, { groupCode }), { method: 'DELETE' }),
    setServer: (serverCode, body) => change(serverList, pathOf(routes.server, { serverCode }), { method: 'PUT', body }),
    removeServer: (serverCode) => change(serverList, pathOf(routes.server, { serverCode }), { method: 'DELETE' }),
  };
}

function pathOfSchedule(route: string, scheduleId: number): string {
  return pathOf(route, { scheduleId: String(scheduleId) });
}

const requestedOrQuestion: Schema<RequestedTransfer | LoadConfirmation> = {
  safeParse(value) {
    const question = loadConfirmation.safeParse(value);
    return question.success ? question : requestedTransfer.safeParse(value);
  },
};

async function askServer<T>(
  { address, token }: Server,
  interrupted: AbortSignal,
  schema: Schema<T>,
  path: string,
  { method = 'GET', query = {}, headers = {}, body, alsoAnswers }: Call,
): Promise<Answer<T>> {
  const url = new URL(path, address);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const isBytes = body instanceof Uint8Array;
  let response: Response;
  let content: unknown;
  try {
    response = await fetch(url, {
      method,
      signal: interrupted,
      redirect: 'error',
      headers: { ...OWN_HEADERS, accept: 'application/json', ...bearer(token), ...contentType(body), ...headers },
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    content = parseJson(await response.text());
  } catch (cause) {
    return failureOf(address, interrupted, cause);
  }
  const parsed = schema.safeParse(content);
  const answers = response.ok || (response.status === alsoAnswers && parsed.success);
  if (!answers) return refusalOf(address, response, content);
  return parsed.success ? { ok: true, value: parsed.data } : strangeAnswer(address, `${method} ${path}`);
}

/** A file that is read while it comes; what breaks in the midst is thrown by its body. Its name leads into no other folder. */
async function fetchFile(
  { address, token }: Server,
  interrupted: AbortSignal,
  path: string,
  query: Query,
): Promise<Answer<{ fileName: string; body: AsyncIterable<Uint8Array> }>> {
  const url = new URL(path, address);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  let response: Response;
  try {
    response = await fetch(url, {
      signal: interrupted,
      redirect: 'error',
      headers: { ...OWN_HEADERS, ...bearer(token) },
    });
    if (!response.ok) return refusalOf(address, response, parseJson(await response.text()));
  } catch (cause) {
    return failureOf(address, interrupted, cause);
  }
  const named = /filename\*=UTF-8''(\S+)$/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  if (named === undefined || response.body === null) return strangeAnswer(address, `GET ${path}`);
  return { ok: true, value: { fileName: basename(decodeURIComponent(named)), body: response.body } };
}

function bearer(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

function contentType(body: Call['body']): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' };
}

/** null when the text is no JSON: no answer of ours is null. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function refusalOf(address: URL, response: Response, content: unknown): Refusal {
  const parsed = problem.safeParse(content);
  if (parsed.success && parsed.data.code === 'access.not_logged_in')
    return refuse(parsed.data.code, bothTexts('client.not_logged_in', { address: address.origin }));
  const ofAccess = parsed.success && parsed.data.code.startsWith('access.');
  if (!ofAccess && (response.status === 401 || response.status === 403)) {
    return refuse('access.denied', bothTexts('client.no_right', { address: address.origin }));
  }
  if (parsed.success) return refuse(parsed.data.code, parsed.data.message);
  return strangeAnswer(address, `HTTP ${response.status}`);
}

/** Something answers, but not as Smena of this version does. */
function strangeAnswer(address: URL, detail: string): Refusal {
  return refuse('server.strange', bothTexts('client.strange', { address: address.origin, detail }));
}

const SLOW = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function failureOf(address: URL, interrupted: AbortSignal, cause: unknown): Refusal {
  if (interrupted.aborted) return refuse('interrupted', bothTexts('client.interrupted', {}));
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  if (SLOW.has(code)) return refuse('server.slow', bothTexts('client.slow', { address: address.origin }));
  const why = code !== '' ? code : inner instanceof Error ? inner.message : String(inner);
  return refuse('server.unreachable', bothTexts('server.unreachable', { address: address.origin, cause: why }));
}

function refuse(code: string, message: Refusal['message']): Refusal {
  return { ok: false, code, message };
}
