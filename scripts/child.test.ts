import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

const module = pathToFileURL(`${import.meta.dirname}/child.mjs`).href;

describe('runChild and endLike', { skip: process.platform === 'win32' }, () => {
  it('passes the exit code on', async () => {
    assert.deepEqual(await parentOf('process.exit(7)').end(), { code: 7, signal: null });
  });

  it('ends by the signal that killed the child', async () => {
    assert.deepEqual(await parentOf("process.kill(process.pid, 'SIGKILL')").end(), { code: null, signal: 'SIGKILL' });
  });

  it('hands over one signal when the terminal and npm both send it, and waits for the end of the child', async () => {
    const parent = parentOf(`
      let count = 0;
      process.on('SIGINT', () => { count += 1; console.log('got ' + count); });
      process.on('SIGTERM', () => { console.log('ending after ' + count); process.exit(count); });
      setInterval(() => {}, 1000);
      console.log('ready');
    `);
    await parent.line('ready');
    parent.process.kill('SIGINT');
    parent.process.kill('SIGINT');
    await parent.line('got 1');
    parent.process.kill('SIGTERM');
    assert.deepEqual(await parent.end(), { code: 1, signal: null });
    assert.deepEqual(parent.lines, ['ready', 'got 1', 'ending after 1']);
  });

  it('keeps the child out of the group that the terminal signals', { skip: process.platform !== 'linux' }, async () => {
    const field = "require('node:fs').readFileSync('/proc/self/stat', 'utf8').split(' ')[4]";
    const parent = parentOf(`console.log(${field} === String(process.pid) ? 'own group' : 'group of the parent')`);
    await parent.end();
    assert.deepEqual(parent.lines, ['own group']);
  });

  it('rejects when the program does not exist', async () => {
    const code = `
      const { runChild } = await import('${module}');
      await runChild('/nowhere/at/all', []).catch((error) => console.log(error.code));
    `;
    const parent = watch(
      spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 2] }),
    );
    await parent.end();
    assert.deepEqual(parent.lines, ['ENOENT']);
  });
});

/** A process that runs `childCode` as its child, the way scripts/run.mjs does. */
function parentOf(childCode: string) {
  const code = `
    const { endLike, runChild } = await import('${module}');
    endLike(await runChild(process.execPath, ['-e', ${JSON.stringify(childCode)}]));
  `;
  return watch(spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 2] }));
}

function watch(started: ChildProcess) {
  const lines: string[] = [];
  const reader = createInterface(started.stdout as Readable);
  reader.on('line', (line) => lines.push(line));
  const closed = Promise.all([once(started, 'exit'), once(reader, 'close')]);
  return {
    process: started,
    lines,
    async line(text: string): Promise<void> {
      while (!lines.includes(text)) await once(reader, 'line');
    },
    async end(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
      const [[code, signal]] = await closed;
      return { code, signal };
    },
  };
}
