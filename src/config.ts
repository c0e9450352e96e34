/**
 * The only reader of the environment (SMENA_…) and of smena.config.json.
 * An option beats the environment, the environment beats the file, the file beats the default. Strings go in, a typed
 * configuration comes out, and every wrong setting is reported at once.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folderConflicts } from './config/folders.ts';
import { type HttpConfig, httpOf } from './config/http-config.ts';
import { lineOf, type RegisterHttpConfig, type RegisterLine, registerHttpOf } from './config/line-config.ts';
import { type ProviderConfig, providerOf } from './config/provider-settings.ts';
import { type SettingKey, type SettingValues, settingKeys, settings } from './config/settings.ts';
import {
  type ConfigFile,
  type ConfigProblem,
  type ConfigSources,
  type Written,
  type WrittenSettings,
  writtenInEnvironment,
  writtenInFile,
  writtenInOptions,
} from './config/sources.ts';
import * as texts from './config/texts.ts';
import { type UpperLine, upperLineOf } from './config/upper-settings.ts';
import type { Parsed } from './config/values.ts';
import type { RunningState } from './domain/transfer.ts';
import { isLoopback } from './platform/loopback.ts';

export type { Setting } from './config/setting.ts';
export { type SettingKey, settingKeys, settings } from './config/settings.ts';
export type { ConfigProblem, ConfigSources } from './config/sources.ts';
export type { UpperLine } from './config/upper-settings.ts';

/** Paths are absolute, sizes in bytes, durations in milliseconds. */
export type Config = {
  dataFolder: string;
  /** Every setting as it is shown to people, secrets hidden. */
  shown: ShownSetting[];
  /** The configuration file that was read; null when there was none. */
  configFile: string | null;
  language: 'ru' | 'en';
  timeZone: string;
  http: HttpConfig;
  /** The external log-in by OpenID Connect; null = there is none. */
  provider: ProviderConfig | null;
  /** How long a session lasts at most, and without activity. */
  access: { sessionMs: number; idleMs: number };
  grpc: { host: string; port: number };
  thrift: { host: string; port: number };
  /** The queue of protocol 3 at a broker; `host` null = none is read. `tlsAuthority` is the path of a PEM file. */
  queue: {
    host: string | null;
    port: number;
    name: string;
    user: string | null;
    password: string | null;
    tls: boolean;
    tlsAuthority: string | null;
  };
  registerHttp: RegisterHttpConfig;
  /** `serverHost` null = registers are not told where the server is. */
  registers: {
    serverHost: string | null;
    maxConnections: number;
    clockToleranceMs: number;
    /** What travels to a command service as `cashCode` (registers §3). */
    commandCashCode: 'id' | 'code';
  } & RegisterLine;
  database: { engine: 'sqlite'; file: string } | { engine: 'postgres'; url: string };
  folders: {
    waiting: string;
    processed: string;
    error: string;
    broken: string;
    processedArchive: string;
    errorArchive: string;
    brokenArchive: string;
    exchange: string;
    salesArchive: string;
    serverBackup: string;
  };
  minFreeBytes: number;
  /** Of every door together `maxInFlightBytes`, of one message `maxMessageBytes`. */
  packageLimits: { maxMessageBytes: number; maxInFlightBytes: number; maxExpandedBytes: number; maxEntries: number };
  /** `…Ms`: how long a load may stand in each stage (registers §9). */
  transfers: { confirmFromDays: number } & StageTimes;
  rearm: { silentAfterMs: number; firstPauseMs: number; longestPauseMs: number; gapDays: number };
  exports: { openShiftIntervalMs: number; lookIntervalMs: number; notTakenAfterMs: number };
  /** `time` HH:mm in the zone of the server. */
  archive: { time: string; keepDays: number; errorAfterMs: number; lowDays: number };
  /** `localDirectory` null = there are none; `root` null = the server deletes none by itself. */
  dictionaries: { localDirectory: string | null; root: string | null };
  /** The push of changes; `url` null = off, and then there is no secret. */
  push: { url: string | null; secret: string | null };
  /** The line to a server above this one (M17); null = nothing is forwarded. */
  upper: UpperLine | null;
  /** Trimming of documents; `at` null = only when asked. Shops that `shopDays` does not name keep `afterDays`; null = for ever. */
  trim: { afterDays: number; shopDays: ReadonlyMap<string, number | null>; at: string | null; unchecked: boolean };
  /** Backups of the whole server; `at` null = only when asked. */
  backup: { at: string | null; everyDays: number; keep: number };
};

