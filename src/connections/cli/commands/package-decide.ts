/** `smena package decide` and `package retry`: what people do with packages that could not be loaded. */
import type { PackagesDecided } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, optionText, taken, wrongUse } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

const SERVER = '--server http://127.0.0.1:8080';
const NAME = '_cash_3_0a1b2c3d_0123456789abcdef0123456789abcdef01234567.sales';
const named = { operands: [1, 1_000] as [number, number], operandText: 'NAME…' };

export const packageDecideCommand: Command = {
  ...named,
  words: ['package', 'decide'],
  summary: 'command.package_decide',
  examples: [`smena package decide ${NAME} --reason "Тестовая касса" --author Петрова ${SERVER}`],
  options: {
    reason: { type: 'string', value: 'TEXT' },
    author: { type: 'string', value: 'NAME' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const reason = optionText(context, 'reason')?.trim() ?? '';
    if (reason === '') throw wrongUse(context.output, 'usage.package_reason', {});
    const wanted = { packages: [...context.operands], reason, author: optionText(context, 'author') };
    return context.withClient(async (client) =>
      show(context, taken(context, await client.decidePackages(wanted)), 'package_decide.done'),
    );
  },
};

export const packageRetryCommand: Command = {
  ...named,
  words: ['package', 'retry'],
  summary: 'command.package_retry',
  examples: [`smena package retry ${NAME} --author Петрова ${SERVER}`],
  options: { author: { type: 'string', value: 'NAME' }, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const wanted = { packages: [...context.operands], author: optionText(context, 'author') };
    return context.withClient(async (client) =>
      show(context, taken(context, await client.retryPackages(wanted)), 'package_retry.done'),
    );
  },
};

function show(
  { output }: CommandContext,
  result: PackagesDecided,
  done: 'package_decide.done' | 'package_retry.done',
): ExitCode {
  if (output.format === 'json') output.document(result);
  else if (output.format === 'ndjson') output.object(result);
  else for (const name of result.changed) output.data(output.text(done, { name }));
  for (const { reason } of result.refused) output.note(reason[output.language]);
  return result.refused.length > 0 ? exitCodes.partlyDone : exitCodes.ok;
}
