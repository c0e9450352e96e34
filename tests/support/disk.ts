/** What a test can not have of a real disk: that a flush is heard or fails, that a certain space is free. */
import files from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { TestContext } from 'node:test';

/** As they were before any test: what follows in the same process finds them so again, also where a test pretends twice. */
const { fsync, openSync } = files;
const { statfs } = promises;

/** The disk is itself again. */
export function realDisk(): void {
  Object.assign(files, { fsync, openSync });
  Object.assign(promises, { statfs });
  syncBuiltinESMExports();
}

function instead<Module extends object>(t: TestContext, module: Module, own: Partial<Module>): void {
  Object.assign(module, own);
  syncBuiltinESMExports();
  t.after(realDisk);
}

/** The folders that are flushed from now on, in order; the flush of `failing` fails as that of a broken disk does. */
export function watchFlushes(t: TestContext, failing?: string): string[] {
  const flushed: string[] = [];
  const paths = new Map<number, string>();
  function watchedOpen(...asked: Parameters<typeof openSync>): number {
    const file = openSync(...asked);
    paths.set(file, String(asked[0]));
    return file;
  }
  function watchedFlush(file: number, heard: files.NoParamCallback): void {
    const path = paths.get(file);
    if (failing !== undefined && path === failing) {
      const broken = Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
      return void setImmediate(heard, broken);
    }
    if (path !== undefined) flushed.push(path);
    fsync(file, heard);
  }
  instead(t, files, { fsync: watchedFlush as typeof fsync, openSync: watchedOpen });
  return flushed;
}

/** Makes every file system look as if so many bytes were free. */
export function pretendFree(t: TestContext, bytes: number): void {
  const space = async () => ({ bavail: bytes, bsize: 1 });
  instead(t, promises, { statfs: space as unknown as typeof statfs });
}
