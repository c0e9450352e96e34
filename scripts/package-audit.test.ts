import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { askAdvisories, lockComplaints } from './package-audit.ts';
import { root } from './root.ts';

test('what we take from others carries a licence that we may pass on, and a hash', () => {
  assert.deepEqual(lockComplaints(root), []);
});

describe('the packages of a project', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'smena-audit-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const lock = (packages: Record<string, object>) => {
    const own = { name: 'project', version: '1.0.0', dependencies: { holed: '1.0.0' } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(own));
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ name: 'project', version: '1.0.0', lockfileVersion: 3, packages: { '': own, ...packages } }),
    );
  };

  test('a licence that binds what is built on it, none at all, and a missing hash are named', () => {
    lock({
      'node_modules/free': { version: '1.0.0', license: '(GPL-3.0 OR MIT)', integrity: 'sha512-x' },
      'node_modules/bound': { version: '1.0.0', license: 'MIT AND GPL-3.0', integrity: 'sha512-x' },
      'node_modules/silent': { version: '1.0.0', integrity: 'sha512-x' },
      'node_modules/tool': { version: '1.0.0', license: 'MPL-2.0', integrity: 'sha512-x' },
      'node_modules/loose': { version: '1.0.0', license: 'ISC' },
    });
    assert.deepEqual(lockComplaints(folder), [
      'node_modules/bound: its licence is MIT AND GPL-3.0',
      'node_modules/silent: its licence is not told',
      'node_modules/tool: its licence is MPL-2.0',
      'node_modules/loose: the lock file has no hash of it',
    ]);
  });

  test('a known hole of a grave kind is a complaint; a registry that tells of none, or does not answer, is told apart', async () => {
    lock({ 'node_modules/holed': { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' } });
    const hole = { id: 1, title: 'Anybody may come in', url: 'https://example.com/1', vulnerable_versions: '<2.0.0' };
    const versions = { '1.0.0': { name: 'holed', version: '1.0.0' }, '2.0.0': { name: 'holed', version: '2.0.0' } };
    const card = { name: 'holed', versions, 'dist-tags': { latest: '2.0.0' } };
    let answer: [status: number, body: object] = [200, {}];
    const registry = createServer((request, response) => {
      request.resume();
      response.writeHead(answer[0], { 'content-type': 'application/json' });
      response.end(JSON.stringify(request.url?.endsWith('/bulk') ? answer[1] : card));
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const { port } = registry.address() as AddressInfo;
    const ask = () =>
      askAdvisories(folder, { npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_cache: folder });
    try {
      assert.deepEqual(await ask(), { answered: true, complaints: [] });
      answer = [200, { holed: [{ ...hole, severity: 'low' }] }];
      assert.deepEqual(await ask(), { answered: true, complaints: [] });
      answer = [200, { holed: [{ ...hole, id: 2, severity: 'critical' }] }];
      assert.deepEqual(await ask(), {
        answered: true,
        complaints: ['holed 1.0.0: critical: Anybody may come in (https://example.com/1)'],
      });
      answer = [405, {}];
      const refused = await ask();
      assert.equal(refused.answered, false);
    } finally {
      registry.close();
    }
  });
});
