/**
 * Reading in folders to which others can write. What stands under the name of a file may be a link to one of our keys, a pipe that
 * nobody writes to, or a device: none of them is followed or waited for.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { hasCode } from './durable-file.ts';

/** Opens a file for reading; null when what stands there is no file of its own. Rejects with the error of the system (ENOENT …). */
export async function openPlainFile(path: string): Promise<FileHandle | null> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    // A link, a socket.
    if (hasCode(cause, 'ELOOP') || hasCode(cause, 'ENXIO')) return null;
    throw cause;
  }
  try {
    if ((await file.stat()).isFile()) return file;
  } catch (cause) {
    await file.close();
    throw cause;
  }
  await file.close();
  return null;
}

/** At most so many bytes from its beginning; null when what stands there is no file of its own. */
export async function readPlainFile(path: string, mostBytes: number): Promise<Buffer | null> {
  const file = await openPlainFile(path);
  if (file === null) return null;
  try {
    const bytes = Buffer.alloc(Math.min(mostBytes, (await file.stat()).size));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}
