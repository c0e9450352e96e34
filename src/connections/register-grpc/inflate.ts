/** The compression of gRPC undone, within limits. */
import { createUnzip } from 'node:zlib';
import type { Share } from '../../platform/memory/byte-budget.ts';
import { createGrowingBytes, type GrowingBytes } from '../../platform/memory/growing-bytes.ts';

/**
 * Undoes gzip or deflate, whichever it is, and charges what comes out as it comes. Undefined, and nothing charged, when the
 * bytes are no such thing or give more than `maxBytes`.
 */
export async function inflate(packed: Buffer, share: Share, maxBytes: number): Promise<GrowingBytes | undefined> {
  const plain = createGrowingBytes(maxBytes);
  const unzip = createUnzip();
  unzip.end(packed);
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      if (plain.length() + chunk.byteLength > maxBytes) return giveUp(plain, share);
      await share.take(chunk.byteLength);
      plain.append(chunk);
    }
    return plain;
  } catch (cause) {
    if (!isBadCompression(cause)) throw cause;
    return giveUp(plain, share);
  }
}

function giveUp(plain: GrowingBytes, share: Share): undefined {
  share.giveBack(plain.length());
  plain.free();
  return undefined;
}

/** The codes of zlib begin so, such as Z_DATA_ERROR. */
function isBadCompression(cause: unknown): boolean {
  return cause instanceof Error && String((cause as NodeJS.ErrnoException).code).startsWith('Z_');
}
