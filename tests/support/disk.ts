/** What a test can not have of a real disk: that a flush is heard or fails, that a certain space is free. */
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { TestContext } from 'node:test';

/** The folders that are flushed from now on, in order; the flush of `failing` fails as that of a broken disk does. */
export function watchFlushes(t: TestContext, failing?: string): string[] {
  const flushed: string[] = [];
  const { open } = files;
  t.mock.method(files, 'open', async (path: string, ...rest: [string]) => {
    const handle = await open(path, ...rest);
    if (rest[0] !== 'r') return handle;
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      if (path === failing) throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
      flushed.push(path);
      await sync();
    };
    return handle;
  });
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
  return flushed;
}

/** Makes every file system look as if so many bytes were free. */
export function pretendFree(t: TestContext, bytes: number): void {
  t.mock.method(files, 'statfs', async () => ({ bavail: bytes, bsize: 1 }));
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
}
