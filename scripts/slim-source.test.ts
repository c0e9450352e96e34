import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseSync } from 'oxc-parser';
import { root } from './root.ts';
import { slimLibrary, slimSource } from './slim-source.mjs';

/** The parsed code without the places of its parts and the letters in which values were written. */
function meaning(name: string, code: string): string {
  const parsed = parsedCode(name, code, 'module');
  assert.ok(parsed !== null, name);
  return parsed;
}

/** Null = it cannot be parsed so. */
function parsedCode(name: string, code: string, sourceType: 'module' | 'commonjs'): string | null {
  const { program, errors } = parseSync(name, code, { lang: 'js', sourceType });
  if (errors.length > 0) return null;
  return JSON.stringify(program, (key, value: unknown) => {
    if (key === 'start' || key === 'end' || key === 'raw') return undefined;
    if (key === 'pattern' && typeof value === 'string')
      return JSON.parse(`"${value.replaceAll(/\\(?!u[\da-f]{4})|"/g, '\\$&')}"`);
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

test('every module means the same when it is slim, keeps its lines, and is smaller by two fifths', () => {
  const files = globSync('{src,contracts,tests,bench,scripts}/**/*.ts', { cwd: root }).filter(
    (name) => !name.endsWith('.d.ts'),
  );
  assert.ok(files.length > 1000);
  let [before, after] = [0, 0];
  for (const name of files) {
    const plain = stripTypeScriptTypes(readFileSync(join(root, name), 'utf8'));
    const slim = slimSource(plain);
    // Not `equal`, which would print both.
    assert.ok(meaning(name, slim) === meaning(name, plain), `${name} would mean something else`);
    assert.equal(slim.split('\n').length, plain.split('\n').length, name);
    before += bytesOf(plain);
    after += bytesOf(slim);
  }
  assert.ok(after < (before * 3) / 5, `${after} of ${before}`);
});

/** As the engine holds it. */
const bytesOf = (text: string) => text.length * (/[\u0100-\uffff]/.test(text) ? 2 : 1);

test('what looks like a comment or a blank inside a text stays', () => {
  const code = "const a = 'чек // not a comment';\nconst b = `/* сумма */`; // Сумма\nconst c = /[А-Я]+/u.test('Ж');\n";
  assert.equal(meaning('a.js', slimSource(code)), meaning('a.js', code));
});

type Locked = { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };

/** Folders of the packages that a server may load: those it names, and what they name. The runtime itself is no module. */
function packagesOfServer(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const found = new Set<string>();
  const find = (name: string, from: string): void => {
    const inside = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
    if (packages[inside] === undefined) {
      // Where it is not beside the package that asks, it lies further up.
      if (from !== '') find(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
      return;
    }
    if (found.has(inside) || name === 'node') return;
    found.add(inside);
    const { dependencies, optionalDependencies } = packages[inside];
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) find(next, inside);
  };
  for (const name of Object.keys(packages['']?.dependencies ?? {})) find(name, '');
  return [...found];
}

test('every module of the libraries that a server loads means the same when it is slim, line by line', () => {
  let [modules, before, after] = [0, 0, 0];
  for (const folder of packagesOfServer())
    for (const name of globSync(`${folder}/**/*.{js,cjs,mjs}`, {
      cwd: root,
      exclude: [`${folder}/**/node_modules/**`],
    })) {
      const code = readFileSync(join(root, name), 'utf8');
      const slim = slimLibrary(code);
      if (slim !== code) {
        const kind = (['module', 'commonjs'] as const).find((kind) => parsedCode(name, code, kind) !== null);
        // Examples of what is wrong, which some packages bring for their own tests.
        if (kind === undefined) continue;
        assert.ok(parsedCode(name, slim, kind) === parsedCode(name, code, kind), `${name} would mean something else`);
      }
      assert.equal(slim.split('\n').length, code.split('\n').length, name);
      modules += 1;
      before += bytesOf(code);
      after += bytesOf(slim);
    }
  assert.ok(modules > 700, `${modules}`);
  assert.ok(after < (before * 3) / 4, `${after} of ${before}`);
});
