/** The data folder without a server, for the command line: the same stations in one thread, one step after another. */

import type {
  DocumentType,
  FileCheck,
  LoadFileResult,
  PaymentType,
  SetDocumentClass,
  SetPaymentClass,
  TrimAsked,
} from '../../contracts/web-api.ts';
import { createAnchors } from '../audit/audit.ts';
import type { Config } from '../config.ts';
import type { Answer, Refusal, SmenaClient } from '../connections/cli/cli.ts';
import type { Trimming } from '../connections/web-api/web-api.ts';
import { openDownload } from '../downloads/downloads.ts';
import { type ErrorCode, type MessageParams, messageText } from '../messages/messages.ts';
import { openReceiptIndex, type Trimmer } from '../pipeline/archive/archive.ts';
import { createEventBuffer, type EventBuffer } from '../pipeline/event-log/event-log.ts';
import { prepareIntakeFolders } from '../pipeline/intake/intake.ts';
import type { FileToCheck } from '../pipeline/ledger/ledger.ts';
import { createRegisters, type Registers } from '../pipeline/registers/registers.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { type QueryDatabase, withQueries } from '../platform/database/query-builder.ts';
import { rehearse } from '../platform/database/rehearsal.ts';
import { type FolderLock, lockFolder } from '../platform/folder-lock.ts';
import { createLogger } from '../platform/logger.ts';
import { documentTypesReport } from '../reports/document-types.ts';
import { fileCheckReport } from '../reports/file-check.ts';
import { found } from '../reports/found.ts';
import { loadedFileReport } from '../reports/loaded-file.ts';
import { paymentTypesReport } from '../reports/payment-types.ts';
import { createReports, type Found, type NotFound, type Reports } from '../reports/reports.ts';
import type { Tables } from '../schema/tables.ts';
import { storageFacts } from './archive-work.ts';
import { anchorFolders, verdictOf } from './audit-trail.ts';
import { type ClassChanges, createClassChanges } from './change-classes.ts';
import { fileToCheck } from './check-file.ts';
import { configSettings } from './config-settings.ts';
import { formOf, readTableOf } from './download-request.ts';
import { createReadExportFile, type ReadExportFile } from './export-file.ts';
import { notTaken, shopOfFile, takeFile } from './hand-file.ts';
import { archiveCalls, type LocalArchiveParts } from './local-archive.ts';
import { runsAsRoot } from './own-process.ts';
import { readArchiveOf, readWaitingOf } from './read-waiting.ts';
import { databaseRefusal } from './start-refusal.ts';
import {
  exchangeFacts,
  openConfigured,
  openStations,
  prepareDataFolder,
  queueFolders,
  receiptsFolder,
  type Stations,
} from './stations.ts';
import { trimmingOver } from './trimming.ts';
import { version } from './version.ts';

type Parts = LocalArchiveParts & {
  database: QueryDatabase<Tables>;
  registers: Registers;
  config: Config;
  timeZone: string;
  clock: Clock;
  log: EventBuffer;
  stations: Stations;
  reports: Reports;
  readExportFile: ReadExportFile;
  lock: FolderLock;
  /** Changes are only tried. */
  dryRun: boolean;
};

/** Opens the folder of the configuration; refuses with `data.in_use` when a server runs on it. With `dryRun` changes are undone. */
export async function openLocal(config: Config, dryRun: boolean): Promise<Answer<SmenaClient>> {
  await prepareDataFolder(config);
  const lock = lockFolder(config.dataFolder);
  if (lock === null) return refusal('data.in_use', { folder: config.dataFolder });
  let database: QueryDatabase<Tables> | undefined;
  try {
    database = withQueries(openConfigured(config, 2));
    await database.migrate();
    await prepareIntakeFolders(queueFolders(config));
    return { ok: true, value: localClient({ ...openParts(config, database, lock), dryRun }) };
  } catch (cause) {
    await database?.close();
    lock.release();
    const { code, params } = databaseRefusal(cause);
    return refusal(code, params);
  }
}

