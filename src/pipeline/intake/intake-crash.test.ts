import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { systemClock } from '../../platform/clock.ts';
import { createIntake, type IntakeFolders, prepareIntakeFolders } from './intake.ts';

/** Receives without end, eight at a time, moves some on, and prints each name once it was answered. */
const receiverProgram = `
const { createIntake, prepareIntakeFolders } = await import(process.argv[1]);
const folders = JSON.parse(process.argv[2]);
await prepareIntakeFolders(folders);
const intake = createIntake({
  folders, limits: { minFreeBytes: 0 }, clock: { now: () => Date.now() }, events() {},
});
let number = 0;
async function receive() {
  for (;;) {
    const n = number++;
    const body = Buffer.alloc(1 + (n * 7919) % 60000, process.argv[3] + '-' + n + ';');
    const { kind, name } = await intake.receive({
      door: 'grpc', packageId: String(n), registerId: 'cash', shopId: 'shop', range: { kind: 'none' }, body,
    });
    process.stdout.write(kind + ' ' + name + '\\n');
    const reason = { code: 'package.damaged', params: { cause: 'test' } };
    if (n % 3 === 0) await intake.finish(name, 'waiting', n % 2 === 0 ? 'processed' : 'broken', reason);
  }
}
await Promise.all(Array.from({ length: 8 }, receive));
`;

async function receiveUntilKilled(folders: IntakeFolders, round: number, answers: number): Promise<string[]> {
  const face = new URL('./intake.ts', import.meta.url).href;
  const args = ['--input-type=module', '-e', receiverProgram, face, JSON.stringify(folders), String(round)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const answered: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const [kind, name] = line.split(' ');
    if (kind !== undefined && name?.endsWith('.sales')) answered.push(name);
    if (answered.length === answers) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  return answered;
}

test('A1: after kill -9 at any moment every answered package is there exactly once and no half file stays', async (t) => {
  const root = temporaryFolder(t);
  const folders = {
    waiting: join(root, 'waiting'),
    processed: join(root, 'processed'),
    error: join(root, 'error'),
    broken: join(root, 'broken'),
  };
  const answered: string[] = [];
  for (const [round, answers] of [1, 17, 90, 200].entries()) {
    answered.push(...(await receiveUntilKilled(folders, round, answers)));
    const { removed } = await prepareIntakeFolders(folders);
    t.diagnostic(`round ${round}: ${answered.length} answered, ${removed} left-overs removed`);
    const intake = createIntake({ folders, limits: { minFreeBytes: 0 }, clock: systemClock, events: () => undefined });
    const states = ['waiting', 'processed', 'broken'] as const;
    for (const name of answered) {
      const places = states.filter((state) => existsSync(join(folders[state], name)));
      assert.equal(places.length, 1, `${name} is in ${places.join(', ') || 'no folder'}`);
    }
    for (const state of states) {
      for (const name of readdirSync(folders[state])) {
        assert.ok(!name.startsWith('.'), `${name} was left`);
        if (name.endsWith('.json')) continue;
        assert.equal((await intake.read(state, name)).kind, 'package', name);
        if (state === 'broken') assert.ok(await intake.reason(state, name), `${name} has no reason`);
      }
    }
  }
});
