/** Runs the real command line as a child process, the way a person or cron would. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { root } from '../../scripts/root.ts';
import { FREE_PORTS } from '../support/free-ports.ts';
import { OPEN_ACCESS } from '../support/open-access.ts';
import { main, serverCache, serverFlags } from '../support/program.ts';

export type Ended = { code: number | null; out: string; err: string };
export type Surroundings = { cwd?: string; env?: Record<string, string> };
type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Runs `smena …` to its end. The environment is empty but for what the test gives, so no setting leaks in. */
export async function smena(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return ended(start(args, surroundings));
}

/** Where compiled code is kept between the runs of one command after another: a third of the time of each. */
const compiled = join(root, 'node_modules', '.cache', 'test-commands');
/** A command ends before so much garbage is there that collecting it is worth the time. */
const ROOMY = '--min-semi-space-size=16';
/** The command that `npm install` puts on the path. */
export const installed = join(root, 'bin', 'smena.mjs');

/** Starts `smena …` and leaves it running. */
export function start(args: readonly string[], { cwd = root, env = {} }: Surroundings = {}, program = main): Child {
  const serves = program === main && (args[0] === 'serve' || args[0] === 'demo');
  return spawn(process.execPath, [...(serves ? serverFlags : [ROOMY]), program, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH ?? '',
      LANG: 'C.UTF-8',
      ...(serves ? { ...OPEN_ACCESS, ...serverCache } : { NODE_COMPILE_CACHE: compiled }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What the child wrote and how it ended. */
export async function ended(child: Child): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** A running server on the data folder; `stop` ends it the way a service manager does and answers how it ended. */
export async function serve(
  t: Pick<TestContext, 'after'>,
  data: string,
  env: Record<string, string> = {},
): Promise<{ url: string; stop: () => Promise<Ended> }> {
  const child = start(['serve', '--data', data, ...FREE_PORTS, '--grpc-host', '127.0.0.1'], {
    env,
  });
  const end = ended(child);
  t.after(() => child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    let seen = '';
    child.stdout.on('data', (text: string) => {
      seen += text;
      const found = /http:\/\/\S+:\d+/.exec(seen)?.[0];
      if (found !== undefined) resolve(found);
    });
    void end.then(({ code, err }) => reject(new Error(`the server ended with ${code}: ${err}`)));
  });
  return {
    url,
    stop() {
      child.kill('SIGTERM');
      return end;
    },
  };
}

/** The lines of a text, without the empty one at its end. */
export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
