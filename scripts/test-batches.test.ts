import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { batchTests, writeBatches } from './test-batches.ts';

test('neighbours share a process, but for whole-system tests and those that touch what the whole process has', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'smena-batches-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const place = (path: string, text = '') => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    return path;
  };
  const parts = Array.from({ length: 9 }, (_, index) => place(`src/part-${index}.test.ts`, 'test();'));
  const measuring = place('src/measuring.test.ts', 'process.memoryUsage.rss()');
  const setting = place('src/setting.test.ts', "process.env['A'] = 'b';");
  const hooked = place('src/hooked.test.ts', 'test();\nafterEach(() => {});\n');
  const hookedInside = place('src/inside.test.ts', 'describe(() => {\n  afterEach(() => {});\n});\n');
  const system = place('tests/api/a.test.ts');
  const [first = '', ...rest] = parts;
  const batches = batchTests(root, [system, first, measuring, setting, hooked, hookedInside, ...rest]);
  assert.deepEqual(batches, [
    [system],
    [first, hookedInside, ...rest.slice(0, 6)],
    [measuring],
    [setting],
    [hooked],
    rest.slice(6),
  ]);

  const started = writeBatches(root, root, batches);
  assert.deepEqual([started[0], ...started.slice(2, 5)], [system, measuring, setting, hooked]);
  assert.match(started[1] ?? '', /001-part-0-and-more\.mjs$/);
  assert.equal(
    readFileSync(started[5] ?? '', 'utf8'),
    rest
      .slice(6)
      .map((path) => `import "${pathToFileURL(join(root, path))}";\n`)
      .join(''),
  );
});
