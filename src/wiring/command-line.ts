/** The command line with all that needs the whole server; ends the process with its exit code. */
import { processSources } from '../config.ts';
import type { CommandLineParts } from '../connections/cli/cli.ts';
import { runCommandLine } from '../connections/cli/cli.ts';
import { systemClock } from '../platform/clock.ts';
import { interruption } from './interruption.ts';
import { openLocal } from './local.ts';
import { runMigrate, runServe } from './serve.ts';
import { version } from './version.ts';

const parts: CommandLineParts = {
  version,
  clock: systemClock,
  serve: (config, output) => runServe(config, output, interruption()),
  // With all its registers it is much code that a server does not need.
  demo: async (args, output) => (await import('./demo.ts')).runDemo(args, output, interruption()),
  migrate: runMigrate,
  openLocal,
  interruption,
};

const { args: _, ...sources } = processSources();
process.exitCode = await runCommandLine(
  process.argv.slice(2),
  { ...sources, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  parts,
);
