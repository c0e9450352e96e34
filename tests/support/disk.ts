/** What a test can not have of a real disk: that a flush is heard or fails, that a certain space is free. */
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { TestContext } from 'node:test';

/** As they were before any test: what follows in the same process finds them so again, also where a test pretends twice. */
const { open, statfs } = files;

/** The disk is itself again. */
export function realDisk(): void {
  Object.assign(files, { open, statfs });
  syncBuiltinESMExports();
}

function instead(t: TestContext, own: Partial<typeof files>): void {
  Object.assign(files, own);
  syncBuiltinESMExports();
  t.after(realDisk);
}

/** The folders that are flushed from now on, in order; the flush of `failing` fails as that of a broken disk does. */
export function watchFlushes(t: TestContext, failing?: string): string[] {
  const flushed: string[] = [];
  async function watched(...asked: Parameters<typeof open>): ReturnType<typeof open> {
    const handle = await open(...asked);
    const [path, flags] = asked;
    if (flags !== 'r') return handle;
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      if (path === failing) throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
      flushed.push(String(path));
      await sync();
    };
    return handle;
  }
  instead(t, { open: watched });
  return flushed;
}

/** Makes every file system look as if so many bytes were free. */
export function pretendFree(t: TestContext, bytes: number): void {
  const space = async () => ({ bavail: bytes, bsize: 1 });
  instead(t, { statfs: space as unknown as typeof statfs });
}
