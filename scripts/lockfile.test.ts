import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './root.ts';

type Entry = { resolved?: string; hasInstallScript?: boolean; optionalDependencies?: Record<string, string> };

const packages = (JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> }).packages;

test('the lock file does not say which registry served a package', () => {
  const named = Object.entries(packages).filter(([, { resolved }]) => resolved?.includes('://'));
  assert.deepEqual(named, [], 'run npm with the .npmrc of this repository');
});

test('the lock file holds the optional packages of every system, or "npm ci" refuses it', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !nearest(path, name)),
  );
  assert.deepEqual(missing, [], 'make the lock file anew in an empty folder: npm install --package-lock-only');
});

test('every package that runs a script at install was decided on', () => {
  const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
  const scripted = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript);
  const names = scripted.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  assert.deepEqual(
    names.filter((name) => !(name in allowScripts)),
    [],
    'add them to allowScripts in package.json',
  );
});

/** Looks for a package the way Node does: beside, then further up. */
function nearest(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder.includes('node_modules')) return packages[`node_modules/${name}`] !== undefined;
  }
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
