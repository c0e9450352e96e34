/** Collects what was written where: options, environment, secret files, configuration file; and the names that mean nothing. */
import { dirname, resolve } from 'node:path';
import { nearestWord } from '../platform/nearest-word.ts';
import { repeatedKeys } from './json-keys.ts';
import { type SettingKey, settingKeys, settings } from './settings.ts';
import * as texts from './texts.ts';

/** Everything that settings can come from. `readTextFile` answers null when the file is not there and throws when it cannot be read. */
export type ConfigSources = {
  env: Readonly<Record<string, string | undefined>>;
  /** Options of the command line by name without dashes; `config` names the configuration file. */
  args: Readonly<Record<string, string | undefined>>;
  readTextFile: (path: string) => string | null;
  /** Folder that relative paths of options and environment start from. */
  workFolder: string;
};

/** `setting` is the key, or the name as written when no setting has it; `source` says where it was written. */
export type ConfigProblem = { setting: string; source: string; text: texts.Texts };

/** A value as written, with the place it came from and the folder its relative paths start from. */
export type Written = { text: string; source: string; base: string };
export type WrittenSettings = Map<SettingKey, Written>;

/** Options of the command line: each setting that is not a secret. */
export function writtenInOptions(from: ConfigSources): WrittenSettings {
  const found: WrittenSettings = new Map();
  for (const key of settingKeys) {
    const { option } = settings[key];
    const text = option === null ? undefined : from.args[option];
    if (text !== undefined) found.set(key, { text, source: `--${option}`, base: from.workFolder });
  }
  return found;
}

/** Environment variables; an empty one counts as not set. Secrets may lie in a file named by `…_FILE`. */
export function writtenInEnvironment(from: ConfigSources, problems: ConfigProblem[]): WrittenSettings {
  const found: WrittenSettings = new Map();
  for (const key of settingKeys) {
    const { variable, secret } = settings[key];
    const text = from.env[variable] || undefined;
    if (text !== undefined) found.set(key, { text, source: variable, base: from.workFolder });
    const file = secret ? from.env[`${variable}_FILE`] || undefined : undefined;
    if (file === undefined) continue;
    if (text !== undefined)
      problems.push({ setting: key, source: `${variable}_FILE`, text: texts.secretTwice(variable) });
    const content = readSecret(from, key, `${variable}_FILE`, resolve(from.workFolder, file), problems);
    if (content !== null) found.set(key, { text: content, source: `${variable}_FILE`, base: from.workFolder });
  }
  reportUnknownVariables(from.env, problems);
  return found;
}

function readSecret(from: ConfigSources, key: SettingKey, source: string, path: string, problems: ConfigProblem[]) {
  try {
    const content = from.readTextFile(path);
    if (content === null) problems.push({ setting: key, source, text: texts.secretFileMissing(path) });
    return content?.trim() ?? null;
  } catch (error) {
    problems.push({ setting: key, source, text: texts.fileNotReadable(path, reasonOf(error)) });
    return null;
  }
}

/** Names of our environment variables; those of tests are nobody's business. */
export function knownVariables(): string[] {
  const own = settingKeys.map((key) => settings[key].variable);
  const files = settingKeys.filter((key) => settings[key].secret).map((key) => `${settings[key].variable}_FILE`);
  return [...own, ...files, 'SMENA_CONFIG'];
}

function reportUnknownVariables(env: ConfigSources['env'], problems: ConfigProblem[]): void {
  const known = knownVariables();
  for (const name of Object.keys(env).sort()) {
    if (!name.startsWith('SMENA_') || name.startsWith('SMENA_TEST_') || known.includes(name)) continue;
    problems.push({ setting: name, source: name, text: texts.unknownName(name, nearestWord(name, known)) });
  }
}

/** Where the configuration file is looked for: the one that a person named, else the one in the data folder. */
export type ConfigFile = { path: string; named: boolean; dataFolder: string; dataFolderSource: string };

/** What the configuration file holds; null when there is none. Relative paths in it start from its own folder. */
export function writtenInFile(
  from: ConfigSources,
  file: ConfigFile,
  problems: ConfigProblem[],
): WrittenSettings | null {
  const { path, named } = file;
  const report = (text: texts.Texts) => problems.push({ setting: 'config', source: path, text });
  let content: string | null;
  try {
    content = from.readTextFile(path);
  } catch (error) {
    const { dataFolder, dataFolderSource: source } = file;
    if (!leadsThroughFile(error)) report(texts.fileNotReadable(path, reasonOf(error)));
    else if (named) report(texts.fileNotFound(path));
    else problems.push({ setting: 'dataFolder', source, text: texts.notFolder(dataFolder) });
    return new Map();
  }
  if (content === null) {
    if (named) report(texts.fileNotFound(path));
    return null;
  }
  try {
    const root: unknown = JSON.parse(content);
    if (!isGroup(root)) throw new SyntaxError('an object {…} is expected');
    return settingsOfFile(leaves(root, ''), repeatedKeys(content), path, problems);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    report(texts.fileNotJson(path, error.message));
    return new Map();
  }
}

function settingsOfFile(
  written: [string, unknown][],
  repeated: readonly string[],
  path: string,
  problems: ConfigProblem[],
): WrittenSettings {
  const found: WrittenSettings = new Map();
  const names = written.map(([name]) => name);
  for (const name of new Set([...repeated, ...names.filter((name, index) => names.indexOf(name) !== index)]))
    problems.push({ setting: name, source: `${path}: ${name}`, text: texts.writtenTwice(name) });
  for (const [name, value] of written) {
    const key = settingKeys.find((known) => known === name);
    const source = `${path}: ${name}`;
    if (key === undefined && isNameOfGroup(name)) {
      problems.push({ setting: name, source, text: texts.notGroup(name, JSON.stringify(value)) });
    } else if (key === undefined) {
      problems.push({ setting: name, source, text: texts.unknownName(name, nearestWord(name, settingKeys)) });
    } else if (settings[key].secret) {
      problems.push({ setting: key, source, text: texts.secretInFile(settings[key].variable) });
    } else if (typeof value !== 'string' && typeof value !== 'number') {
      problems.push({ setting: key, source, text: texts.notText(JSON.stringify(value)) });
    } else {
      found.set(key, { text: String(value), source, base: dirname(path) });
    }
  }
  return found;
}

/** The values of nested groups by their full names; an empty group of a name that we do not know counts as a value. */
function leaves(group: Record<string, unknown>, prefix: string): [string, unknown][] {
  return Object.entries(group).flatMap(([name, value]): [string, unknown][] => {
    const full = `${prefix}${name}`;
    const isSetting = settingKeys.some((key) => key === full);
    if (!isGroup(value) || isSetting) return [[full, value]];
    const inner = leaves(value, `${full}.`);
    return inner.length > 0 || isNameOfGroup(full) ? inner : [[full, value]];
  });
}

function isNameOfGroup(name: string): boolean {
  return settingKeys.some((key) => key.startsWith(`${name}.`));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function leadsThroughFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
