import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { it } from 'node:test';
import { makeProcessFolder } from './process-folder.ts';

it('what a killed process left is removed, what a living one uses and what has no process is not', (t) => {
  const prefix = `smena-test-${process.pid}-folder-`;
  const gone = spawnSync(process.execPath, ['--version']).pid;
  const [left, used, nobodys] = [`${gone}-a`, `${process.ppid}-b`, 'letters-c'].map((name) =>
    join(tmpdir(), prefix + name),
  );
  for (const folder of [left, used, nobodys]) mkdirSync(join(folder ?? '', 'inside'), { recursive: true });
  const made = makeProcessFolder(prefix);
  t.after(() => [used, nobodys, made].forEach((folder) => void rmSync(folder ?? '', { recursive: true })));
  assert.ok(basename(made).startsWith(`${prefix}${process.pid}-`));
  assert.deepEqual(
    [left, used, nobodys, made].map((folder) => existsSync(folder ?? '')),
    [false, true, true, true],
  );
});
