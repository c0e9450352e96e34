/** What a command is and what it is handed. */
import type { NewEntry } from '../../audit/audit.ts';
import type { Config, ConfigResult, ConfigSources } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AccessCalls, OpenedAccess } from './access-calls.ts';
import type { CommandShape, OptionValues } from './arguments.ts';
import type { Answer, Refusal, SmenaClient } from './client.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Output, TextKey } from './output.ts';
import type { AskPerson } from './question.ts';

export type Command = CommandShape & {
  summary: TextKey;
  /** The words after the command in the usage line. */
  operandText: string;
  /** Complete lines to copy. */
  examples: readonly string[];
  run: (context: CommandContext) => Promise<ExitCode>;
};

/** What the executable hands in: everything that needs the whole server. */
export type CommandLineParts = {
  version: string;
  clock: Clock;
  /** Runs the server until it is told to stop. */
  serve: (config: Config, output: Output) => Promise<ExitCode>;
  /** Runs the demo stand; it has a data folder of its own, so it gets the options and not a configuration. */
  demo: (args: ConfigSources['args'], output: Output) => Promise<ExitCode>;
  /** Brings the tables up to date. */
  migrate: (config: Config, output: Output) => Promise<ExitCode>;
  /** Writes the database file of a data folder anew when it keeps freed space; with `dryRun` only tells. */
  compact: (config: Config, dryRun: boolean, output: Output) => Promise<ExitCode>;
  /** Makes a backup of the server in a folder, null = that of the settings; the server may run. */
  backup: (config: Config, directory: string | null, output: Output) => Promise<ExitCode>;
  /** Restores a backup into an empty data folder; with `dryRun` only for trial. */
  restore: (config: Config, directory: string, dryRun: boolean, output: Output) => Promise<ExitCode>;
  /** Adds an entry to the audit trail of a data folder, whose server may run, and does what the entry tells. */
  recordLocally: <T>(config: Config, entry: NewEntry, work: () => Promise<T>) => Promise<T>;
  /** Opens a data folder without a server; refuses with `data.in_use` when one runs on it. With `dryRun` changes are only tried. */
  openLocal: (config: Config, dryRun: boolean) => Promise<Answer<SmenaClient>>;
  /** Opens people and keys of a data folder; a server may run on it. With `dryRun` changes are only tried. */
  openAccess: (config: Config, dryRun: boolean) => Promise<Answer<OpenedAccess>>;
  /** Told when the user interrupts (Ctrl+C); asked for only by commands that end by themselves. */
  interruption: () => AbortSignal;
};

export type CommandContext = {
  parts: CommandLineParts;
  output: Output;
  operands: readonly string[];
  options: OptionValues;
  /** Every command, for help. */
  commands: readonly Command[];
  /** Reads the configuration from options, environment and file; ends the command when it is wrong. */
  config: () => Config;
  /** The same, with the problems as a value. */
  readConfig: () => ConfigResult;
  /** Options that are settings, by name. */
  settingArgs: ConfigSources['args'];
  /** Asks the person; null when nobody sits at a terminal. */
  ask: AskPerson | null;
  /** Opens what `--server` or `--data` names, runs the work and closes it again. */
  withClient: (work: Work, options?: ClientOptions) => Promise<ExitCode>;
  /** The same for people and keys. */
  withAccess: (
    work: (access: AccessCalls) => Promise<ExitCode>,
    options?: Pick<ClientOptions, 'mayCreate'>,
  ) => Promise<ExitCode>;
};

export type ClientOptions = {
  /** The data folder may be a new one. */
  mayCreate?: boolean;
  /** How the command ends when the data cannot be opened for this reason; null leaves it to the rule. */
  whenRefused?: (refusal: Refusal) => ExitCode | null;
};

export type Work = (client: SmenaClient, interrupted: AbortSignal) => Promise<ExitCode>;

/** Ends a command early; the text has been chosen, the exit code too. */
export class CommandEnd extends Error {
  override name = 'CommandEnd';
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];

  constructor(exitCode: ExitCode, lines: readonly string[]) {
    super(lines.join('\n'));
    this.exitCode = exitCode;
    this.lines = lines;
  }
}

/** The value of an answer; a refusal ends the command with its text and its exit code. */
export function taken<T>(context: { output: Output }, answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw endOf(context.output, answer);
}

/** The end that a refusal makes. */
export function endOf(output: Output, refusal: Refusal): CommandEnd {
  return new CommandEnd(exitCodeOf(refusal.code), [refusal.message[output.language]]);
}

/** The end of a line that was written wrongly. */
export function wrongUse(output: Output, key: TextKey, params: Parameters<Output['text']>[1] = {}): CommandEnd {
  return new CommandEnd(exitCodes.wrongUse, [output.text(key, params)]);
}

/** Whether what the command changes is only tried. */
export function isDryRun({ options }: Pick<CommandContext, 'options'>): boolean {
  return options['dry-run'] === true;
}

/** The text of an option, or undefined when it was not given. */
export function optionText(context: Pick<CommandContext, 'options'>, name: string): string | undefined {
  const value = context.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** One of the words that the option takes (its `choices`), or the fallback when it was not given. */
export function optionChoice<T extends string>(
  context: Pick<CommandContext, 'options'>,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const written = optionText(context, name);
  const choice = choices.find((word) => word === (written ?? fallback));
  if (choice === undefined) throw new Error(`the option --${name} does not name its choices`);
  return choice;
}

/** A whole number from 1 to `most` of the option, or undefined when it was not given. */
export function optionCount(context: Pick<CommandContext, 'options'>, name: string): number | undefined {
  const written = optionText(context, name);
  return written === undefined ? undefined : Number(written);
}
