/**
 * The command line: words in, data to stdout, everything else to stderr, a number out. The only face of this folder.
 * It never ends the process itself and reads no environment but the one it is handed.
 */
import { existsSync } from 'node:fs';
import { type Config, type ConfigSources, readConfig } from '../../config.ts';
import type { Language } from '../../messages/messages.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import { describeCause } from '../../platform/logger.ts';
import { type OptionValues, type ParsedLine, parseLine, settingOptions, type UsageFault } from './arguments.ts';
import { bothTexts } from './both-texts.ts';
import type { Answer, SmenaClient } from './client.ts';
import {
  type Command,
  type CommandContext,
  CommandEnd,
  type CommandLineParts,
  endOf,
  isDryRun,
  optionText,
  wrongUse,
} from './command.ts';
import { topicLines } from './commands/help.ts';
import { programCommands } from './commands/programs.ts';
import { versionCommand } from './commands/version.ts';
import { problemLines } from './config-problems.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { createOutput, type Format, type Output, type TextStream } from './output.ts';
import { createAskPerson, type InputStream } from './question.ts';
import { readToken } from './token.ts';

export type { OpenedAccess } from './access-calls.ts';
export type { Answer, Refusal, ShiftAddress, SmenaClient } from './client.ts';
export type { CommandLineParts } from './command.ts';
export { problemLines } from './config-problems.ts';
export { type ExitCode, exitCodes } from './exit-codes.ts';
export type { Output, TextStream } from './output.ts';

/** The streams of the process and what its settings are read from (`processSources` of src/config.ts). */
export type Surroundings = { stdin: InputStream; stdout: TextStream; stderr: TextStream } & Omit<ConfigSources, 'args'>;

/** Runs one command line (without the name of the program) and answers its exit code; never throws for a failed command. */
export async function runCommandLine(
  argv: readonly string[],
  surroundings: Surroundings,
  parts: CommandLineParts,
): Promise<ExitCode> {
  const commands = await commandsFor(argv);
  const line = parseLine(argv, commands);
  const output = createOutput({
    ...surroundings,
    format: formatOf(line.options),
    language: languageOf(line.options, surroundings.env),
    quiet: line.options.quiet === true,
    dryRun: isDryRun(line),
    noColour: line.options['no-color'] === true,
  });
  try {
    checkLine(output, surroundings, line);
    const { command, operands, options } = line;
    const context = contextOf(output, surroundings, parts, { commands, operands, options });
    if (options.version === true && command === null) return await versionCommand.run(context);
    if (command === null || options.help === true) {
      const topic = command?.words.join(' ') ?? operands.join(' ');
      for (const text of topicLines(output, topic, commands) ?? []) output.data(text);
      return exitCodes.ok;
    }
    if (isDryRun(line)) output.note(output.text('dry_run.said'));
    return await command.run(context);
  } catch (error) {
    if (!(error instanceof CommandEnd)) return unexpected(output, error);
    for (const text of error.lines) output.complain(text);
    if (error.exitCode === exitCodes.wrongUse) output.note(output.text('usage.see_help'));
    return error.exitCode;
  }
}

/** A server runs for months: it does not hold the commands that only ask one, nor their words. */
async function commandsFor(argv: readonly string[]): Promise<readonly Command[]> {
  const isProgram = programCommands.some(({ words }) => words[0] === argv[0]);
  return isProgram ? programCommands : (await import('./commands/all.ts')).allCommands;
}

/** A failure that no command foresaw: what the system said, or for a fault of ours where it happened. */
function unexpected(output: Output, error: unknown): ExitCode {
  if (error instanceof DatabaseUnavailable) {
    output.complain(bothTexts('database.unreachable', { cause: error.message })[output.language]);
    return exitCodes.failed;
  }
  const ofSystem = error instanceof Error && 'code' in error;
  const cause = ofSystem ? error.message : describeCause(error);
  output.complain(output.text('failure.unexpected', { cause }));
  return exitCodes.failed;
}

