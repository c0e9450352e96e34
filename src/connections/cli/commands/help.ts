/** `smena help …` and `--help`: examples first, because they are what people copy. */

import { settingKeys, settings } from '../../../config.ts';
import type { Language } from '../../../messages/messages.ts';
import { nearestWord } from '../../../platform/nearest-word.ts';
import { commonOptions, type OptionSpec, settingOptions } from '../arguments.ts';
import { type Command, CommandEnd } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandText, type Output, type TextKey } from '../output.ts';

export const helpCommand: Command = {
  words: ['help'],
  operands: [0, 2],
  operandText: '[COMMAND | exit-codes]',
  summary: 'command.help',
  examples: ['smena help', 'smena help load-file', 'smena help exit-codes'],
  options: {},
  async run({ operands, commands, output }) {
    const topic = operands.join(' ');
    const lines = topicLines(output, topic, commands);
    if (lines === null) {
      const topics = [...commands.map(({ words }) => words.join(' ')), 'exit-codes'];
      const nearest = nearestWord(topic, topics);
      const key = nearest === null ? 'usage.unknown_topic' : 'usage.meant_topic';
      throw new CommandEnd(exitCodes.wrongUse, [output.text(key, { word: topic, nearest })]);
    }
    for (const line of lines) output.data(line);
    return exitCodes.ok;
  },
};

/** The lines of a help page; null when nothing is called so. */
export function topicLines(output: Output, topic: string, commands: readonly Command[]): string[] | null {
  if (topic === '') return overview(output, commands);
  if (topic === 'exit-codes') return exitCodeLines(output);
  const command = commands.find(({ words }) => words.join(' ') === topic);
  if (command !== undefined) return commandLines(output, command);
  const verbs = commands.filter(({ words }) => words.length > 1 && words[0] === topic);
  return verbs.length === 0 ? null : commandList(output, verbs);
}

function overview(output: Output, commands: readonly Command[]): string[] {
  return [
    output.text('help.about'),
    '',
    output.text('help.examples'),
    ...[
      'smena demo',
      'smena serve --data ./data',
      'smena load --shop 12 --register 3 --from вчера --wait --server http://127.0.0.1:8080',
      'smena load-file sales-347.json --shop 12',
      'smena status',
    ].map(indent),
    '',
    output.text('help.commands'),
    ...commandList(output, commands),
    '',
    output.text('help.more'),
  ];
}

function commandList(output: Output, commands: readonly Command[]): string[] {
  const names = commands.map(({ words, operandText }) => `${words.join(' ')} ${operandText}`.trim());
  return aligned(names.map((name, index) => [name, output.text(commands[index]?.summary ?? 'command.help')]));
}

function commandLines(output: Output, command: Command): string[] {
  const own = Object.entries(command.options).filter(([name]) => !Object.hasOwn(settingOptions, name));
  const takesSettings = Object.hasOwn(command.options, 'config');
  const shortSettings = Object.entries(settingOptions).filter(([name]) => name === 'data' || name === 'config');
  const usage = ['smena', ...command.words, command.operandText].filter((word) => word !== '').join(' ');
  return [
    output.text(command.summary),
    '',
    output.text('help.examples'),
    ...command.examples.map(indent),
    '',
    output.text('help.usage'),
    indent(`${usage} [${output.text('help.options_word')}]`),
    '',
    output.text('help.options'),
    ...aligned([
      ...own.map((option) => optionLine(output, option)),
      ...(takesSettings ? shortSettings : []).map((option) => optionLine(output, option)),
      ...Object.entries(commonOptions).map((option) => optionLine(output, option)),
    ]),
    ...(takesSettings ? ['', output.text('help.settings'), ...settingLines(output.language)] : []),
  ];
}

function optionLine(output: Output, [name, { short, value }]: [string, OptionSpec]): [string, string] {
  const spelled = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
  return [spelled, output.text(optionKey(name))];
}

const optionTexts: Readonly<Record<string, TextKey>> = {
  lang: 'option.lang',
  quiet: 'option.quiet',
  'no-color': 'option.no_color',
  help: 'option.help',
  json: 'option.json',
  ndjson: 'option.ndjson',
  plain: 'option.plain',
  data: 'option.data',
  config: 'option.config',
  server: 'option.server',
  'token-file': 'option.tokenFile',
  shop: 'option.shop',
  'create-shop': 'option.create_shop',
  'dry-run': 'option.dry_run',
  register: 'option.register',
  from: 'option.from',
  to: 'option.to',
  state: 'option.state',
  limit: 'option.limit',
  documents: 'option.documents',
  number: 'option.number',
  sum: 'option.sum',
  within: 'option.within',
  kind: 'option.kind',
  payment: 'option.payment',
  card: 'option.card',
  item: 'option.item',
  department: 'option.department',
  cashier: 'option.cashier',
  fiscal: 'option.fiscal',
  identifier: 'option.identifier',
  shift: 'option.shift',
  by: 'option.by',
  format: 'option.format',
  dialect: 'option.dialect',
  out: 'option.out',
  shifts: 'option.shifts',
  yes: 'option.yes',
  software: 'option.software',
  'include-unknown': 'option.include_unknown',
  wait: 'option.wait',
  timeout: 'option.timeout',
  author: 'option.author',
  force: 'option.force',
  'certificate-name': 'option.certificate_name',
  'certificate-required': 'option.certificate_required',
  'token-required': 'option.token_required',
  host: 'option.certificate_host',
  days: 'option.certificate_days',
  keep: 'option.certificate_keep',
  root: 'option.root',
  cause: 'option.cause',
  level: 'option.level',
  text: 'option.text',
  transfer: 'option.transfer',
  protocol: 'option.protocol',
  name: 'option.name',
  id: 'option.id',
  'command-host': 'option.command_host',
  'command-port': 'option.command_port',
  group: 'option.group',
  shops: 'option.shops',
  run: 'option.run',
  every: 'option.every',
  between: 'option.between',
  daily: 'option.daily',
  check: 'option.check',
  assigned: 'option.assigned',
  assignee: 'option.assignee',
  reason: 'option.reason',
  day: 'option.day',
  who: 'option.who',
  verb: 'option.verb',
  object: 'option.object',
  key: 'option.key',
  result: 'option.result',
  role: 'option.role',
  rights: 'option.rights',
  until: 'option.until',
  'second-factor': 'option.second_factor',
  'require-second-factor': 'option.require_second_factor',
};

function optionKey(name: string): TextKey {
  const key = optionTexts[name];
  if (key === undefined) throw new Error(`the option --${name} has no text`);
  return key;
}

function settingLines(language: Language): string[] {
  return aligned(
    settingKeys.flatMap((key): [string, string][] => {
      const { option, byDefault, describe } = settings[key];
      if (option === null || option === 'data' || option === 'lang') return [];
      const note = byDefault === null ? '' : ` [${byDefault}]`;
      return [[`--${option}`, `${describe[language]}${note}`]];
    }),
  );
}

function exitCodeLines(output: Output): string[] {
  const rows = Object.entries(exitCodes).map(([name, code]): [string, string] => [
    String(code).padStart(3),
    commandText(output.language, `exit.${name as keyof typeof exitCodes}`),
  ]);
  return [output.text('help.exit_codes'), ...aligned(rows)];
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => indent(`${left.padEnd(width)}  ${right}`));
}

function indent(line: string): string {
  return `  ${line}`;
}
