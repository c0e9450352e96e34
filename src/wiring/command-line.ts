/** The command line with all that needs the whole server; ends the process with its exit code. */
import { userInfo } from 'node:os';
import { actAs, asServer } from '../audit/audit.ts';
import { processSources } from '../config.ts';
import type { CommandLineParts } from '../connections/cli/cli.ts';
import { runCommandLine } from '../connections/cli/cli.ts';
import type { Actor } from '../domain/access.ts';
import { systemClock } from '../platform/clock.ts';
import { interruption } from './interruption.ts';
import { version } from './version.ts';

const parts: CommandLineParts = {
  version,
  clock: systemClock,
  // What a command does not need is not loaded: most only ask a server.
  // A server works in its own name.
  serve: (config, output) =>
    asServer('', async () => (await import('./serve.ts')).runServe(config, output, interruption())),
  demo: (args, output) => asServer('', async () => (await import('./demo.ts')).runDemo(args, output, interruption())),
  migrate: async (config, output) => (await import('./serve.ts')).runMigrate(config, output),
  compact: async (config, dryRun, output) => (await import('./run-compact.ts')).runCompact(config, dryRun, output),
  backup: async (config, directory, output) => (await import('./run-backup.ts')).runBackup(config, directory, output),
  restore: async (config, directory, dryRun, output) =>
    (await import('./run-backup.ts')).runRestore(config, directory, dryRun, output),
  recordLocally: async (config, entry, work) => (await import('./run-backup.ts')).recordLocally(config, entry, work),
  openLocal: async (config, dryRun) => (await import('./local.ts')).openLocal(config, dryRun),
  openAccess: async (config, dryRun) => (await import('./local-access.ts')).openLocalAccess(config, dryRun),
  interruption,
};

const { args: _, ...sources } = processSources();
process.exitCode = await actAs({ actor: ownActor(), channel: 'command-line' }, () =>
  runCommandLine(
    process.argv.slice(2),
    { ...sources, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    parts,
  ),
);

/** Whoever runs this process: the account of the operating system, or its number when it has no name. */
function ownActor(): Actor {
  let name: string;
  try {
    name = userInfo().username;
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    name = String(process.getuid?.() ?? '');
  }
  return { kind: 'command-line', name, address: null };
}
