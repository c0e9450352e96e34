/** `smena database compact`: a database file of an older version gives freed space back from then on. */
import { formatOptions, settingOptions, tryOption } from '../arguments.ts';
import { type Command, isDryRun } from '../command.ts';

export const databaseCompactCommand: Command = {
  words: ['database', 'compact'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.database_compact',
  examples: ['smena database compact --dry-run --data /var/lib/smena', 'smena database compact --data /var/lib/smena'],
  options: { ...tryOption, ...formatOptions, ...settingOptions },
  run: (context) => context.parts.compact(context.config(), isDryRun(context), context.output),
};
