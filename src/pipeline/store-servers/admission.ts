/** Which server of a store may come in, and for whom it may speak (M17, M18). */
import { proofOf } from '../../domain/register-proof.ts';
import { certificateNameOf } from '../../domain/store-server.ts';
import type { MessageParams } from '../../messages/messages.ts';
import type { Peer } from '../../platform/line-listener.ts';

/** A server as it is kept in memory; `shops` are ids with their codes. */
export type KnownServer = {
  certificateName: string | null;
  certificateRequired: boolean;
  shops: ReadonlyMap<string, string>;
};

/** By code; null = they could not be read yet. */
export type KnownServers = ReadonlyMap<string, KnownServer>;

/** Why a server of a store, or what it brings, is not taken. */
export type ServerFaultCode =
  | 'line.certificate_missing'
  | 'line.token_missing'
  | 'handshake.unknown_register'
  | 'handshake.out_of_service'
  | 'server.not_ready'
  | 'server.unknown'
  | 'server.certificate_missing'
  | 'server.other_certificate'
  | 'server.other_shop';

export type ServerRefusal = { ok: false; code: ServerFaultCode; params: MessageParams };

/**
 * What a server brings: of a register that is known here, of a shop alone (a file that a person brought there), of a register that
 * nobody here knows, or of somebody who could not be read out of the message.
 */
export type Brought =
  | {
      kind: 'register';
      registerCode: string;
      shopId: string;
      shopCode: string;
      inService: boolean;
      certificateRequired: boolean;
      tokenRequired: boolean;
    }
  | { kind: 'shop'; shopCode: string }
  | { kind: 'stranger'; registerId: string }
  | { kind: 'unreadable' };

export function admitServer(known: KnownServers | null, serverCode: string, peer: Peer): ServerRefusal | null {
  // A server that is refused keeps its packages and comes again.
  if (known === null) return refuse('server.not_ready', {});
  const server = known.get(serverCode);
  if (server === undefined) return refuse('server.unknown', { serverCode });
  const { certificateName, certificateRequired } = server;
  const expected = { registerId: certificateNameOf(serverCode), certificateName, certificateRequired };
  const proof = proofOf(expected, peer.certificate?.names ?? null);
  if (proof === 'missing') return refuse('server.certificate_missing', { serverCode });
  if (proof !== 'other') return null;
  const wanted = certificateName ?? certificateNameOf(serverCode);
  return refuse('server.other_certificate', { serverCode, certificate: peer.certificate?.names[0] ?? '—', wanted });
}

export function admitToSpeak(
  known: KnownServers | null,
  serverCode: string,
  peer: Peer,
  brought: Brought,
): ServerRefusal | null {
  const fault = admitServer(known, serverCode, peer);
  if (fault !== null || brought.kind === 'unreadable') return fault;
  if (brought.kind === 'stranger') return refuse('handshake.unknown_register', { registerId: brought.registerId });
  const { shopCode } = brought;
  const shops = known?.get(serverCode)?.shops ?? new Map<string, string>();
  const isOwn = brought.kind === 'register' ? shops.has(brought.shopId) : [...shops.values()].includes(shopCode);
  if (!isOwn) return refuse('server.other_shop', { serverCode, shopCode });
  if (brought.kind === 'register' && !brought.inService)
    return refuse('handshake.out_of_service', { registerCode: brought.registerCode });
  // Whoever says in plaintext that it is the server of the shop has proved less than the register would have to.
  if (brought.kind === 'register' && brought.certificateRequired && peer.certificate === null)
    return refuse('line.certificate_missing', { registerCode: brought.registerCode });
  if (brought.kind === 'register' && brought.tokenRequired && peer.certificate === null)
    return refuse('line.token_missing', { registerCode: brought.registerCode });
  return null;
}

function refuse(code: ServerFaultCode, params: MessageParams): ServerRefusal {
  return { ok: false, code, params };
}
