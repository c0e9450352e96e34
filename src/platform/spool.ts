/**
 * Bytes that are written once and read several times. The first ones stay in memory; what goes beyond is in a file that has no
 * name any more, so that nothing is left of it however the process ends.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY_PREFIX } from './durable-file.ts';

export type Spool = {
  /** Adds bytes; rejects with the fault of the file system. */
  write(bytes: Uint8Array): Promise<void>;
  /** All bytes in their order, as often as asked for; a chunk is of use until the next one is asked for. */
  read(): AsyncGenerator<Uint8Array>;
  /** Frees everything. */
  close(): Promise<void>;
};

const CHUNK_BYTES = 256 * 1024;

/** `folder` must exist when more than `maxMemoryBytes` are written. */
export function openSpool(folder: string, maxMemoryBytes: number): Spool {
  let inMemory: Uint8Array[] = [];
  let bytesInMemory = 0;
  let file: FileHandle | undefined;

  async function write(bytes: Uint8Array): Promise<void> {
    if (file === undefined && bytesInMemory + bytes.byteLength <= maxMemoryBytes) {
      inMemory.push(bytes);
      bytesInMemory += bytes.byteLength;
      return;
    }
    file ??= await openNameless(folder);
    await file.appendFile(bytes);
  }

  async function* read(): AsyncGenerator<Uint8Array> {
    yield* inMemory;
    if (file === undefined) return;
    const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  }

  async function close(): Promise<void> {
    inMemory = [];
    await file?.close();
    file = undefined;
  }

  return { write, read, close };
}

async function openNameless(folder: string): Promise<FileHandle> {
  const path = join(folder, `${TEMPORARY_PREFIX}${randomBytes(8).toString('hex')}`);
  const file = await open(path, 'wx+');
  await unlink(path);
  return file;
}
