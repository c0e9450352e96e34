/**
 * The two things we need of @grpc/grpc-js that it does not offer. Both are looked up by name and fail loudly when a new
 * version has moved them; the tests of this folder go through both.
 */
import type { ServerHttp2Stream } from 'node:http2';
import type { Server, ServerInterceptingCallInterface } from '@grpc/grpc-js';

/** Answers unknown paths with the handler of `toKnown(path)`: the package name of a real register is not known (A7). */
export function routeUnknownPaths(server: Server, toKnown: (path: string) => string | undefined): void {
  const inside = server as unknown as { _retrieveHandler?: (path: string) => unknown };
  const lookUp = inside._retrieveHandler;
  if (typeof lookUp !== 'function') throw new Error('grpc-js: the lookup of handlers has moved');
  inside._retrieveHandler = (path) => {
    const handler: unknown = lookUp.call(server, path);
    if (handler !== null) return handler;
    const known = toKnown(path);
    return known === undefined ? null : lookUp.call(server, known);
  };
}

/** The HTTP/2 stream beneath a call, no longer read by the library: its reader fetches ahead of the handler (A1). */
export function takeOverStream(call: ServerInterceptingCallInterface): ServerHttp2Stream {
  const { stream } = call as unknown as { stream?: ServerHttp2Stream };
  if (typeof stream?.iterator !== 'function') throw new Error('grpc-js: the stream of a call has moved');
  stream.removeAllListeners('data');
  return stream;
}
