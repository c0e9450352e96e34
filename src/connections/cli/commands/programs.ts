/** The commands that run the server itself; what they do is handed in by the executable. */
import { settingOptions } from '../arguments.ts';
import type { Command } from '../command.ts';

const serveCommand: Command = {
  words: ['serve'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.serve',
  examples: ['smena serve --data ./data', 'smena serve --data /var/lib/smena --http-port 8081 --lang en'],
  options: { ...settingOptions },
  run: (context) => context.parts.serve(context.config(), context.output),
};

const demoCommand: Command = {
  words: ['demo'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.demo',
  examples: ['smena demo', 'smena demo --http-port 0 --grpc-port 0'],
  options: { ...settingOptions },
  run: (context) => context.parts.demo(context.settingArgs, context.output),
};

const migrateCommand: Command = {
  words: ['migrate'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.migrate',
  examples: ['smena migrate --data /var/lib/smena'],
  options: { ...settingOptions },
  run: (context) => context.parts.migrate(context.config(), context.output),
};

/** In the order in which help shows them. */
export const programCommands: readonly Command[] = [serveCommand, demoCommand, migrateCommand];