function contextOf(
  output: Output,
  surroundings: Surroundings,
  parts: CommandLineParts,
  { commands, operands, options }: Pick<CommandContext, 'commands' | 'operands' | 'options'>,
): CommandContext {
  const args = settingArgs(options);
  const context: CommandContext = {
    parts,
    output,
    operands,
    options,
    commands,
    // What is only tried needs nobody's agreement: the question is shown and the command ends as without a terminal.
    ask: isDryRun({ options }) ? null : createAskPerson(surroundings.stdin, surroundings.stderr),
    settingArgs: args,
    readConfig: () => readConfig({ ...surroundings, args }),
    config() {
      const result = context.readConfig();
      if (!result.ok) throw new CommandEnd(exitCodes.wrongUse, problemLines(output, result.problems));
      return result.config;
    },
    async withClient(work, { mayCreate = false, whenRefused } = {}) {
      const interrupted = parts.interruption();
      const opened = await openClient(context, surroundings.env, interrupted, mayCreate);
      if (!opened.ok) {
        const end = whenRefused?.(opened) ?? null;
        if (end === null) throw endOf(output, opened);
        return end;
      }
      const client = opened.value;
      try {
        return await work(client, interrupted);
      } finally {
        await client.close();
      }
    },
    async withAccess(work, { mayCreate = false } = {}) {
      if (optionText(context, 'server') !== undefined)
        return context.withClient(({ access }) => {
          if (access === null) throw new Error('the client of a server has people and keys');
          return work(access);
        });
      const config = context.config();
      if (!mayCreate) refuseWhereNothingIs(output, config);
      const opened = await parts.openAccess(config, isDryRun(context));
      if (!opened.ok) throw endOf(output, opened);
      try {
        return await work(opened.value);
      } finally {
        await opened.value.close();
      }
    },
  };
  return context;
}

async function openClient(
  context: CommandContext,
  env: Surroundings['env'],
  interrupted: AbortSignal,
  mayCreate: boolean,
): Promise<Answer<SmenaClient>> {
  const { output, parts } = context;
  const server = optionText(context, 'server');
  if (server === undefined) {
    const config = context.config();
    if (optionText(context, 'token-file') !== undefined) throw wrongUse(output, 'usage.token_without_server');
    if (!mayCreate) refuseWhereNothingIs(output, config);
    return parts.openLocal(config, isDryRun(context));
  }
  if (optionText(context, 'data') !== undefined) throw wrongUse(output, 'usage.data_or_server');
  const address = /^https?:\/\//.test(server) ? server : `http://${server}`;
  if (!URL.canParse(address)) throw wrongUse(output, 'usage.server_address', { word: server });
  const token = await readToken(context, env);
  const { createHttpClient } = await import('./http-client.ts');
  return { ok: true, value: createHttpClient({ address: new URL(address), token }, interrupted, isDryRun(context)) };
}

/** Where nothing is, a command that only looks makes nothing either. */
function refuseWhereNothingIs(output: Output, { dataFolder, database }: Config): void {
  if (database.engine === 'sqlite' && !existsSync(database.file))
    throw new CommandEnd(exitCodes.notFound, [output.text('client.no_database', { file: database.file })]);
  if (!existsSync(dataFolder))
    throw new CommandEnd(exitCodes.notFound, [output.text('client.no_data', { folder: dataFolder })]);
}

/** `--lang`, else SMENA_LANGUAGE, else the language of the terminal, else Russian; a wrong word is refused later. */
function languageOf(options: OptionValues, env: Surroundings['env']): Language {
  for (const word of [options.lang, env.SMENA_LANGUAGE]) if (word === 'ru' || word === 'en') return word;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale === '' || /^(ru|C$|C\.|POSIX)/.test(locale) ? 'ru' : 'en';
}

const formats = ['json', 'ndjson', 'plain'] as const;

function formatOf(options: OptionValues): Format {
  return formats.find((name) => options[name] === true) ?? 'human';
}

/** Ends the command when its line has faults, with all of them and all that is wrong with the settings in one report. */
function checkLine(
  output: Output,
  surroundings: Surroundings,
  line: ParsedLine<Command>,
): asserts line is Extract<ParsedLine<Command>, { ok: true }> {
  const { command, options } = line;
  const takesSettings = command !== null && Object.hasOwn(command.options, 'config');
  const readsSettings = takesSettings && options.server === undefined && options.help !== true;
  const faults = [...(line.ok ? [] : line.faults), ...commonFaults(options, readsSettings)];
  if (faults.length === 0) return;
  const lines = faults.map(({ key, params }) => output.text(key, params));
  const result = readsSettings ? readConfig({ ...surroundings, args: settingArgs(options) }) : null;
  if (result !== null && !result.ok) lines.push(...problemLines(output, result.problems));
  throw new CommandEnd(exitCodes.wrongUse, lines);
}

/** A wrong `--lang` is one of the wrong settings where these are read. */
function commonFaults(options: OptionValues, readsSettings: boolean): UsageFault[] {
  const faults: UsageFault[] = [];
  const language = readsSettings ? undefined : options.lang;
  if (typeof language === 'string' && language !== 'ru' && language !== 'en')
    faults.push({ key: 'usage.choice', params: { option: '--lang', value: language, choices: 'ru, en' } });
  if (formats.filter((name) => options[name] === true).length > 1) faults.push({ key: 'usage.one_format', params: {} });
  return faults;
}

function settingArgs(options: OptionValues): ConfigSources['args'] {
  return Object.fromEntries(Object.keys(settingOptions).map((name) => [name, optionText({ options }, name)]));
}
