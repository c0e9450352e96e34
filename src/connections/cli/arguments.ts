/** From the words of the command line to a command with its options, or what is wrong with them. Nothing is executed here. */
import { parseArgs } from 'node:util';
import { settingKeys, settings } from '../../config.ts';
import type { MessageParams } from '../../messages/messages.ts';
import { nearestWord } from '../../platform/nearest-word.ts';
import type { TextKey } from './output.ts';

export type OptionSpec = {
  type: 'string' | 'boolean';
  short?: string;
  /** Placeholder of the value in help. */
  value?: string;
  /** The words that fit. */
  choices?: readonly string[];
  /** A whole number from 1 to so many. */
  most?: number;
};

/** Options of every command. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  lang: { type: 'string', value: 'ru|en' },
  quiet: { type: 'boolean', short: 'q' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

/** How data are printed. */
export const formatOptions: Readonly<Record<string, OptionSpec>> = {
  json: { type: 'boolean' },
  ndjson: { type: 'boolean' },
  plain: { type: 'boolean' },
};

/** Of a command that changes something: it is only tried, by the same code, and shows what would be. */
export const tryOption: Readonly<Record<string, OptionSpec>> = { 'dry-run': { type: 'boolean' } };

/** Every setting that is not a secret can be given as an option (src/config.ts); `--config` names the file. */
export const settingOptions: Readonly<Record<string, OptionSpec>> = Object.fromEntries([
  ['config', { type: 'string', value: 'FILE' }],
  ...settingKeys.flatMap((key): [string, OptionSpec][] => {
    const { option } = settings[key];
    return option === null ? [] : [[option, { type: 'string', value: option === 'data' ? 'DIR' : 'VALUE' }]];
  }),
]);

/** Where the data are: an opened data folder (with its settings) or a running server. */
export const sourceOptions: Readonly<Record<string, OptionSpec>> = {
  ...settingOptions,
  server: { type: 'string', value: 'URL' },
  'token-file': { type: 'string', value: 'FILE' },
};

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;
export type UsageFault = { key: TextKey; params: MessageParams };

/** What the parser must know of a command. */
export type CommandShape = {
  /** The words that call it: `['shift', 'list']`. */
  words: readonly string[];
  /** Least and most words after them. */
  operands: readonly [number, number];
  options: Readonly<Record<string, OptionSpec>>;
};

export type ParsedLine<C> =
  | { ok: true; command: C | null; operands: string[]; options: OptionValues }
  /** `options` holds what was understood. */
  | { ok: false; faults: UsageFault[]; command: C | null; options: OptionValues };

/** Parses a line. `command` is null when there are no words at all, or when help was asked about a noun. */
export function parseLine<C extends CommandShape>(argv: readonly string[], known: readonly C[]): ParsedLine<C> {
  const specs = Object.assign(
    { version: { type: 'boolean', short: 'V' } },
    commonOptions,
    ...known.map(({ options }) => options),
  ) as Readonly<Record<string, OptionSpec>>;
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: specs,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options: Record<string, string | boolean | undefined> = { ...(values as OptionValues) };
  const faults: UsageFault[] = [];
  const written = tokens.filter((token) => token.kind === 'option');
  const sound = written.filter((token) => {
    const fault = faultOfOption(token, specs);
    if (fault === null) return true;
    faults.push(fault);
    delete options[token.name];
    return false;
  });
  const found = positionals.length === 0 ? null : findCommand(positionals, known);
  if (found === null || !('command' in found)) {
    const onlyNoun = found?.key === 'usage.verb_missing' && options.help === true;
    if (found !== null && !onlyNoun) faults.push(found);
    return faults.length > 0
      ? { ok: false, faults, command: null, options }
      : { ok: true, command: null, operands: positionals, options };
  }
  const { command } = found;
  const operands = positionals.slice(command.words.length);
  faults.push(...faultsOfValues(command, sound));
  // The value of an option that nobody knows looks like one word too many.
  if (options.help !== true && sound.length === written.length) faults.push(...faultsOfOperands(command, operands));
  return faults.length > 0 ? { ok: false, faults, command, options } : { ok: true, command, operands, options };
}

type OptionToken = { name: string; rawName: string; value: string | undefined; inlineValue: boolean | undefined };

function faultOfOption(
  { name, rawName, value, inlineValue }: OptionToken,
  specs: Readonly<Record<string, OptionSpec>>,
): UsageFault | null {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec === undefined) return unknownOption(rawName, Object.keys(specs));
  if (spec.type === 'boolean')
    return value === undefined ? null : { key: 'usage.no_value', params: { option: rawName } };
  const swallowed = inlineValue === false && value !== undefined && /^-(?!\d)/.test(value);
  if (value === undefined || swallowed)
    return { key: 'usage.needs_value', params: { option: rawName, value: spec.value ?? 'VALUE' } };
  return null;
}

function faultOfValue({ choices, most }: OptionSpec, option: string, value: string): UsageFault | null {
  if (choices !== undefined && !choices.includes(value))
    return { key: 'usage.choice', params: { option, value, choices: choices.join(', ') } };
  const count = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (most !== undefined && (count < 1 || count > most)) return { key: 'usage.count', params: { option, value, most } };
  return null;
}

function faultsOfValues(command: CommandShape, written: readonly OptionToken[]): UsageFault[] {
  const specs = { ...commonOptions, ...command.options };
  return written.flatMap(({ name, rawName, value }): UsageFault[] => {
    const spec = specs[name];
    if (spec === undefined)
      return [{ key: 'usage.not_here', params: { option: rawName, command: command.words.join(' ') } }];
    const fault = value === undefined ? null : faultOfValue(spec, rawName, value);
    return fault === null ? [] : [fault];
  });
}

function faultsOfOperands({ words, operands: [least, most] }: CommandShape, operands: readonly string[]): UsageFault[] {
  const command = words.join(' ');
  if (operands.length < least) return [{ key: 'usage.too_few', params: { command } }];
  if (operands.length <= most) return [];
  return [{ key: 'usage.too_many', params: { command, word: operands[most] ?? '' } }];
}

function findCommand<C extends CommandShape>(
  positionals: readonly string[],
  known: readonly C[],
): { command: C } | UsageFault {
  const command = known.find(({ words }) => words.every((word, index) => positionals[index] === word));
  if (command !== undefined) return { command };
  const [noun = '', verb] = positionals;
  const verbs = known.filter(({ words }) => words.length > 1 && words[0] === noun).map(({ words }) => words[1] ?? '');
  if (verbs.length === 0) {
    const nouns = [...new Set(known.map(({ words }) => words[0] ?? ''))];
    return suggestion('usage.unknown_command', 'usage.meant_command', noun, nearestWord(noun, nouns));
  }
  const list = verbs.join(', ');
  if (verb === undefined) return { key: 'usage.verb_missing', params: { noun, verbs: list } };
  const nearest = nearestWord(verb, verbs);
  if (nearest === null) return { key: 'usage.unknown_verb', params: { noun, word: verb, verbs: list } };
  return suggestion('usage.unknown_command', 'usage.meant_command', `${noun} ${verb}`, `${noun} ${nearest}`);
}

function unknownOption(rawName: string, names: readonly string[]): UsageFault {
  const nearest = nearestWord(rawName.replace(/^-+/, ''), names);
  const spelled = nearest === null ? null : `--${nearest}`;
  return suggestion('usage.unknown_option', 'usage.meant_option', rawName, spelled);
}

function suggestion(plain: TextKey, meant: TextKey, word: string, nearest: string | null): UsageFault {
  return nearest === null ? { key: plain, params: { word } } : { key: meant, params: { word, nearest } };
}
