/** `smena check-config`: every setting in force and where it comes from, or everything that is wrong with them. */
import type { ShownSetting } from '../../../config.ts';
import { settingOptions } from '../arguments.ts';
import type { Command } from '../command.ts';
import { problemLines } from '../config-problems.ts';
import { exitCodes } from '../exit-codes.ts';
import { textColumn } from '../show.ts';

export const checkConfigCommand: Command = {
  words: ['check-config'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.check_config',
  examples: ['smena check-config --data /var/lib/smena', 'smena check-config --config /etc/smena.json --json'],
  options: { json: { type: 'boolean' }, plain: { type: 'boolean' }, ...settingOptions },
  async run(context) {
    const { output } = context;
    const result = context.readConfig();
    if (!result.ok) {
      if (output.format === 'json') output.document({ ok: false, problems: result.problems });
      else for (const line of problemLines(output, result.problems)) output.complain(line);
      return exitCodes.wrongUse;
    }
    if (output.format === 'json') {
      output.document({ ok: true, configFile: result.config.configFile, settings: result.shown });
      return exitCodes.ok;
    }
    output.table<ShownSetting>(
      [
        { title: output.text('column.setting'), show: ({ key }) => key },
        textColumn(output, 'column.value', ({ value }) => value, 0),
        {
          title: output.text('column.from'),
          show: ({ source }) => source ?? output.text('config.default'),
          plain: ({ source }) => source ?? '',
        },
      ],
      result.shown,
    );
    output.note(output.text('config.good'));
    return exitCodes.ok;
  },
};
