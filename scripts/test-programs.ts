import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findPostgres } from '../tests/support/postgres-cluster.ts';

/** What a part of the tests needs of the machine: how to find it, how to get it. */
export type Program = {
  name: string;
  /** The path to hand to the tests, or undefined. */
  find: () => string | undefined;
  /** Debian packages. */
  packages: string[];
  /** What serves as well when it cannot be installed. */
  instead?: () => string | undefined;
  /** What a person can do where there is no apt. */
  advice: string;
};

export const postgres: Program = {
  name: 'PostgreSQL 15 or newer',
  find: findPostgres,
  packages: ['postgresql'],
  advice: 'install the package "postgresql", or put the folder with initdb on the PATH',
};

export const chromium: Program = {
  name: 'Chromium',
  find: () => findBrowser(['chromium-headless-shell']),
  // The same browser without windows takes half of the processor time.
  packages: ['chromium-headless-shell'],
  instead: () => findBrowser(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']),
  advice: 'install the package "chromium-headless-shell" or "chromium", or name a Chrome in SMENA_TEST_CHROMIUM',
};

/** The gRPC of the C library is what registers are built with. */
export const grpcPython: Program = {
  name: 'Python with the C library of gRPC',
  find: () => ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['-c', 'import grpc']).status === 0),
  packages: ['python3-grpcio'],
  advice: 'install the package "python3-grpcio"',
};

/** The Apache library in another language than ours; its compiler makes the code for it from our contracts. */
export const thriftPython: Program = {
  name: 'Python with the Apache Thrift library and its compiler',
  find() {
    if (spawnSync('thrift', ['--version']).status !== 0) return undefined;
    return ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['-c', 'import thrift']).status === 0);
  },
  packages: ['python3-thrift', 'thrift-compiler'],
  advice: 'install the packages "python3-thrift" and "thrift-compiler"',
};

/** What people open our Excel files with, without its windows. */
export const libreOffice: Program = {
  name: 'LibreOffice Calc',
  find: () => ['/usr/bin/soffice', '/usr/lib/libreoffice/program/soffice'].find((path) => existsSync(path)),
  packages: ['libreoffice-calc-nogui'],
  advice: 'install the package "libreoffice-calc-nogui"',
};

/** A broker that speaks AMQP 1.0. */
export const rabbitmq: Program = {
  name: 'RabbitMQ',
  find: () => globSync('/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server').sort().at(-1),
  packages: ['rabbitmq-server'],
  advice: 'install the package "rabbitmq-server"',
};

/**
 * Finds a program; when it is missing and we may, installs it with apt. Returns its path or undefined, and says on the
 * error stream what is skipped without it. Throws an Error instead when CI is set: there nothing may be left out.
 */
export function provide(program: Program): string | undefined {
  const found = program.find() ?? (mayInstall() ? install(program) : undefined) ?? program.instead?.();
  if (found) return found;
  if (process.env.CI) throw new Error(`${program.name} is missing: ${program.advice}.`);
  process.stderr.write(`Skipped: all tests that need ${program.name}. To run them, ${program.advice}.\n`);
  return undefined;
}

function findBrowser(names: readonly string[]): string | undefined {
  const wished = process.env.SMENA_TEST_CHROMIUM;
  if (wished) return existsSync(wished) ? wished : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

/** The lists of packages are new as long as this process runs. */
let listsAreNew = false;

function install(program: Program): string | undefined {
  process.stderr.write(`Installing ${program.name} (apt-get install ${program.packages.join(' ')}) …\n`);
  const restore = withoutSystemCluster();
  try {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const steps = [
      ...(listsAreNew ? [] : [['update', '-qq']]),
      ['install', '-y', '-qq', '--no-install-recommends', ...program.packages],
    ];
    for (const args of steps) {
      const result = spawnSync('apt-get', args, { env: environment, encoding: 'utf8' });
      if (result.status !== 0) {
        process.stderr.write(`apt-get ${args[0]} failed:\n${result.stderr ?? result.error?.message}\n`);
        return undefined;
      }
      listsAreNew = true;
    }
  } finally {
    restore();
  }
  return program.find();
}

/** Debian makes and starts a cluster when PostgreSQL is installed first, unless this file says no. */
function withoutSystemCluster(): () => void {
  const folder = '/etc/postgresql-common/createcluster.d';
  const file = join(folder, 'smena-tests.conf');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'create_main_cluster = false\n');
  return () => rmSync(file, { force: true });
}
