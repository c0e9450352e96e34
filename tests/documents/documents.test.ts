/** The documents say what the code does: tables of settings and exit codes, words, names of functions, links. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../../scripts/root.ts';
import { runtimeEnvironment, runtimeFlags } from '../../scripts/runtime.mjs';
import { settingKeys, settings } from '../../src/config.ts';
import { exitCodes } from '../../src/connections/cli/cli.ts';
import { commands } from '../../src/messages/areas/commands.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const documents = ['*.md', 'docs/**/*.md'].flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
const sources = ['src', 'contracts', 'migrations', 'web/src', 'scripts', 'tests/support']
  .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,mjs,sql,proto}`, { cwd: root }))
  .filter((path) => !path.includes('.test.'));
const code = sources.map(read).join('\n');
const words = new Set(code.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));

const manuals = [
  ['docs/operations.md', 'en'],
  ['docs/operations.ru.md', 'ru'],
] as const;

for (const [path, language] of manuals) {
  test(`${path} lists every setting as it is`, () => {
    const expected = settingKeys.map((key) => {
      const { variable, option, byDefault, describe: meaning } = settings[key];
      const code = (text: string | null) => (text === null ? '–' : `\`${text}\``);
      const cells = [code(key), code(variable), code(option === null ? null : `--${option}`), code(byDefault)];
      return `| ${[...cells, meaning[language]].join(' | ')} |`;
    });
    const found = read(path)
      .split('\n')
      .filter((line) => line.includes('`SMENA_') && line.startsWith('|'));
    assert.deepEqual(found, expected);
  });

  test(`${path} lists every exit code as it is`, () => {
    const expected = Object.entries(exitCodes).map(
      ([name, number]) => `| ${number} | ${commands[language][`exit.${name as keyof typeof exitCodes}`]} |`,
    );
    const found = read(path)
      .split('\n')
      .filter((line) => /^\| \d+ \|/.test(line));
    assert.deepEqual(found, expected);
  });
}

test('the service of the manuals runs with the flags and the environment of npm start', () => {
  for (const [path] of manuals) {
    const manual = read(path);
    const command = `ExecStart=/opt/smena/node_modules/.bin/node ${runtimeFlags('/opt/smena').join(' ')} src/main.ts serve`;
    assert.ok(manual.includes(command), command);
    for (const [name, value] of Object.entries(runtimeEnvironment))
      assert.ok(manual.includes(`\nEnvironment=${name}=${value}\n`), `${path}: ${name}`);
  }
});

test('README shows one picture, at the top, and names two commands that exist', () => {
  const text = read('README.md');
  assert.equal(text.match(/!\[/g)?.length, 1);
  assert.ok(text.indexOf('![') < text.indexOf('## '));
  const block = /## Two commands[\s\S]*?```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const named = block.split('\n').map((line) => /^npm (?:run )?(\S+)/.exec(line)?.[1]);
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  assert.deepEqual(
    named.filter((name) => name !== undefined),
    ['demo', 'test'],
  );
  assert.ok(named.every((name) => name === undefined || Object.hasOwn(scripts, name)));
});

test('the two manuals have the same parts, tables and examples', () => {
  const shapeOf = (path: string) =>
    read(path)
      .split('\n')
      .map((line) => /^(#+ |```|\|)/.exec(line)?.[1])
      .filter((mark) => mark !== undefined);
  assert.deepEqual(shapeOf('docs/operations.ru.md'), shapeOf('docs/operations.md'));
});

test('every word of the glossary is a word of the code', () => {
  const rows = read('docs/glossary.md')
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('|---') && !line.includes('| Code |'));
  const named = rows.flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1]));
  assert.ok(named.length > 80);
  assert.deepEqual(
    named.filter((word) => word === undefined || !words.has(word)),
    [],
  );
});

/** Settings of the register's own software, which we only name. */
const foreign = new Set(['storeID']);

describe('names of functions and files in', () => {
  for (const path of documents.filter((name) => name === 'ARCHITECTURE.md' || name.startsWith('docs/'))) {
    test(path, () => {
      const quoted = [
        ...read(path)
          .replace(/```[\s\S]*?```/g, '')
          .matchAll(/`([^`\n]+)`/g),
      ].map((match) => match[1] ?? '');
      const functions = quoted.filter((text) => /^[a-z]+(?:\.[a-z]+)?[A-Z][A-Za-z.]*$/.test(text));
      const known = new Set(settingKeys.flatMap((key) => [key, ...key.split('.')]));
      const missing = functions.filter(
        (name) => !known.has(name) && !foreign.has(name) && !name.split('.').every((part) => words.has(part)),
      );
      const files = quoted.filter((text) =>
        /^(src|web|contracts|migrations|scripts|tests|bench|docs)\/[\w./-]*\w$/.test(text),
      );
      assert.deepEqual([...missing, ...files.filter((file) => !existsSync(join(root, file)))], []);
    });
  }
});

describe('links of', () => {
  for (const path of documents) {
    test(path, () => {
      const broken: string[] = [];
      for (const [, target = ''] of read(path).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [file = '', anchor] = target.split('#');
        const full = file === '' ? path : relative(root, join(root, dirname(path), file));
        if (!existsSync(join(root, full))) broken.push(target);
        else if (anchor !== undefined && !anchorsOf(full).has(anchor)) broken.push(target);
      }
      assert.deepEqual(broken, []);
    });
  }
});

/** Anchors of headings, as the usual viewers make them. */
function anchorsOf(path: string): Set<string> {
  const headings = read(path).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
