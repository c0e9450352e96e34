/** Asking the person at the terminal. A question goes to the error stream: the standard output is for data. */
import { createInterface } from 'node:readline';
import type { TextStream } from './output.ts';

/** Where a person types. */
export type InputStream = NodeJS.ReadableStream & { isTTY?: boolean };

/** Answers the line that was typed; null = interrupted, or the input has ended. */
export type AskPerson = (question: string, interrupted: AbortSignal) => Promise<string | null>;

/** null when nobody can be asked: no terminal to type at, or none where the question would be seen. */
export function createAskPerson(stdin: InputStream, stderr: TextStream): AskPerson | null {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return null;
  return (question, interrupted) =>
    new Promise((resolve) => {
      // Without the line editor, Ctrl+C stays a signal of the terminal.
      const lines = createInterface({ input: stdin, terminal: false });
      let typed: string | null = null;
      const stop = () => lines.close();
      lines.once('line', (line) => {
        typed = line;
        stop();
      });
      lines.once('close', () => {
        interrupted.removeEventListener('abort', stop);
        resolve(typed);
      });
      interrupted.addEventListener('abort', stop, { once: true });
      stderr.write(question);
      if (interrupted.aborted) stop();
    });
}

const YES = new Set(['да', 'д', 'yes', 'y']);

/** Whether an answer agrees; anything but a clear yes declines. */
export function agrees(typed: string | null): boolean {
  return typed !== null && YES.has(typed.trim().toLowerCase());
}
