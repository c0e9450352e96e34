/** From the words of the command line to a command with its options, or what is wrong with them. Nothing is executed here. */
import { parseArgs } from 'node:util';
import { settingKeys, settings } from '../../config.ts';
import type { MessageParams } from '../../messages/messages.ts';
import { nearestWord } from '../../platform/nearest-word.ts';
import type { TextKey } from './output.ts';

export type OptionSpec = {
  type: 'string' | 'boolean';
  short?: string /** Placeholder of the value in help. */;
  value?: string;
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
  | { ok: false; fault: UsageFault; options: OptionValues };

/** Parses a line. `command` is null when there are no words at all, or when help was asked about a noun. */
export function parseLine<C extends CommandShape>(argv: readonly string[], known: readonly C[]): ParsedLine<C> {
  const specs = Object.assign(
    { version: { type: 'boolean', short: 'V' } },
    commonOptions,
    ...known.map(({ options }) => options),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: specs,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = values as OptionValues;
  const refuse = (key: TextKey, params: MessageParams): ParsedLine<C> => ({
    ok: false,
    fault: { key, params },
    options,
  });

  const written = tokens.filter((token) => token.kind === 'option');
  for (const { name, rawName, value, inlineValue } of written) {
    const spec: OptionSpec | undefined = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) return refuse(...unknownOption(rawName, Object.keys(specs)));
    if (spec.type === 'boolean' && value !== undefined) return refuse('usage.no_value', { option: rawName });
    const swallowed = inlineValue === false && value !== undefined && /^-(?!\d)/.test(value);
    if (spec.type === 'string' && (value === undefined || swallowed)) {
      return refuse('usage.needs_value', { option: rawName, value: spec.value ?? 'VALUE' });
    }
  }

  if (positionals.length === 0) return { ok: true, command: null, operands: [], options };
  const found = findCommand(positionals, known);
  if (!('command' in found)) {
    const onlyNoun = found.key === 'usage.verb_missing' && options.help === true;
    return onlyNoun ? { ok: true, command: null, operands: positionals, options } : refuse(found.key, found.params);
  }
  const { command } = found;
  const name = command.words.join(' ');
  for (const { name: option, rawName } of written) {
    const allowed = Object.hasOwn(command.options, option) || Object.hasOwn(commonOptions, option);
    if (!allowed) return refuse('usage.not_here', { option: rawName, command: name });
  }
  const operands = positionals.slice(command.words.length);
  const [least, most] = command.operands;
  if (options.help === true) return { ok: true, command, operands, options };
  if (operands.length < least) return refuse('usage.too_few', { command: name });
  if (operands.length > most) return refuse('usage.too_many', { command: name, word: operands[most] ?? '' });
  return { ok: true, command, operands, options };
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

function unknownOption(rawName: string, names: readonly string[]): [TextKey, MessageParams] {
  const nearest = nearestWord(rawName.replace(/^-+/, ''), names);
  const spelled = nearest === null ? null : `--${nearest}`;
  const { key, params } = suggestion('usage.unknown_option', 'usage.meant_option', rawName, spelled);
  return [key, params];
}

function suggestion(plain: TextKey, meant: TextKey, word: string, nearest: string | null): UsageFault {
  return nearest === null ? { key: plain, params: { word } } : { key: meant, params: { word, nearest } };
}
