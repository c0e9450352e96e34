/** Bytes gathered into one buffer that grows with what has come, never with what was announced. */
export type GrowingBytes = {
  length(): number;
  /** Copies a chunk to the end. */
  append(chunk: Uint8Array): void;
  /** All of it, as a view; no more is appended afterwards. */
  bytes(): Buffer;
  /** Frees the memory now and makes `bytes` useless. */
  free(): void;
};

const FIRST_BYTES = 64 * 1024;
const GROWTH = 4;

/** `maxBytes` are never exceeded by the buffer; to append more is a fault of the caller. */
export function createGrowingBytes(maxBytes: number): GrowingBytes {
  let memory: Buffer = Buffer.alloc(0);
  let length = 0;

  function grow(needed: number): void {
    const wanted = Math.max(needed, FIRST_BYTES, memory.byteLength * GROWTH);
    // What is not written yet takes no memory of the machine.
    const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(maxBytes, wanted)));
    memory.copy(larger, 0, 0, length);
    letGo(memory);
    memory = larger;
  }

  return {
    length: () => length,
    append(chunk) {
      if (length + chunk.byteLength > memory.byteLength) grow(length + chunk.byteLength);
      memory.set(chunk, length);
      length += chunk.byteLength;
    },
    bytes: () => memory.subarray(0, length),
    free() {
      letGo(memory);
      memory = Buffer.alloc(0);
      length = 0;
    },
  };
}

/** Below this a buffer may be a part of a shared one, and is not worth the trouble. */
const OWN_MEMORY_BYTES = 64 * 1024;

/** Frees the bytes now instead of at some later collection: with many large packages that is half of the memory. */
function letGo(bytes: Buffer): void {
  const memory = bytes.buffer;
  if (bytes.byteLength >= OWN_MEMORY_BYTES && memory.byteLength === bytes.byteLength && memory instanceof ArrayBuffer) {
    memory.transfer(0);
  }
}
