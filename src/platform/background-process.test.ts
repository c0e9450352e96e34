import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type BackgroundProcess, secondHalf, startBackground } from './background-process.ts';

/** Policies of the scheduler as Linux numbers them. */
const [SCHED_OTHER, SCHED_IDLE] = ['0', '5'];

type Said = { pid: number; got: unknown };
const faces = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);

describe('work in the background', () => {
  let folder: string;
  const program = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return pathToFileURL(file);
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'smena-background-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const begun: BackgroundProcess<Said>[] = [];
  const start = (program: URL, data: unknown, own?: number) => {
    const work = startBackground<Said>(program, data, own);
    begun.push(work);
    return work;
  };
  afterEach(() => Promise.all(begun.splice(0).map((work) => work.end())));

  /** Tells what it was started with and each message, until it hears "enough". */
  const echo = () =>
    program(
      'echo.mjs',
      `import { runBackground } from ${faces('./background-task.ts')};
      await runBackground(async (data, line) => {
        const heard = new Promise((resolve) => line.onMessage(async (got) => {
          if (got === 'enough') return resolve();
          if (got === 'fail') throw new Error('asked to fail');
          await line.say({ pid: process.pid, got });
        }));
        await line.say({ pid: process.pid, got: data });
        await heard;
      });`,
    );

  test('beside a server of ordinary priority it has the processor only while nobody else wants it', async () => {
    const processors = (pid: number | 'self') =>
      /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
    const policies = async (own: number) => {
      const work = start(echo(), 'first', own);
      const { pid } = (await work.next()) as Said;
      const here = processors('self');
      assert.equal(processors(pid), own > 0 ? here : (secondHalf(here) ?? here));
      return readdirSync(`/proc/${pid}/task`).map((thread) =>
        // The name of the program stands in brackets and may hold anything; the policy is the 41st value, the first after it is the third.
        readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1')
          .replace(/^.*\) /, '')
          .split(' ')
          .at(41 - 3),
      );
    };
    const [idle, usual] = [await policies(0), await policies(15)];
    assert.ok(idle.length > 1);
    assert.deepEqual([...new Set(idle)], [SCHED_IDLE]);
    assert.deepEqual([...new Set(usual)], [SCHED_OTHER]);
  });

  test('half of the processors stay without it', () => {
    assert.deepEqual(['0', '0-1', '2,5', '0-2', '0-3,8-11', '', 'none'].map(secondHalf), [
      null,
      '1',
      '5',
      '2',
      '8,9,10,11',
      null,
      null,
    ]);
  });

  test('takes and tells values of any kind, at the lowest priority, and is over when its work is', async () => {
    const work = start(echo(), { kopecks: 12n, bytes: Buffer.from('чек') });
    const first = await work.next();
    assert.deepEqual(first?.got, { kopecks: 12n, bytes: Buffer.from('чек') });
    assert.equal(getPriority(first?.pid ?? 0), 19);
    work.say('next');
    work.say('after it');
    assert.equal((await work.next())?.got, 'next');
    assert.equal((await work.next())?.got, 'after it');
    work.say('enough');
    assert.equal(await work.next(), null);
    assert.equal(await work.next(), null);
  });

  test('what the work throws is thrown where its messages are awaited', async () => {
    const thrown = program(
      'throws.mjs',
      `import { runBackground } from ${faces('./background-task.ts')};
      await runBackground(async () => { throw new Error('no such report'); });`,
    );
    await assert.rejects(start(thrown, null).next(), /no such report/);
    await assert.rejects(start(program('syntax.mjs', 'this is no program'), null).next(), /ended before its end \(1\)/);
  });

  test('a signal that reaches every process leaves it alone, `end` does not', async () => {
    const work = start(echo(), 1);
    const pid = (await work.next())?.pid ?? 0;
    process.kill(pid, 'SIGINT');
    process.kill(pid, 'SIGTERM');
    work.say('still there');
    assert.equal((await work.next())?.got, 'still there');
    await work.end();
    assert.ok(!isAlive(pid));
    await assert.rejects(work.next(), /SIGKILL/);
  });

  test('it ends when the process that started it is killed', async () => {
    const starter = program(
      'starter.mjs',
      `import { startBackground } from ${faces('./background-process.ts')};
      const work = startBackground(new URL(${JSON.stringify(echo().href)}), 1);
      console.log((await work.next()).pid);`,
    );
    const child = spawn(
      process.execPath,
      [...process.execArgv.filter((flag) => flag.startsWith('--import=')), starter.pathname],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    const pid = Number(printed.toString());
    assert.ok(isAlive(pid));
    child.kill('SIGKILL');
    while (isAlive(pid)) await sleep(10);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