type StageTimes = Record<`${RunningState}Ms`, number>;

/** A setting in force, for people: paths absolute, a secret hidden, null = nothing; `source` null = the default. */
export type ShownSetting = { key: SettingKey; value: string | null; source: string | null };

export type ConfigResult =
  | { ok: true; config: Config; shown: ShownSetting[] }
  | { ok: false; problems: ConfigProblem[] };

const FILE_NAME = 'smena.config.json';

/** Reads the configuration out of the given sources. Pure but for `readTextFile`. */
export function readConfig(from: ConfigSources): ConfigResult {
  const problems: ConfigProblem[] = [];
  const options = writtenInOptions(from);
  const environment = writtenInEnvironment(from, problems);
  const near = new Map([...environment, ...options]);
  const file = findFile(from, near);
  const inFile = file === null ? null : writtenInFile(from, file, problems);
  if (file !== null && !file.named) reportOtherDataFolder(inFile, file, problems);

  const written = new Map([...(inFile ?? []), ...near]);
  const values = parseAll([inFile ?? new Map(), environment, options], from.workFolder, problems);
  checkTogether(values, written, problems);
  if (problems.length > 0) return { ok: false, problems };
  const shown = show(values, written);
  return { ok: true, config: { ...shape(values, inFile === null ? null : (file?.path ?? null)), shown }, shown };
}

/** The sources of this process: its environment, its files, its working folder. */
export function processSources(args: ConfigSources['args'] = {}): ConfigSources {
  return { env: process.env, args, readTextFile: readTextFileOrNull, workFolder: process.cwd() };
}

/** The file that a person named, else the one in the data folder; null when that folder itself is written wrongly. */
function findFile(from: ConfigSources, near: WrittenSettings): ConfigFile | null {
  const entry = near.get('dataFolder');
  const usable = entry === undefined || parseOne('dataFolder', entry).ok;
  const dataFolder = resolve(from.workFolder, entry?.text.trim() ?? settings.dataFolder.byDefault ?? '');
  const place = { dataFolder, dataFolderSource: entry?.source ?? settings.dataFolder.variable };
  const named = from.args.config ?? (from.env.SMENA_CONFIG || undefined);
  if (named !== undefined) return { ...place, path: resolve(from.workFolder, named), named: true };
  return usable ? { ...place, path: join(dataFolder, FILE_NAME), named: false } : null;
}

/** A file found by way of the data folder cannot send us to another data folder. */
function reportOtherDataFolder(inFile: WrittenSettings | null, file: ConfigFile, problems: ConfigProblem[]): void {
  const entry = inFile?.get('dataFolder');
  if (entry === undefined) return;
  const wanted = resolve(entry.base, entry.text);
  if (wanted === file.dataFolder) return;
  problems.push({ setting: 'dataFolder', source: entry.source, text: texts.otherDataFolder(wanted, file.path) });
}

/**
 * Reads every setting in every place, the strongest last: a wrong one is reported also where a stronger place covers it.
 * What is wrong stands in with its default, so that the others are checked too.
 */
function parseAll(layers: readonly WrittenSettings[], workFolder: string, problems: ConfigProblem[]): SettingValues {
  const values: Record<string, unknown> = {};
  for (const key of settingKeys) {
    values[key] = defaultOf(key, values.dataFolder, workFolder);
    for (const layer of layers) {
      const entry = layer.get(key);
      if (entry === undefined) continue;
      const read = parseOne(key, entry);
      if (read.ok) values[key] = read.value;
      else problems.push({ setting: key, source: entry.source, text: read.why });
    }
  }
  return values as SettingValues;
}

function parseOne(key: SettingKey, { text, base }: Written): Parsed<unknown> {
  return text.trim() === '' ? { ok: false, why: texts.empty() } : settings[key].parse(text.trim(), base);
}

