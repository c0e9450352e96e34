/**
 * Lines of text in a gzip file: written aside and flushed, renamed into place by whoever has read them back, and read again line
 * by line. The same lines give the same bytes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { hasCode, syncFolder, TEMPORARY_PREFIX } from './durable-file.ts';

export type PackedFile = { path: string; size: number; sha256: string };

/** The level is part of the bytes. */
const LEVEL = 6;

/** Writes the lines (each with its line feed) aside into the folder and flushes them. Throws the fault of the file system or of the lines; nothing is left then. */
export async function packAside(folder: string, lines: AsyncIterable<string>): Promise<PackedFile> {
  const path = join(folder, `${TEMPORARY_PREFIX}${randomBytes(8).toString('hex')}`);
  const hash = createHash('sha256');
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    const source = Readable.from(inPieces(lines), { objectMode: false });
    await pipeline(source, createGzip({ level: LEVEL }), counted, createWriteStream(path, { flags: 'wx' }));
    const file = await open(path, 'r+');
    await file.datasync().finally(() => file.close());
  } catch (cause) {
    await discardPacked(path);
    throw cause;
  }
  return { path, size, sha256: hash.digest('hex') };
}

const PIECE_CHARACTERS = 64 * 1024;

/** Lines together in pieces: a stream costs the same for each. */
async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const line of lines) {
    text += line;
    if (text.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  if (text !== '') yield Buffer.from(text, 'utf8');
}

/** Gives a file that was written aside its name in the same folder. */
export async function settlePacked(aside: string, name: string): Promise<void> {
  await rename(aside, join(dirname(aside), name));
  await syncFolder(dirname(aside));
}

/** Removes a file that was written aside; one that is not there is no error. */
export async function discardPacked(aside: string): Promise<void> {
  await unlink(aside).catch((cause: unknown) => {
    if (!hasCode(cause, 'ENOENT')) throw cause;
  });
}

/** The lines of such a file without their line feeds. Throws the fault of the file system or of zlib. */
export async function* packedLines(path: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const packed = createReadStream(path);
  packed.once('error', (cause) => unpacked.destroy(cause));
  packed.pipe(unpacked);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const chunk of unpacked) {
      const pieces = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
      rest = pieces.pop() ?? '';
      yield* pieces;
    }
    rest += decoder.decode();
    if (rest !== '') yield rest;
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

/** SHA-256 and size of a file as it lies. */
export async function hashFile(path: string): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return { sha256: hash.digest('hex'), size };
}
