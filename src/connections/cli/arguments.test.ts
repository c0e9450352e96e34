import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseLine } from './arguments.ts';
import { allCommands } from './commands/all.ts';

const parse = (line: string) => parseLine(line === '' ? [] : line.split(' '), allCommands);

describe('understood', () => {
  const lines: [line: string, command: string | null, operands: string[], options: Record<string, string | boolean>][] =
    [
      ['', null, [], {}],
      ['serve', 'serve', [], {}],
      ['serve --data ./d --http-port=0', 'serve', [], { data: './d', 'http-port': '0' }],
      ['--lang en shift list', 'shift list', [], { lang: 'en' }],
      ['shift --shop 12 list', 'shift list', [], { shop: '12' }],
      ['shift list --from -7d', 'shift list', [], { from: '-7d' }],
      ['load-file a.json b.json --shop 1 -q', 'load-file', ['a.json', 'b.json'], { shop: '1', quiet: true }],
      ['load-file --shop 1 -- --odd.json', 'load-file', ['--odd.json'], { shop: '1' }],
      ['payment-type set 4 noncash', 'payment-type set', ['4', 'noncash'], {}],
      ['help load-file', 'help', ['load-file'], {}],
      ['load-file --help', 'load-file', [], { help: true }],
      ['shift --help', null, ['shift'], { help: true }],
      ['--version', null, [], { version: true }],
    ];
  for (const [line, command, operands, options] of lines) {
    test(`"${line}"`, () => {
      const parsed = parse(line);
      assert.ok(parsed.ok, JSON.stringify(parsed));
      assert.equal(parsed.command?.words.join(' ') ?? null, command);
      assert.deepEqual(parsed.operands, operands);
      assert.deepEqual({ ...parsed.options }, options);
    });
  }
});

describe('not understood', () => {
  const lines: [line: string, fault: string, params: Record<string, string>][] = [
    ['serv', 'usage.meant_command', { word: 'serv', nearest: 'serve' }],
    ['lod-file x', 'usage.meant_command', { word: 'lod-file', nearest: 'load-file' }],
    ['frobnicate', 'usage.unknown_command', { word: 'frobnicate' }],
    ['shift', 'usage.verb_missing', { noun: 'shift', verbs: 'list, show, route, history' }],
    ['shift lst', 'usage.meant_command', { word: 'shift lst', nearest: 'shift list' }],
    ['shift quickly', 'usage.unknown_verb', { noun: 'shift', word: 'quickly', verbs: 'list, show, route, history' }],
    ['serve --prot 1', 'usage.unknown_option', { word: '--prot' }],
    ['serve --http-prot 1', 'usage.meant_option', { word: '--http-prot', nearest: '--http-port' }],
    ['serve --shop 12', 'usage.not_here', { option: '--shop', command: 'serve' }],
    ['serve --data', 'usage.needs_value', { option: '--data', value: 'DIR' }],
    ['shift list --shop --json', 'usage.needs_value', { option: '--shop', value: 'CODE' }],
    ['status --json=yes', 'usage.no_value', { option: '--json' }],
    ['load-file --shop 1', 'usage.too_few', { command: 'load-file' }],
    ['status now', 'usage.too_many', { command: 'status', word: 'now' }],
    ['serve --version', 'usage.not_here', { option: '--version', command: 'serve' }],
    ['constructor', 'usage.unknown_command', { word: 'constructor' }],
    ['serve --__proto__ 1', 'usage.unknown_option', { word: '--__proto__' }],
  ];
  for (const [line, key, params] of lines) {
    test(`"${line}"`, () => {
      const parsed = parse(line);
      assert.ok(!parsed.ok, 'was understood');
      assert.deepEqual(parsed.faults, [{ key, params }]);
    });
  }
});

test('all that is wrong with the options is told at once, and only once', () => {
  const parsed = parse('shift list --sate blue --state blue --json=1 --limit 5 --shop');
  assert.ok(!parsed.ok);
  assert.deepEqual(
    parsed.faults.map(({ key, params }) => [key, params.option ?? params.word]),
    [
      ['usage.meant_option', '--sate'],
      ['usage.no_value', '--json'],
      ['usage.needs_value', '--shop'],
      ['usage.choice', '--state'],
      ['usage.not_here', '--limit'],
    ],
  );
  assert.deepEqual({ ...parsed.options }, { state: 'blue', limit: '5' });
});

test('every command is called by words of its own', () => {
  const names = allCommands.map(({ words }) => words.join(' '));
  assert.equal(new Set(names).size, names.length);
  for (const { words, examples } of allCommands) {
    assert.ok(examples.length > 0, `${words.join(' ')} has no example`);
    for (const example of examples) {
      const parsed = parse(example.replace('smena ', ''));
      assert.ok(parsed.ok && parsed.command?.words.join(' ') === words.join(' '), example);
    }
  }
});
