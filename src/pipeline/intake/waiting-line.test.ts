import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createWaitingLine } from './waiting-line.ts';

const none = () => false;

function folderOf(files: Map<string, number>) {
  let walks = 0;
  async function* scan() {
    walks += 1;
    for (const [name, at] of [...files]) yield { name, at };
  }
  return { scan, walks: () => walks };
}

test('the folder is walked once, then new names follow in order without a walk', async () => {
  const folder = folderOf(
    new Map([
      ['b', 2],
      ['a', 1],
    ]),
  );
  const line = createWaitingLine(folder.scan, 10);
  assert.deepEqual(await line.take(9, none), ['a', 'b']);
  line.add('c');
  line.add('c');
  line.remove('a');
  assert.deepEqual(await line.take(9, none), ['b', 'c']);
  assert.deepEqual(await line.take(9, (name) => name === 'b'), ['c']);
  line.remove('b');
  line.remove('c');
  assert.deepEqual(await line.take(9, none), []);
  assert.equal(folder.walks(), 1);
});

test('what is new does not overtake what is old and did not fit', async () => {
  const files = new Map([
    ['old1', 1],
    ['old2', 2],
    ['old3', 3],
    ['old4', 4],
  ]);
  const line = createWaitingLine(folderOf(files).scan, 2);
  const seen: string[] = [];
  for (let turn = 0; seen.length < 6; turn += 1) {
    if (turn === 1)
      for (const [name, at] of [
        ['new5', 5],
        ['new6', 6],
      ] as const) {
        files.set(name, at);
        line.add(name);
      }
    const [next] = await line.take(1, none);
    assert.ok(next !== undefined);
    seen.push(next);
    files.delete(next);
    line.remove(next);
  }
  assert.deepEqual(seen, ['old1', 'old2', 'old3', 'old4', 'new5', 'new6']);
});

test('held packages do not hide the others when not all fit', async () => {
  const files = new Map(
    Array.from({ length: 20 }, (_, index) => [index < 15 ? `held${index}` : `free${index}`, index]),
  );
  const line = createWaitingLine(folderOf(files).scan, 3);
  assert.deepEqual(await line.take(2, (name) => name.startsWith('held')), ['free15', 'free16']);
});

test('a name that leaves while the folder is walked does not come back', async () => {
  const { promise: half, resolve: letGo } = Promise.withResolvers<void>();
  async function* scan() {
    yield { name: 'gone', at: 1 };
    await half;
    yield { name: 'here', at: 2 };
  }
  const line = createWaitingLine(scan, 10);
  const taking = line.take(9, none);
  line.remove('gone');
  line.add('came');
  letGo();
  assert.deepEqual(await taking, ['here', 'came']);
});

test('a failed walk is tried again and names are not lost', async () => {
  let fails = true;
  async function* scan() {
    if (fails) throw new Error('no folder');
    yield { name: 'a', at: 1 };
  }
  const line = createWaitingLine(scan, 10);
  await assert.rejects(line.take(9, none), /no folder/);
  fails = false;
  assert.deepEqual(await line.take(9, none), ['a']);
});

test('with any capacity and any order of events every package is worked off once', async () => {
  type Step = { kind: 'come'; name: number } | { kind: 'work' } | { kind: 'distrust' };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constant('come' as const), name: fc.nat(200) }),
    fc.constant({ kind: 'work' as const }),
    fc.constant({ kind: 'distrust' as const }),
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 60 }), async (capacity, steps) => {
      const files = new Map<string, number>();
      const folder = folderOf(files);
      const line = createWaitingLine(folder.scan, capacity);
      const came = new Set<string>();
      const worked: string[] = [];
      let at = 0;
      const workOne = async () => {
        const [name] = await line.take(1, none);
        if (name === undefined) return false;
        worked.push(name);
        files.delete(name);
        line.remove(name);
        return true;
      };
      for (const one of steps) {
        if (one.kind === 'work') await workOne();
        else if (one.kind === 'distrust') line.distrust();
        else if (!came.has(`p${one.name}`)) {
          came.add(`p${one.name}`);
          files.set(`p${one.name}`, at++);
          line.add(`p${one.name}`);
        }
      }
      while (await workOne());
      assert.deepEqual(worked, [...came], 'in the order of coming, each once');
    }),
  );
});
