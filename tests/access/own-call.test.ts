/** The server clears its dictionaries by asking its own API (M43), also where everybody has to log in. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { StorageResult } from '../../contracts/web-api.ts';
import { smena } from '../command-line/run.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('M42 M43: the server that is asked to clear dictionaries is let in at its own API, and nobody else by guessing', async (t) => {
  const root = temporaryFolder(t);
  const dicts = join(root, 'dicts');
  mkdirSync(dicts);
  writeFileSync(join(dicts, 'goods.aif'), 'goods');
  const env = {
    SMENA_HTTP_ACCESS: 'required',
    SMENA_DICTIONARIES_LOCAL_DIRECTORY: dicts,
    SMENA_DICTIONARIES_ROOT: root,
  };
  await using server = await startTestServer({ env });
  const issued = await smena(['key', 'issue', 'night', '--rights', 'trim', '--data', server.dataFolder]);
  assert.equal(issued.code, 0, issued.err);
  const ask = (path: string, key: string, body?: object) =>
    fetch(new URL(`/api/v1${path}`, server.url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  // The key of the person cannot read the settings: the server reads them itself.
  assert.equal((await ask('/settings', issued.out.trim())).status, 403);
  for (const guess of ['A'.repeat(43), '', 'x']) assert.equal((await ask('/settings', guess)).status, 401);
  const done = await ask('/storage/runs', issued.out.trim(), { task: 'dictionaries', word: 'DELETE' });
  assert.equal(done.status, 200, await done.clone().text());
  const result = (await done.json()) as StorageResult;
  assert.deepEqual([result.outcome, result.dictionaries?.files, result.refusal], ['done', 1, null]);
  assert.ok(existsSync(dicts) && readdirSync(dicts).length === 0);
});
