/** The key with which the command line comes to a server: out of a file, or of the environment; never out of the line itself. */
import { readFile } from 'node:fs/promises';
import type { ConfigSources } from '../../config.ts';
import { type CommandContext, optionText, wrongUse } from './command.ts';

/**
 * The key in the file of `--token-file`, else in SMENA_TOKEN; null when there is neither. Ends the command when the file cannot be read or
 * holds no key, without showing what it holds.
 */
export async function readToken(
  context: Pick<CommandContext, 'options' | 'output'>,
  env: ConfigSources['env'],
): Promise<string | null> {
  const file = optionText(context, 'token-file');
  const written = file === undefined ? env.SMENA_TOKEN : await textOf(context, file);
  const token = written?.trim() ?? '';
  if (file === undefined && token === '') return null;
  // It stands in one header line.
  if (!/^[\w.~+/=-]+$/.test(token)) throw wrongUse(context.output, 'usage.token', { where: file ?? 'SMENA_TOKEN' });
  return token;
}

async function textOf({ output }: Pick<CommandContext, 'output'>, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw wrongUse(output, 'usage.token_file', { file, cause: why });
  }
}