function defaultOf(key: SettingKey, dataFolder: unknown, workFolder: string): unknown {
  const { byDefault, parse } = settings[key];
  if (byDefault === null) return null;
  const parsed = parse(byDefault.replace('<data>', String(dataFolder)), workFolder);
  if (!parsed.ok) throw new Error(`the default of ${key} does not fit: ${parsed.why.en}`);
  return parsed.value;
}

/** What is wrong between settings that are right each on its own; nothing is said of those that are not. */
function checkTogether(values: SettingValues, written: WrittenSettings, problems: ConfigProblem[]): void {
  const wrong = new Set(problems.map(({ setting }) => setting));
  const right = (...keys: SettingKey[]) => !keys.some((key) => wrong.has(key));
  const report = (key: SettingKey, text: texts.Texts) =>
    problems.push({ setting: key, source: written.get(key)?.source ?? settings[key].variable, text });
  for (const [key, other] of PAIRS) if (written.has(key) && !written.has(other)) report(key, texts.onlyTogether(other));
  if (written.has('database.url') && written.has('database.file')) report('database.file', texts.twoDatabases());
  for (const [index, door] of DOORS.entries()) {
    const taken = DOORS.slice(0, index).find(
      (other) => right(...keysOfDoor(door), ...keysOfDoor(other)) && sharePort(values, door, other),
    );
    if (taken !== undefined) report(`${door}.port`, texts.samePort(values[`${door}.port`], `${taken}.port`));
  }
  if (right('http.host', 'http.access') && values['http.access'] === 'open' && !isLoopback(values['http.host']))
    report('http.access', texts.openOnlyHere(values['http.host']));
  if (!right('dataFolder', 'database.file', ...settingKeys.filter((key) => key.startsWith('folders.')))) return;
  for (const conflict of folderConflicts(values, !written.has('database.url'))) report(conflict.setting, conflict.text);
}

/** Settings that do nothing without another one. */
const PAIRS: readonly (readonly [SettingKey, SettingKey])[] = [
  ['provider.issuer', 'provider.clientId'],
  ['provider.issuer', 'provider.clientSecret'],
  ['provider.issuer', 'provider.roles'],
  ['queue.user', 'queue.password'],
  ['queue.password', 'queue.user'],
  ['push.url', 'push.secret'],
  ['push.secret', 'push.url'],
  ['queue.tlsAuthority', 'queue.tls'],
  ['http.tlsCertificate', 'http.tlsKey'],
  ['http.tlsKey', 'http.tlsCertificate'],
  ['registers.tlsCertificate', 'registers.tlsKey'],
  ['registers.tlsKey', 'registers.tlsCertificate'],
  ['registers.tlsClientAuthority', 'registers.tlsCertificate'],
  ['registers.tlsRevoked', 'registers.tlsClientAuthority'],
  ['upper.host', 'upper.serverCode'],
  ['upper.serverCode', 'upper.host'],
  ['upper.tlsCertificate', 'upper.tlsKey'],
  ['upper.tlsKey', 'upper.tlsCertificate'],
];

/** What listens; a port belongs to one of them. */
const DOORS = ['http', 'grpc', 'thrift', 'registerHttp'] as const;
type Door = (typeof DOORS)[number];

function keysOfDoor(door: Door): SettingKey[] {
  return [`${door}.host`, `${door}.port`];
}

function sharePort(values: SettingValues, one: Door, other: Door): boolean {
  const [host, otherHost] = [values[`${one}.host`], values[`${other}.host`]];
  const sharesHost = host === otherHost || isEveryHost(host) || isEveryHost(otherHost);
  return sharesHost && values[`${one}.port`] === values[`${other}.port`] && values[`${one}.port`] !== 0;
}

