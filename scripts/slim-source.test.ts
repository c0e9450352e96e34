import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseSync } from 'oxc-parser';
import { root } from './root.ts';
import { slimSource } from './slim-source.mjs';

/** The parsed code without the places of its parts and the letters in which values were written. */
function meaning(name: string, code: string): string {
  const { program, errors } = parseSync(name, code, { lang: 'js', sourceType: 'module' });
  assert.deepEqual(errors, [], name);
  return JSON.stringify(program, (key, value: unknown) => {
    if (key === 'start' || key === 'end' || key === 'raw') return undefined;
    if (key === 'pattern' && typeof value === 'string')
      return JSON.parse(`"${value.replaceAll(/\\(?!u[\da-f]{4})|"/g, '\\$&')}"`);
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

test('every module means the same when it is slim, keeps its lines, and is smaller by a third', () => {
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
  assert.ok(after < (before * 2) / 3, `${after} of ${before}`);
});

/** As the engine holds it. */
const bytesOf = (text: string) => text.length * (/[\u0100-\uffff]/.test(text) ? 2 : 1);

test('what looks like a comment or a blank inside a text stays', () => {
  const code = "const a = 'чек // not a comment';\nconst b = `/* сумма */`; // Сумма\nconst c = /[А-Я]+/u.test('Ж');\n";
  assert.equal(meaning('a.js', slimSource(code)), meaning('a.js', code));
});
