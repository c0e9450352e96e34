/** The token that a register without a certificate says with each of its calls: `authorization: Bearer …` (P20). */
import type { Metadata } from '@grpc/grpc-js';
import type { Peer } from '../../platform/line-listener.ts';

const BEARER = /^Bearer +(\S+) *$/i;

/** Who is at the end of the line, with the token of this call; other forms of authorization are none of ours. */
export function withToken(peer: Peer, metadata: Metadata): Peer {
  const [value] = metadata.get('authorization');
  const token = BEARER.exec(String(value ?? ''))?.[1];
  return token === undefined ? peer : { ...peer, token };
}
