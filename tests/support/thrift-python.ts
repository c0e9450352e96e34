/** The Apache library of Python, with code that its compiler makes from our contracts; `npm test` provides both. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './temporary-folder.ts';

export const thriftPython = process.env.SMENA_TEST_THRIFT_PYTHON ?? '';
export const thriftPythonAvailable = thriftPython !== '';

const contracts = join(import.meta.dirname, '../../contracts');

export type PythonProgram = {
  /** The next line the program prints; undefined when it has ended. */
  line(): Promise<string | undefined>;
  /** Everything it prints from here on, when it has ended well; rejects with its complaints when not. */
  rest(): Promise<string[]>;
  /** Gives it a line to read. */
  say(line: string): void;
};

/**
 * Starts a program in Python for which the packages named like the services of `contract` (a file name) can be imported.
 * It ends with the test.
 */
export function startPython(t: TestContext, contract: string, program: string, args: string[] = []): PythonProgram {
  const folder = temporaryFolder(t);
  const made = spawnSync('thrift', ['--gen', 'py', '-out', folder, join(contracts, contract)], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`thrift failed: ${made.stderr}`);
  const child = spawn(thriftPython, ['-u', '-c', program, ...args], { env: { ...process.env, PYTHONPATH: folder } });
  t.after(() => child.kill('SIGKILL'));
  return talkTo(child);
}

function talkTo(child: ChildProcessWithoutNullStreams): PythonProgram {
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  return {
    async line() {
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    async rest() {
      const all: string[] = [];
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) all.push(next.value);
      const [code] = (await ended) as [number | null];
      if (code !== 0) throw new Error(`the program in Python ended with ${code}: ${complaints}`);
      return all;
    },
    say: (line) => void child.stdin.write(`${line}\n`),
  };
}
