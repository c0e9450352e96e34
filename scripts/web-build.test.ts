import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { buildWeb, webSourcesHash } from './web-build.ts';

describe('building the pages', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'smena-web-'));
    write('web/src/main.tsx', 'one');
    write('src/messages/messages.ts', 'one');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  it('depends on the sources of the pages', () => {
    const hashes = new Set([webSourcesHash(root)]);
    for (const path of ['web/src/main.tsx', 'web/index.html', 'src/messages/messages.ts', 'contracts/web-api.ts']) {
      write(path, 'two');
      hashes.add(webSourcesHash(root));
    }
    assert.equal(hashes.size, 5);
  });

  it('does not depend on tests, results and packages', () => {
    const before = webSourcesHash(root);
    write('web/src/main.test.ts', 'two');
    write('web/dist/index.html', 'two');
    write('web/dist-building-1/index.html', 'two');
    write('web/node_modules/a/index.js', 'two');
    write('src/pipeline/ledger/ledger.ts', 'two');
    assert.equal(webSourcesHash(root), before);
  });

  it('builds nothing when the result is of these sources', () => {
    write('web/dist/.built-from', `${webSourcesHash(root)}\n`);
    assert.equal(buildWeb(root), false);
  });
});