function openParts(config: Config, database: QueryDatabase<Tables>, lock: FolderLock): Omit<Parts, 'dryRun'> {
  const clock = systemClock;
  const logger = createLogger((line) => process.stderr.write(line), clock.now);
  const log = createEventBuffer(database, clock, () => undefined);
  const stations = openStations({
    config,
    database,
    clock,
    logger,
    events: (event) => log.add(event),
    onChanged: () => undefined,
    onChecked: () => undefined,
    onExported: () => undefined,
  });
  const facts = {
    version,
    demo: false,
    runsAsRoot: runsAsRoot(),
    defaultLanguage: config.language,
    timeZone: config.timeZone,
    startedMs: clock.now(),
  };
  const reports = createReports({
    database,
    clock,
    readWaiting: readWaitingOf(stations.intake),
    readArchive: readArchiveOf(stations.packed),
    findArchived: openReceiptIndex(receiptsFolder(config)).find,
    facts,
    exchange: exchangeFacts(config),
    storage: storageFacts(config),
    configSettings: configSettings(config),
  });
  const registers = createRegisters({ database, clock, onChanged: () => undefined });
  const readExportFile = createReadExportFile(database, clock, config.folders.exchange);
  return {
    config,
    logger,
    database,
    registers,
    timeZone: config.timeZone,
    clock,
    log,
    stations,
    reports,
    readExportFile,
    lock,
  };
}

function localClient(parts: Parts): SmenaClient {
  const { reports, stations } = parts;
  return {
    status: async () => ({ ok: true, value: await reports.status() }),
    shops: async (page) => ({ ok: true, value: await reports.shops(page) }),
    registers: async (shopCode, page) => answer(await reports.registers(shopCode, page)),
    register: async (codes) => answer(await reports.register(codes)),
    shifts: async (shopCode, registerCode, query) => answer(await reports.shiftList({ shopCode, registerCode }, query)),
    shift: async ({ key, ...codes }) => answer(await reports.shift({ ...codes, shiftKey: key })),
    shiftRoute: async ({ key, ...codes }) => answer(await reports.shiftRoute({ ...codes, shiftKey: key })),
    shiftHistory: async ({ key, ...codes }) => answer(await reports.shiftHistory({ ...codes, shiftKey: key })),
    documents: async ({ key, ...codes }, page) => answer(await reports.documents({ ...codes, shiftKey: key }, page)),
    receipts: async (query) => answer(await reports.receipts(query)),
    document: async (document) => answer(await reports.document(document)),
    report: async (name, query) => answer(await reports.table(name, query)),
    async reportFile(report, query) {
      const request = { kind: 'report', shops: 'all', report, query } as const;
      return answer(await openDownload(readTableOf(parts, request), formOf(request), version));
    },
    packages: async (query) => answer(await reports.packages(query)),
    storage: async () => ({ ok: true, value: await reports.storage() }),
    fileArchives: async (query) => ({ ok: true, value: await reports.fileArchives(query) }),
    ...archiveCalls(parts),
    exports: async (query) => answer(await reports.exports(query)),
    exchange: async (query) => answer(await reports.exchange(query)),
    exportFiles: async (query) => answer(await reports.exportFiles(query)),
    exportFile: async (fileId, query) => answer(await parts.readExportFile(fileId, query)),
    salesRequests: async (query) => answer(await reports.salesRequests(query)),
    exportTargets: async () => ({ ok: true, value: await reports.exportTargets() }),
    transfers: async (query) => answer(await reports.transfers(query)),
    transfer: async (transferId) => answer(await reports.transfer(transferId)),
    gaps: async (query) => answer(await reports.gaps(query)),
    rearm: async (query) => answer(await reports.rearm(query)),
    cases: async ({ assigned, ...query }) =>
      // Nobody logs in to a folder.
      assigned === 'mine' ? refusal('case.mine_of_nobody', {}) : answer(await reports.cases({ ...query, assigned })),
    case: async (caseId) => answer(await reports.case(caseId)),
    networkDays: async (query) => ({ ok: true, value: await reports.networkDays(query) }),
    shopDays: async (shopCode, query) => answer(await reports.shopDays(shopCode, query)),
    shopDay: async (shopCode, businessDate) => answer(await reports.shopDay(shopCode, businessDate)),
    ...localTrimming(parts),
    log: async (query) => answer(await reports.log(query)),
    audit: async (query) => ({ ok: true, value: await reports.audit(query, { own: null, shops: 'all' }) }),
    auditVerdict: async () => ({
      ok: true,
      value: await verdictOf(anchorFolders(parts.config), parts.database, parts.clock),
    }),
    settings: async () => ({ ok: true, value: await reports.settings() }),
    schedules: async () => ({ ok: true, value: await reports.schedules() }),
    scheduleRuns: async (scheduleId, query) => answer(await reports.scheduleRuns(scheduleId, query)),
    groups: async () => ({ ok: true, value: await reports.shopGroups() }),
    servers: async () => ({ ok: true, value: await reports.servers() }),
    paymentTypes: async (page) => ({ ok: true, value: await reports.paymentTypes(page) }),
    setPaymentClass: (wanted) => givePaymentClass(parts, wanted),
    documentTypes: async (page) => ({ ok: true, value: await reports.documentTypes(page) }),
    setDocumentClass: (wanted) => giveDocumentClass(parts, wanted),
    checkFile: ({ shopCode }, fileName, bytes) => checkFile(parts, shopCode, fileName, bytes),
    loadFile: ({ shopCode }, fileName, bytes) => loadFile(parts, shopCode, fileName, bytes),
    async publish() {
      if (parts.dryRun) return false;
      await stations.folderWatch.turn('now');
      while (await stations.exports.turn());
      return true;
    },
    access: null,
    server: null,
    async close() {
      await parts.log.flush();
      await createAnchors(parts.database, parts.clock, anchorFolders(parts.config)).write();
      parts.stations.packed.close();
      await parts.database.close();
      parts.lock.release();
    },
  };
}

