import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { decodeMember, encodeEnd, encodeMember, type TarFile } from './archive-member.ts';
import { ArchiveDamaged, fingerprint, membersOf, readMember } from './read-archive.ts';

const files: TarFile[][] = [
  [
    {
      name: `${'r'.repeat(64)}_${'a'.repeat(40)}.sales`,
      bytes: Buffer.from('{"v":1}\nPK'),
      mtimeMs: 1_700_000_000_000,
    },
  ],
  [
    { name: `cash_${'b'.repeat(40)}.sales`, bytes: randomBytes(70_000), mtimeMs: 0 },
    { name: `cash_${'b'.repeat(40)}.sales.reason.json`, bytes: Buffer.from('{}\n'), mtimeMs: 0 },
  ],
  [{ name: `cash_${'c'.repeat(40)}.sales`, bytes: Buffer.alloc(0), mtimeMs: 0 }],
];

async function write(path: string): Promise<void> {
  const members = await Promise.all(files.map(encodeMember));
  writeFileSync(path, Buffer.concat([...members, encodeEnd()]));
}

test('M38 plain tar and gzip read an archive, and every file comes back byte for byte', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'file-26-11-08.tgz');
  await write(path);
  execFileSync('gzip', ['--test', path]);
  execFileSync('tar', ['-xzf', path, '-C', folder]);
  for (const { name, bytes } of files.flat()) assert.deepEqual(readFileSync(join(folder, name)), bytes, name);
});

test('the same files make the same bytes; members are read in order and each alone', async (t) => {
  const path = join(temporaryFolder(t), 'a.tgz');
  await write(path);
  const first = await fingerprint(path);
  await write(path);
  assert.deepEqual(await fingerprint(path), first);
  let index = 0;
  for await (const { files: read, ...place } of membersOf(path)) {
    assert.deepEqual(read, files[index]);
    assert.deepEqual(await readMember(path, place), files[index]);
    index += 1;
  }
  assert.equal(index, files.length);
});

test('whatever byte of an archive changes or wherever it is cut off: no other content is ever read, and the change is seen', async (t) => {
  const path = join(temporaryFolder(t), 'a.tgz');
  await write(path);
  const whole = readFileSync(path);
  const told = files.flat().map(({ bytes }) => bytes.toString('hex'));
  const printed = await fingerprint(path);
  const outcomeOf = async (bytes: Buffer): Promise<'same' | 'other' | 'damaged'> => {
    writeFileSync(path, bytes);
    const read: string[] = [];
    try {
      for await (const member of membersOf(path)) read.push(...member.files.map((file) => file.bytes.toString('hex')));
      return read.join() === told.join() ? 'same' : 'other';
    } catch (cause) {
      assert.ok(cause instanceof ArchiveDamaged);
      return 'damaged';
    }
  };
  assert.equal(await outcomeOf(whole), 'same');
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.byteLength - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ change;
      // Some bits of the headings carry nothing; the fingerprint of the whole file sees them, too.
      assert.notEqual(await outcomeOf(changed), 'other');
      assert.notDeepEqual(await fingerprint(path), printed);
    }),
    { numRuns: 150 },
  );
  for (const cut of [1, 8, 30, 1000, whole.byteLength - 5])
    assert.equal(await outcomeOf(whole.subarray(0, -cut)), 'damaged');
  assert.equal(await outcomeOf(Buffer.concat([whole, Buffer.of(0)])), 'damaged', 'something behind the end');
});

test('bytes that are no member are none', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(100), randomBytes(100)])
    assert.equal(await decodeMember(bytes), undefined);
});
