import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { receipt, salesFile } from '../../../tests/support/sales.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { defaultPackageLimits } from '../../formats/sales-package/sales-package.ts';
import { putAside } from '../../platform/memory/bytes-aside.ts';
import { openBody, type ReadBody } from './package-contents.ts';

/** Some six megabytes, with a record that is no receipt in its midst. */
function largeFile(): string {
  const documents = Array.from({ length: 3_000 }, (_, index) =>
    receipt(index + 1, '100.00', { remark: 'я'.repeat(800) }),
  );
  return salesFile({ documents }).replace('"docNum":1500,', '"docNum":,');
}

async function opened(text: string, folder?: string): Promise<ReadBody & { body: Buffer }> {
  const body = Buffer.from(text);
  const read = await openBody(
    body,
    defaultPackageLimits,
    folder === undefined ? undefined : (bytes) => putAside(folder, bytes),
  );
  assert.ok(read.kind === 'contents');
  return { ...read, body };
}

it('a large text lies in a nameless file while its documents are read, as often as need be, and its memory is free', async (t) => {
  const folder = join(temporaryFolder(t), 'waiting');
  mkdirSync(folder);
  const text = largeFile();
  const [inMemory, aside] = [await opened(text), await opened(text, folder)];
  const documents = [...inMemory.contents.documents];
  assert.deepEqual([inMemory.body.byteLength > 4 * 2 ** 20, aside.body.byteLength], [true, 0]);
  assert.equal(aside.textBytes, inMemory.textBytes);
  assert.equal(documents.filter((document) => 'reason' in document).length, 1);
  for (let walk = 0; walk < 2; walk += 1) assert.deepEqual([...aside.contents.documents], documents);
  assert.deepEqual(readdirSync(folder), []);
  aside.free();
  assert.throws(() => [...aside.contents.documents], { code: 'EBADF' });
});

it('a text stays in memory when it is small, not UTF-8 throughout, or when the folder does not take it', async (t) => {
  const folder = temporaryFolder(t);
  const small = salesFile({ documents: [receipt(1, '100.00')] });
  const large = largeFile();
  const cases: [text: string, place: string][] = [
    [small, folder],
    [large, join(folder, 'gone')],
  ];
  for (const [text, place] of cases) {
    const { body, contents, free } = await opened(text, place);
    assert.equal(body.byteLength, Buffer.byteLength(text));
    assert.deepEqual([...contents.documents], [...(await opened(text)).contents.documents]);
    free();
  }
  const foreign = Buffer.from(large);
  foreign[foreign.indexOf('я')] = 0xff;
  const read = await openBody(foreign, defaultPackageLimits, (bytes) => putAside(folder, bytes));
  assert.ok(read.kind === 'contents' && foreign.byteLength > 0);
  assert.equal([...read.contents.documents].filter((document) => 'reason' in document).length, 2);
});
