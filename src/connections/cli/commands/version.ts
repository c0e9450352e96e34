/** `smena version`. */
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const versionCommand: Command = {
  words: ['version'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.version',
  examples: ['smena version', 'smena version --json'],
  options: { json: { type: 'boolean' } },
  async run({ output, parts }) {
    if (output.format === 'json') output.document({ version: parts.version });
    else output.data(`smena ${parts.version}`);
    return exitCodes.ok;
  },
};
