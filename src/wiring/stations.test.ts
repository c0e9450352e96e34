import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { watchFlushes } from '../../tests/support/disk.ts';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { readConfig } from '../config.ts';
import { prepareDataFolder } from './stations.ts';

test('T1: the data folder survives a power cut with all that was made for it', async (t) => {
  const root = temporaryFolder(t);
  const dataFolder = join(root, 'srv', 'smena');
  const read = readConfig({
    env: { SMENA_DATA_FOLDER: dataFolder },
    args: {},
    readTextFile: () => null,
    workFolder: root,
  });
  assert.ok(read.ok);
  const { config } = read;
  const flushed = watchFlushes(t);
  await prepareDataFolder(config);
  assert.deepEqual(new Set(flushed), new Set([root, join(root, 'srv'), dataFolder, config.folders.exchange]));
});
