/**
 * Runs one program in the foreground on behalf of this one: same terminal, same end.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const samePressMs = 300;

/**
 * Starts `command` with this process's terminal and waits for its end.
 *
 * Ctrl+C comes here twice under npm: from the terminal, which signals everybody in its foreground group, and from npm,
 * which passes on what it got itself. The child therefore lives in a group of its own, and the same signal within
 * 300 ms is passed on once; a later one is a person who presses again and is passed on as well.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options, detached: process.platform !== 'win32' });
    const lastAt = new Map();
    const pass = (signal) => {
      const now = performance.now();
      if (now - (lastAt.get(signal) ?? Number.NEGATIVE_INFINITY) < samePressMs) return;
      lastAt.set(signal, now);
      child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, pass);
    const forget = () => {
      for (const signal of forwarded) process.off(signal, pass);
    };
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code, signal) => {
      forget();
      resolve({ code, signal });
    });
  });
}

/** Ends this process the way the child ended: with its exit code, or by the signal that killed it. */
export function endLike({ code, signal }) {
  if (signal) {
    process.exitCode = 128 + (constants.signals[signal] ?? 0);
    process.kill(process.pid, signal);
    return;
  }
  process.exitCode = code ?? 1;
}
