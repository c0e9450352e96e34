/** One large file, written piece by piece so that it survives a power cut: aside, flushed, looked at, renamed, folder flushed. */
import { open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, statIfThere, syncFolder, TEMPORARY_PREFIX } from './durable-file.ts';

export type DurableWriter = {
  /** Where it lies until it is published. */
  readonly path: string;
  write(bytes: Uint8Array): Promise<void>;
  /** No more comes; what was written is on the disk when it resolves. */
  flush(): Promise<void>;
  /** Gives the file its name. Rejects with EEXIST rather than replace a file of that name. */
  publish(): Promise<void>;
  /** Takes back what was not published; harmless afterwards. */
  abandon(): Promise<void>;
};

/** Begins a file of the folder. One writer at a time for one folder: whoever comes next removes what lies aside. */
export async function openDurableWriter(folder: string, name: string): Promise<DurableWriter> {
  const path = join(folder, `${TEMPORARY_PREFIX}${name}`);
  const file = await open(path, 'w');
  let isOpen = true;
  let isPublished = false;

  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  }

  return {
    path,
    async write(bytes) {
      for (let at = 0; at < bytes.byteLength; ) at += (await file.write(bytes, at)).bytesWritten;
    },
    async flush() {
      await file.datasync();
      await close();
    },
    async publish() {
      const target = join(folder, name);
      if ((await statIfThere(target)) !== undefined)
        throw Object.assign(new Error(`EEXIST: file already exists, '${target}'`), { code: 'EEXIST' });
      await rename(path, target);
      isPublished = true;
      await syncFolder(folder);
    },
    async abandon() {
      await close();
      if (isPublished) return;
      await unlink(path).catch((cause: unknown) => {
        if (!hasCode(cause, 'ENOENT')) throw cause;
      });
    },
  };
}
