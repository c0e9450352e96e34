/** A call of Sales.load byte by byte: what a library would never send. */
import { connect } from 'node:http2';

export type RawLoad = {
  write(bytes: Uint8Array): void;
  end(): void;
  /** Status and text of the answer. */
  ended: Promise<{ status: number; text: string }>;
  close(): void;
};

/** The five bytes before a message, with the size that it announces. */
export function prefix(size: number, packed = 0): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(packed, 0);
  bytes.writeUInt32BE(size, 1);
  return bytes;
}

/** Opens the call on a connection of its own to 127.0.0.1. */
export function openRawLoad(port: number): RawLoad {
  const session = connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/Sales/load',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.on('error', () => undefined).resume();
  const { promise: ended, resolve } = Promise.withResolvers<{ status: number; text: string }>();
  // An answer without a message comes as headers, another as trailers.
  for (const part of ['response', 'trailers']) {
    stream.on(part, (headers: Record<string, string | undefined>) => {
      const status = headers['grpc-status'];
      if (status === undefined) return;
      resolve({ status: Number(status), text: decodeURIComponent(headers['grpc-message'] ?? '') });
    });
  }
  return {
    write: (bytes) => stream.write(bytes),
    end: () => stream.end(),
    ended,
    close: () => session.destroy(),
  };
}
