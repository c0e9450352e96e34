/**
 * Bytes to structures and back, by the codec of the Apache library and the code of its compiler. Only whole messages come
 * here: what arrives over a socket is cut into messages by our own loops.
 */
import { TBinaryProtocol, TCompactProtocol, TFramedTransport, Thrift, type TProtocol } from 'thrift';
import { MAX_NAME_BYTES, type MessageHead, type Protocol } from './message-scan.ts';

/** How the two sides of a connection speak: the protocol, and whether each message has its size before it. */
export type Wire = { readonly protocol: Protocol; readonly framed: boolean };

export type Structure = { read(input: TProtocol): void; write(output: TProtocol): void };

export const CALL = 1;
export const REPLY = 2;
export const EXCEPTION = 3;

/** Why a call could not be carried out, in the numbers that every Thrift library knows. */
export const exceptionType = { unknownMethod: 1, messageType: 2, internal: 6, protocol: 7 } as const;

const FRAME_PREFIX = 4;

/** A message as it goes over the wire. */
export function encodeMessage(
  wire: Wire,
  { name, type, sequence }: MessageHead,
  body: Pick<Structure, 'write'>,
): Buffer {
  const parts: Buffer[] = [];
  const transport = new TFramedTransport(undefined, (bytes) => {
    if (bytes !== undefined) parts.push(bytes);
  });
  const output = openProtocol(wire.protocol, transport);
  output.writeMessageBegin(name, type, sequence);
  body.write(output);
  output.writeMessageEnd();
  output.flush();
  const framed = Buffer.concat(parts);
  return wire.framed ? framed : framed.subarray(FRAME_PREFIX);
}

/** Reads the body of a whole message (without the size before it) into `body`; throws when the bytes do not fit it. */
export function decodeBody<Body extends Structure>(protocol: Protocol, message: Buffer, body: Body): Body {
  const input = openProtocol(protocol, new TFramedTransport(message));
  input.readMessageBegin();
  body.read(input);
  input.readMessageEnd();
  return body;
}

/** The structure that says that a call failed. */
export function applicationException(type: number, text: string): Structure {
  const exception = new Thrift.TApplicationException(type, text);
  // The library keeps the number in one place and writes it from another.
  exception.code = type;
  return exception;
}

/** Reads the answer to a call that failed. */
export function readException(protocol: Protocol, message: Buffer): string {
  return decodeBody(protocol, message, new Thrift.TApplicationException()).message ?? '';
}

/** The codec of a protocol over bytes. */
export function openProtocol(protocol: Protocol, transport: TFramedTransport): TProtocol {
  return protocol === 'binary' ? new TBinaryProtocol(transport) : new TCompactProtocol(transport);
}

/** Bytes of a connection that are needed to find out how it speaks. */
export const DETECTION_BYTES = 5;

/**
 * Finds out from the first bytes of a connection how it speaks; undefined when it is no Thrift. A size before the message
 * begins with a small byte, both protocols with a large one; the older binary form begins with the length of a name.
 */
export function detectWire(start: Buffer): Wire | undefined {
  if (start.length < DETECTION_BYTES) return undefined;
  const unframed = PROTOCOL_MARKS.get(start.readUInt8(0));
  if (unframed !== undefined) return { protocol: unframed, framed: false };
  const afterSize = start.readUInt8(FRAME_PREFIX);
  const framed = PROTOCOL_MARKS.get(afterSize);
  if (framed !== undefined) return { protocol: framed, framed: true };
  if (afterSize === 0) return { protocol: 'binary', framed: true };
  const isName = start.readUInt32BE(0) <= MAX_NAME_BYTES && afterSize >= FIRST_LETTER;
  return isName ? { protocol: 'binary', framed: false } : undefined;
}

/** The first byte of a message in each protocol. */
const PROTOCOL_MARKS = new Map<number, Protocol>([
  [0x80, 'binary'],
  [0x82, 'compact'],
]);
const FIRST_LETTER = 0x41;