/** Trimming in the data folder: what is asked for is done before the answer. */
function localTrimming(
  parts: Parts,
): Pick<
  SmenaClient,
  'trimPlan' | 'trimRuns' | 'askTrim' | 'askRestoration' | 'trimVerdict' | 'archives' | 'archivedDay'
> {
  const { config, database, clock, stations, dryRun } = parts;
  const over = (some: Database<Tables>, trimmer?: Trimmer) =>
    trimmingOver(config, some, clock, () => undefined, trimmer)({ shops: 'all' });
  const trimming = over(database, stations.trimmer);
  async function ask<T>(work: (some: Trimming) => Promise<Found<T>>): Promise<Answer<T>> {
    if (dryRun) return answer(await rehearse(database, (trial) => work(over(trial))));
    const asked = await work(trimming);
    if (asked.ok) while (await stations.trimmer.work());
    return answer(asked);
  }
  /** A running server would have counted and checked meanwhile what was loaded. */
  async function workOff(): Promise<void> {
    if (dryRun) return;
    while (await stations.ledger.turn());
    while (await stations.reconciliation.turn());
  }
  return {
    async trimPlan(query) {
      await workOff();
      return answer(await trimming.plan(query));
    },
    trimRuns: async () => ({ ok: true, value: await trimming.runs() }),
    async askTrim(shopCode) {
      const asked = await ask((some) => some.ask({ shopCode, confirmed: true }));
      if (asked.ok && 'code' in asked.value) throw new Error('asked about what is confirmed');
      return asked as Answer<TrimAsked>;
    },
    askRestoration: (wanted) => ask((some) => some.askRestoration(wanted)),
    trimVerdict: async () => ({ ok: true, value: await trimming.verdict(true) }),
    archives: async (query) => answer(await trimming.archives(query)),
    archivedDay: async (shopCode, day, query) => answer(await trimming.archivedDay(shopCode, day, query)),
  };
}

