/** `smena backup` and `smena restore`: a copy of the whole server, and a server out of it. */
import { formatOptions, settingOptions, tryOption } from '../arguments.ts';
import { type Command, isDryRun, wrongUse } from '../command.ts';

export const backupCommand: Command = {
  words: ['backup'],
  operands: [0, 1],
  operandText: '[DIR]',
  summary: 'command.backup',
  examples: ['smena backup --data /var/lib/smena', 'smena backup /mnt/backup --data /var/lib/smena --json'],
  options: { ...formatOptions, ...settingOptions },
  run: (context) => context.parts.backup(context.config(), context.operands[0] ?? null, context.output),
};

export const restoreCommand: Command = {
  words: ['restore'],
  operands: [1, 1],
  operandText: 'DIR --data NEW',
  summary: 'command.restore',
  examples: [
    'smena restore /mnt/backup/smena-2026-03-14T02-10-00Z --data /var/lib/smena-new',
    'smena restore /mnt/backup/smena-2026-03-14T02-10-00Z --dry-run',
  ],
  options: { ...tryOption, ...formatOptions, ...settingOptions },
  run(context) {
    const { options, operands, output, parts } = context;
    if (options.data === undefined && !isDryRun(context)) throw wrongUse(output, 'usage.restore_data');
    return parts.restore(context.config(), operands[0] ?? '', isDryRun(context), output);
  },
};