function isEveryHost(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function shape(values: SettingValues, configFile: string | null): Omit<Config, 'shown'> {
  const url: string | null = values['database.url'];
  const serverHost: string | null = values['registers.serverHost'];
  return {
    dataFolder: values.dataFolder,
    configFile,
    language: values.language,
    timeZone: values.timeZone,
    http: httpOf(values),
    provider: providerOf(values),
    access: { sessionMs: values['access.sessionMs'], idleMs: values['access.idleMs'] },
    grpc: { host: values['grpc.host'], port: values['grpc.port'] },
    thrift: { host: values['thrift.host'], port: values['thrift.port'] },
    queue: {
      host: values['queue.host'],
      port: values['queue.port'],
      name: values['queue.name'],
      user: values['queue.user'],
      password: values['queue.password'],
      tls: values['queue.tls'],
      tlsAuthority: values['queue.tlsAuthority'],
    },
    registerHttp: registerHttpOf(values),
    registers: {
      serverHost,
      maxConnections: values['registers.maxConnections'],
      clockToleranceMs: values['registers.clockToleranceMs'],
      commandCashCode: values['registers.commandCashCode'],
      ...lineOf(values),
    },
    database: url === null ? { engine: 'sqlite', file: values['database.file'] } : { engine: 'postgres', url },
    folders: foldersOf(values),
    minFreeBytes: values.minFreeBytes,
    packageLimits: {
      maxMessageBytes: values['packageLimits.maxMessageBytes'],
      maxInFlightBytes: values['packageLimits.maxInFlightBytes'],
      maxExpandedBytes: values['packageLimits.maxExpandedBytes'],
      maxEntries: values['packageLimits.maxEntries'],
    },
    transfers: {
      confirmFromDays: values['transfers.confirmFromDays'],
      requestedMs: values['transfers.requestedMs'],
      acceptedMs: values['transfers.acceptedMs'],
      preparingMs: values['transfers.preparingMs'],
      sentMs: values['transfers.sentMs'],
      receivedMs: values['transfers.receivedMs'],
      loadedMs: values['transfers.loadedMs'],
    },
    rearm: {
      silentAfterMs: values['rearm.silentAfterMs'],
      firstPauseMs: values['rearm.firstPauseMs'],
      longestPauseMs: values['rearm.longestPauseMs'],
      gapDays: values['rearm.gapDays'],
    },
    exports: {
      openShiftIntervalMs: values['exports.openShiftIntervalMs'],
      lookIntervalMs: values['exports.lookIntervalMs'],
      notTakenAfterMs: values['exports.notTakenAfterMs'],
    },
    ...shapeArchive(values),
    push: { url: values['push.url'], secret: values['push.secret'] },
    upper: upperLineOf(values),
    trim: {
      afterDays: values['trim.afterDays'],
      shopDays: values['trim.shopDays'] ?? new Map(),
      at: values['trim.at'],
      unchecked: values['trim.unchecked'],
    },
    backup: { at: values['backup.at'], everyDays: values['backup.everyDays'], keep: values['backup.keep'] },
  };
}

function foldersOf(values: SettingValues): Config['folders'] {
  return {
    waiting: values['folders.waiting'],
    processed: values['folders.processed'],
    error: values['folders.error'],
    broken: values['folders.broken'],
    processedArchive: values['folders.processedArchive'],
    errorArchive: values['folders.errorArchive'],
    brokenArchive: values['folders.brokenArchive'],
    exchange: values['folders.exchange'],
    salesArchive: values['folders.salesArchive'],
    serverBackup: values['folders.serverBackup'],
  };
}

function shapeArchive(values: SettingValues): Pick<Config, 'archive' | 'dictionaries'> {
  return {
    archive: {
      time: values['archive.time'],
      keepDays: values['archive.keepDays'],
      errorAfterMs: values['archive.errorAfterMs'],
      lowDays: values['archive.lowDays'],
    },
    dictionaries: { localDirectory: values['dictionaries.localDirectory'], root: values['dictionaries.root'] },
  };
}

function show(values: SettingValues, written: WrittenSettings): ShownSetting[] {
  return settingKeys.map((key) => {
    const entry = written.get(key);
    const value: unknown = values[key];
    const text = value === null || typeof value === 'string' ? value : (entry?.text ?? settings[key].byDefault);
    return { key, value: settings[key].secret && text !== null ? '***' : text, source: entry?.source ?? null };
  });
}

function readTextFileOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