/** Sets a class and counts the shifts concerned anew before it answers with the row that has changed. */
async function giveClass<T>(
  parts: Parts,
  set: (changes: ClassChanges) => Promise<{ ok: true } | NotFound>,
  rows: (reading: QueryDatabase<Tables>) => Promise<readonly T[]>,
  isIt: (row: T) => boolean,
): Promise<Answer<T>> {
  const { clock, stations, dryRun } = parts;
  const give = async (database: QueryDatabase<Tables>) => {
    const done = await set(createClassChanges(database, clock, () => undefined));
    if (!done.ok) return done;
    if (!dryRun) while (await stations.ledger.turn());
    return { ok: true, changed: (await rows(database)).find(isIt) } as const;
  };
  const given = dryRun
    ? await rehearse(parts.database, (trial) => give(withQueries(trial)))
    : await give(parts.database);
  if (!given.ok) return refusal(given.code, given.params);
  const { changed } = given;
  if (changed === undefined) throw new Error('the class was not kept');
  return { ok: true, value: changed };
}

function givePaymentClass(parts: Parts, wanted: SetPaymentClass): Promise<Answer<PaymentType>> {
  return giveClass(
    parts,
    (changes) => changes.setPaymentClass(wanted),
    async (reading) => (await paymentTypesReport(reading, parts.clock)).paymentTypes,
    (row) => row.paymentTypeCode === wanted.paymentTypeCode && row.shopCode === wanted.shopCode,
  );
}

function giveDocumentClass(parts: Parts, wanted: SetDocumentClass): Promise<Answer<DocumentType>> {
  return giveClass(
    parts,
    (changes) => changes.setDocumentClass(wanted),
    async (reading) => (await documentTypesReport(reading, parts.clock)).documentTypes,
    (row) => row.documentType === wanted.documentType && row.shopCode === wanted.shopCode,
  );
}

async function loadFile(
  parts: Parts,
  shopCode: string,
  fileName: string,
  bytes: Uint8Array,
): Promise<Answer<LoadFileResult>> {
  const { intake, ledger } = parts.stations;
  // Whoever loads into a folder of their own vouches for the shop.
  const foresee = async (file: FileToCheck) => found(await ledger.check(file));
  const place = await shopOfFile({ ...parts, foresee }, { shopCode, fileName, body: bytes, createShop: true });
  if (!place.ok) return refusal(place.code, place.params);
  if (place.value.kind === 'broken') {
    const told = notTaken(fileName, place.value.reason);
    return { ok: true, value: await loadedFileReport(parts.database, parts.clock, told) };
  }
  const received = await takeFile({ ...parts, intake }, place.value.shop, fileName, bytes);
  if (received.kind === 'refused') return refusal(received.code, received.params);
  // The same bytes again: the loader looks once more at what it did with them.
  if (received.kind === 'repeated')
    for (const state of ['processed', 'error', 'broken'] as const)
      if (await intake.finish(received.name, state, 'waiting')) break;
  const { outcome, shiftIds, documents, reason } = await ledger.loadOne(received.name);
  while (await parts.stations.reconciliation.turn());
  if (outcome === 'missing') throw new Error(`the package ${received.name} vanished while it was loaded`);
  const loaded = { file: fileName, outcome, shiftIds, documents, reason };
  return { ok: true, value: await loadedFileReport(parts.database, parts.clock, loaded) };
}

/** The same shop as `loadFile` would take, made or not. */
async function checkFile(
  parts: Parts,
  shopCode: string,
  fileName: string,
  body: Uint8Array,
): Promise<Answer<FileCheck>> {
  const file = await fileToCheck(parts.database, { shopCode, fileName, body, createShop: true });
  if (!file.ok) return refusal(file.code, file.params);
  const forecast = await parts.stations.ledger.check(file.value);
  return { ok: true, value: fileCheckReport(fileName, shopCode, forecast) };
}

function answer<T>(found: Found<T>): Answer<T> {
  return found.ok ? found : refusal(found.code, found.params);
}

function refusal(code: ErrorCode, params: MessageParams): Refusal {
  return { ok: false, code, message: { ru: messageText('ru', code, params), en: messageText('en', code, params) } };
}
