import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findStale, fingerprint, fingerprintFile, type GeneratedFiles, generated, readOutputs } from './generated.ts';
import { root as repository } from './root.ts';

describe('stale generated files', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'smena-generated-'));
    mkdirSync(join(root, 'contracts/generated'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);

  it('are found by producing them again', async () => {
    const entry: GeneratedFiles = {
      name: 'numbers',
      outputs: '*.txt',
      produce: () => ({ 'a.txt': '1', 'b.txt': '2' }),
    };
    write('a.txt', '1');
    write('b.txt', 'changed by hand');
    write('c.txt', 'left over');
    assert.deepEqual(await findStale(root, [entry]), [
      'b.txt (numbers) is out of date',
      'c.txt (numbers) is not generated any more',
    ]);
    rmSync(join(root, 'a.txt'));
    assert.deepEqual((await findStale(root, [entry]))[0], 'a.txt (numbers) is missing');
  });

  it('are found by their fingerprint where the generator is not at hand', async () => {
    const inputs = { source: 'one' };
    const produce = () => assert.fail('the generator must not be needed');
    const entry: GeneratedFiles = { name: 'wire', outputs: '*.txt', produce, inputs: () => inputs };
    const stale = ['*.txt (wire) does not fit what it is made from'];
    write('a.txt', '1');
    assert.deepEqual(await findStale(root, [entry]), stale);
    write(fingerprintFile, JSON.stringify({ wire: fingerprint(inputs, readOutputs(root, entry)) }));
    assert.deepEqual(await findStale(root, [entry]), []);
    inputs.source = 'two';
    assert.deepEqual(await findStale(root, [entry]), stale);
    inputs.source = 'one';
    write('a.txt', 'changed by hand');
    assert.deepEqual(await findStale(root, [entry]), stale);
  });

  it('have a generator each', () => {
    for (const entry of generated) {
      assert.notDeepEqual(readOutputs(repository, entry), {}, `${entry.name} has no files: ${entry.outputs}`);
    }
  });
});
