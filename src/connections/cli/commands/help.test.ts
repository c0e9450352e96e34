import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingKeys, settings } from '../../../config.ts';
import { exitCodes } from '../exit-codes.ts';
import { createOutput } from '../output.ts';
import { allCommands } from './all.ts';
import { topicLines } from './help.ts';

const sink = { write: () => true };
const outputs = (['ru', 'en'] as const).map((language) =>
  createOutput({
    stdout: sink,
    stderr: sink,
    env: {},
    format: 'human',
    language,
    quiet: false,
    noColour: false,
    dryRun: false,
  }),
);

for (const output of outputs) {
  test(`every command has a page with its examples and options (${output.language})`, () => {
    for (const command of allCommands) {
      const page = topicLines(output, command.words.join(' '), allCommands)?.join('\n') ?? '';
      for (const example of command.examples) assert.ok(page.includes(example));
      for (const option of Object.keys(command.options)) {
        const isSecretless = settingKeys.some((key) => settings[key].option === option) || page.includes(`--${option}`);
        assert.ok(isSecretless, `${command.words.join(' ')} hides --${option}`);
      }
    }
  });

  test(`the first page names every command (${output.language})`, () => {
    const page = topicLines(output, '', allCommands)?.join('\n') ?? '';
    for (const { words } of allCommands) assert.ok(page.includes(`  ${words.join(' ')}`));
  });

  test(`every exit code is explained (${output.language})`, () => {
    const lines = topicLines(output, 'exit-codes', allCommands) ?? [];
    assert.deepEqual(
      lines.slice(1).map((line) => Number.parseInt(line, 10)),
      Object.values(exitCodes),
    );
  });

  test(`a noun alone lists its verbs (${output.language})`, () => {
    assert.equal(topicLines(output, 'shift', allCommands)?.length, 4);
    assert.equal(topicLines(output, 'nothing', allCommands), null);
  });
}
