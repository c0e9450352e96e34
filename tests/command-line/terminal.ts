/** Runs the real command line on a real pseudo terminal, by `script` of util-linux, the way a person sees it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../../scripts/root.ts';
import { main } from '../support/program.ts';

export type TerminalEnd = { code: number | null; screen: string };

/** Types `answer` once `question` has appeared on the screen; `screen` is all that was to be seen. */
export async function onTerminal(args: readonly string[], question: RegExp, answer: string): Promise<TerminalEnd> {
  const words = [process.execPath, main, ...args].map((word) => `'${word}'`);
  const child = spawn('script', ['--quiet', '--return', '--command', words.join(' '), '/dev/null'], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let answered = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    if (answered || !question.test(screen)) return;
    answered = true;
    child.stdin.write(answer);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, screen };
}
