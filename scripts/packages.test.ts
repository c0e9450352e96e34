import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pinnedNode, whyStale } from './packages.mjs';
import { root as repository } from './root.ts';

type Entry = { version?: string; integrity?: string; dev?: boolean; optional?: boolean; link?: boolean };

describe('whyStale', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'smena-packages-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function lock(packages: Record<string, Entry>): void {
    write('package-lock.json', { packages: { '': {}, web: {}, ...packages } });
  }
  function installed(packages: Record<string, Entry>): void {
    write('node_modules/.package-lock.json', { packages });
    write(pinnedNode(root).slice(root.length + 1), {});
  }
  function write(path: string, content: unknown): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), JSON.stringify(content));
  }

  it('is content when npm installed what the lock file asks for', () => {
    lock({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } });
    installed({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } });
    assert.equal(whyStale(root), undefined);
  });

  it('notices that nothing was ever installed', () => {
    lock({});
    assert.equal(whyStale(root), 'nothing is installed yet');
  });

  it('notices another version, another content, a missing and a superfluous package', () => {
    const a = { version: '1.0.0', integrity: 'x' };
    lock({ 'node_modules/a': a });
    installed({ 'node_modules/a': { ...a, version: '1.0.1' } });
    assert.equal(whyStale(root), 'node_modules/a has changed');
    installed({ 'node_modules/a': { ...a, integrity: 'y' } });
    assert.equal(whyStale(root), 'node_modules/a has changed');
    installed({});
    assert.equal(whyStale(root), 'node_modules/a is missing');
    installed({ 'node_modules/a': a, 'node_modules/b': a });
    assert.equal(whyStale(root), 'node_modules/b is not wanted any more');
  });

  it('lets packages of other systems be missing, and those of development where only running counts', () => {
    lock({ 'node_modules/a': { version: '1.0.0', optional: true }, 'node_modules/b': { version: '1.0.0', dev: true } });
    installed({});
    assert.equal(whyStale(root), 'node_modules/b is missing');
    assert.equal(whyStale(root, { runtimeOnly: true }), undefined);
  });

  it('notices that the pinned Node is missing', () => {
    lock({});
    installed({});
    rmSync(pinnedNode(root));
    assert.equal(whyStale(root), 'the pinned Node is missing');
  });

  it('says what to do when the lock file is missing', () => {
    assert.throws(() => whyStale(root), /package-lock\.json is missing: check out the repository again/);
  });

  it('understands what the npm of this machine writes', () => {
    assert.equal(whyStale(repository), undefined);
  });
});
