/** The command line with all that needs the whole server; ends the process with its exit code. */
import { processSources } from '../config.ts';
import type { CommandLineParts } from '../connections/cli/cli.ts';
import { runCommandLine } from '../connections/cli/cli.ts';
import { systemClock } from '../platform/clock.ts';
import { interruption } from './interruption.ts';
import { version } from './version.ts';

const parts: CommandLineParts = {
  version,
  clock: systemClock,
  // What a command does not need is not loaded: most only ask a server.
  serve: async (config, output) => (await import('./serve.ts')).runServe(config, output, interruption()),
  demo: async (args, output) => (await import('./demo.ts')).runDemo(args, output, interruption()),
  migrate: async (config, output) => (await import('./serve.ts')).runMigrate(config, output),
  backup: async (config, directory, output) => (await import('./run-backup.ts')).runBackup(config, directory, output),
  restore: async (config, directory, dryRun, output) =>
    (await import('./run-backup.ts')).runRestore(config, directory, dryRun, output),
  openLocal: async (config, dryRun) => (await import('./local.ts')).openLocal(config, dryRun),
  interruption,
};

const { args: _, ...sources } = processSources();
process.exitCode = await runCommandLine(
  process.argv.slice(2),
  { ...sources, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  parts,
);
