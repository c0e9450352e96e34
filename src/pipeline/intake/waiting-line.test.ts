import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createWaitingLine } from './waiting-line.ts';

const none = () => false;

function folderOf(files: Map<string, number>) {
  const asked = { walks: 0, times: 0 };
  async function* names() {
    asked.walks += 1;
    yield* [...files.keys()].reverse();
  }
  async function storedAt(name: string) {
    asked.times += 1;
    return files.get(name);
  }
  return { asked, names, storedAt };
}

test('the folder is walked once, then new names follow in order without a walk', async () => {
  const folder = folderOf(
    new Map([
      ['b', 2],
      ['a', 1],
    ]),
  );
  const line = createWaitingLine(folder, 10);
  assert.deepEqual(await line.take(9, none), ['a', 'b']);
  line.add('c', 3);
  line.add('c', 4);
  line.remove('a');
  assert.deepEqual(await line.take(9, none), ['b', 'c']);
  assert.deepEqual(await line.take(9, (name) => name === 'b'), ['c']);
  line.remove('b');
  line.remove('c');
  assert.deepEqual(await line.take(9, none), []);
  assert.equal(folder.asked.walks, 1);
});

test('what is new does not overtake what is old and did not fit', async () => {
  const files = new Map([
    ['old1', 1],
    ['old2', 2],
    ['old3', 3],
    ['old4', 4],
  ]);
  const line = createWaitingLine(folderOf(files), 2);
  const seen: string[] = [];
  for (let turn = 0; seen.length < 6; turn += 1) {
    if (turn === 1)
      for (const [name, at] of [
        ['new5', 5],
        ['new6', 6],
      ] as const) {
        files.set(name, at);
        line.add(name, at);
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
  const line = createWaitingLine(folderOf(files), 3);
  assert.deepEqual(await line.take(2, (name) => name.startsWith('held')), ['free15', 'free16']);
});

test('a name that leaves while the folder is walked does not come back', async () => {
  const { promise: half, resolve: letGo } = Promise.withResolvers<void>();
  async function* names() {
    yield 'gone';
    await half;
    yield 'here';
  }
  const line = createWaitingLine({ names, storedAt: async () => 1 }, 10);
  const taking = line.take(9, none);
  line.remove('gone');
  line.add('came', 3);
  letGo();
  assert.deepEqual(await taking, ['here', 'came']);
});

test('names that another thread stored are found after distrust, without asking again for what is known', async () => {
  const files = new Map(Array.from({ length: 100 }, (_, index) => [`p${index}`, index]));
  const folder = folderOf(files);
  const line = createWaitingLine(folder, 1000);
  assert.equal((await line.take(10, none)).length, 10);
  assert.equal(folder.asked.times, 100);
  files.set('new', 200);
  line.distrust();
  assert.equal((await line.take(10, none)).length, 10);
  assert.equal(folder.asked.walks, 1, 'enough is known: no walk');
  const names = await line.take(1000, none);
  assert.equal(names.at(-1), 'new');
  assert.equal(names.length, 101);
  assert.deepEqual(folder.asked, { walks: 2, times: 101 });
});

test('a failed walk is tried again and names are not lost', async () => {
  let fails = true;
  async function* names() {
    if (fails) throw new Error('no folder');
    yield 'a';
  }
  const line = createWaitingLine({ names, storedAt: async () => 1 }, 10);
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
      const line = createWaitingLine(folder, capacity);
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
          at += 1;
          files.set(`p${one.name}`, at);
          line.add(`p${one.name}`, at);
        }
      }
      while (await workOne());
      assert.deepEqual(worked, [...came], 'in the order of coming, each once');
    }),
  );
});
