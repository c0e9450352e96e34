import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { cpuMs, measure, median, table } from './support.ts';

test('median of odd, even and no values', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test('variants take turns; preparing and tidying surround every round', async () => {
  const steps: string[] = [];
  const variant = (name: string) => ({
    name,
    prepare: () => {
      steps.push(`${name}+`);
      return name.length;
    },
    run: (prepared: number) => {
      steps.push(name);
      return prepared * 10;
    },
    tidy: () => {
      steps.push(`${name}-`);
    },
  });
  const found = await measure([variant('a'), variant('b')], { rounds: 5, warmups: 1 });
  assert.equal(steps.join(' '), Array(6).fill('a+ a a- b+ b b-').join(' '));
  assert.deepEqual(
    found.map(({ name, units }) => [name, units]),
    [
      ['a', 10],
      ['b', 10],
    ],
  );
});

test('too few rounds are refused', async () => {
  await assert.rejects(measure([], { rounds: 4 }), RangeError);
});

test('the table tells the ratio to the first line', () => {
  const one = { name: 'one', units: 100, ms: 50, cpuMs: 40, peakBytes: 2 ** 20 };
  const lines = table([one, { ...one, name: 'other', ms: 25 }], 'rows').split('\n');
  assert.match(lines[0] ?? '', /variant +rows +ms +rows\/s +CPU ms +peak MB +ratio/);
  assert.match(lines[2] ?? '', /^one +100 +50\.0 +2000 +40 +1 +1\.00×$/);
  assert.match(lines[3] ?? '', /^other +100 +25\.0 +4000 +40 +1 +2\.00×$/);
});

test('the CPU time of children counts', { skip: process.platform !== 'linux' }, () => {
  const before = cpuMs() - process.cpuUsage().user / 1000 - process.cpuUsage().system / 1000;
  const burn = 'while (process.cpuUsage().user < 300_000);';
  assert.equal(spawnSync(process.execPath, ['-e', burn]).status, 0);
  const after = cpuMs() - process.cpuUsage().user / 1000 - process.cpuUsage().system / 1000;
  assert.ok(after - before >= 250, `only ${after - before} ms were counted`);
});
