/**
 * Work that must not hold up those who wait for answers: a program in a process of its own at the lowest priority. Not a thread: threads
 * share memory, and who has a page of it in hand makes the others wait, whatever their priority.
 */
import { execFile, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { LOWEST, type Wire } from './background-task.ts';

export type BackgroundProcess<Out> = {
  /** The next message; null when the work is over. Rejects with what ended it too early. */
  next(): Promise<Out | null>;
  /** Tells the work something. What it does not wait for any more is lost. */
  say(message: unknown): void;
  /** Ends it in the midst of its work, and resolves when it is gone. */
  end(): Promise<void>;
};

/** Memory of the heap of such a process, in MiB. */
const HEAP_MB = 512;

/** 0 = as all programs are started: others wait for this server. Above it, somebody has put the server itself behind others already. */
const ORDINARY = 0;

/**
 * Starts a program that calls `runBackground` and hands it `data`, which must be cloneable. It ends with its work, with this
 * process, however that ends, or by `end`; a signal of a terminal or of systemd, which reaches every process, is left to us.
 * `own` is the priority of this process: when that is ordinary, the work has the processor only while nobody else wants it, where
 * the system can do that; else it is put behind by its priority alone, for it would never have its turn on a busy machine.
 */
export function startBackground<Out>(program: URL, data: unknown, own = getPriority()): BackgroundProcess<Out> {
  const child = fork(fileURLToPath(program), [], {
    execArgv: [...process.execArgv.filter((flag) => flag.startsWith('--import=')), `--max-old-space-size=${HEAP_MB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Before it makes threads of its own, which take after it, and before it is told anything to do.
  const lowered = child.pid === undefined ? Promise.resolve() : lower(child.pid, own <= ORDINARY);
  const arrived: Out[] = [];
  let failure: Error | null = null;
  let over = false;
  let tell: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    const end = (cause: Error | null) => {
      failure ??= cause;
      over = true;
      tell();
      resolve();
    };
    child.once('error', (cause) => end(cause));
    child.once('close', (code, signal) =>
      end(code === 0 ? null : new Error(`the work in the background ended before its end (${signal ?? code})`)),
    );
  });
  child.on('message', (message: Wire<Out>) => {
    if (message.kind === 'failed') failure ??= new Error(message.cause);
    else arrived.push(message.message);
    tell();
  });
  const say = (message: unknown) => {
    // Whoever has ended hears nothing; why, `next` tells.
    void lowered.then(() => child.connected && child.send({ message }, () => undefined));
  };
  say(data);
  return {
    say,
    async next() {
      for (;;) {
        const message = arrived.shift();
        if (message !== undefined) return message;
        if (over && failure !== null) throw failure;
        if (over) return null;
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      }
    },
    async end() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/**
 * The lowest priority, and when `idle` of the policy that never takes the processor from others, on half of the processors: within the
 * kernel nobody is interrupted, so even work without any priority makes others wait while it reads and writes. Resolves when that is done or
 * cannot be: `chrt` and `taskset` are parts of every Linux that has util-linux, and where they are not, or not allowed, the priority alone must do.
 */
async function lower(pid: number, idle: boolean): Promise<void> {
  try {
    setPriority(pid, LOWEST);
  } catch {
    // It has ended already; `next` tells why.
  }
  if (!idle || process.platform !== 'linux') return;
  const half = secondHalf(/^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '');
  await Promise.all([
    ran('chrt', ['--idle', '--all-tasks', '--pid', '0', String(pid)]),
    ...(half === null ? [] : [ran('taskset', ['--all-tasks', '--pid', '--cpu-list', half, String(pid)])]),
  ]);
}

/** Resolves when the command has ended, however it did. */
function ran(command: string, words: string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile(command, words, () => resolve());
  });
}

/** Of processors as Linux lists them ("0-3,8") the later half, the odd one left out; null = there is but one. */
export function secondHalf(list: string): string | null {
  const all = list.split(',').flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 || 0 }, (_, index) => first + index);
  });
  return all.length < 2 ? null : all.slice(Math.ceil(all.length / 2)).join(',');
}
