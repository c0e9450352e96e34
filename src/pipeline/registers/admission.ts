/**
 * Who may come in: a register that wants to send its sales (handshake), and one that opens a command stream. Both are decided
 * by what was read last, so that they work while the database is away.
 */

import { type ExpectedProof, proofOf } from '../../domain/register-proof.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import type { Peer } from '../../platform/line-listener.ts';
import type { KnownRegister } from './known-register.ts';
import type { TokenBook } from './token-book.ts';

/** Why a register must not come from this end of the line. */
export type LineFaultCode =
  | 'line.other_register'
  | 'line.certificate_missing'
  | 'line.token_missing'
  | 'line.token_unknown'
  | 'line.token_ended'
  | 'line.token_revoked'
  | 'line.token_other';

export type LineFault = { ok: false; code: LineFaultCode; params: MessageParams };

/** What a register has proved; `tokenId` = by which token, null = by a certificate, or nothing is asked of it. */
export type LineVerdict = { ok: true; tokenId: number | null } | LineFault;

/** By what tokens are judged: all that were issued, the time in ms, and whether each register without a certificate must show one. */
export type TokenTerms = { book: TokenBook; nowMs: number; required: boolean };

export type Refusal = { ok: false; code: ErrorCode; params: MessageParams };

/** A register as it is kept in memory; `heard` = it has been in touch under its id. */
export type RememberedRegister = KnownRegister & { heard: boolean };

/** Registers by id; null = they could not be read yet. */
type Known = ReadonlyMap<string, RememberedRegister> | null;

/** What a register says of itself when it opens a command stream; an empty text = it does not say. */
export type StreamGreeting = { registerId: string; shopId: string; registerCode: string; shopCode: string };

export type StreamAdmission =
  | { ok: true; register: KnownRegister }
  /** It has no id yet: it is to be told its ids and codes, and comes again with them. */
  | { ok: true; register: KnownRegister; pair: true }
  | Refusal;

/** Whether a register may send over a protocol. */
export function admitToSend(
  known: Known,
  registerId: string,
  protocol: 3 | 4,
  peer: Peer,
  tokens: TokenTerms,
): { ok: true; registerCode?: string; shopId?: string } | Refusal {
  // Until they could be read nobody is refused: a refusal silences a register, and a package of an unknown register is kept
  // on disk anyway.
  if (known === null) return { ok: true };
  const register = known.get(registerId);
  if (register === undefined) return refuse('handshake.unknown_register', { registerId });
  const { registerCode, protocolVersion, shopId } = register;
  if (!register.inService) return refuse('handshake.out_of_service', { registerCode });
  const verdict = lineVerdictOf(register, peer, tokens);
  if (!verdict.ok) return verdict;
  if (protocolVersion !== protocol) return refuse('handshake.protocol', { registerCode, protocolVersion, protocol });
  return { ok: true, registerCode, shopId };
}

/**
 * Whether a register may hold a command stream (glossary §8, P5): its id must be known and fit the codes that it names. A
 * register without an id is paired by its codes, once: an id that somebody uses already is not given out again.
 */
export function admitToStream(known: Known, greeting: StreamGreeting, peer: Peer, tokens: TokenTerms): StreamAdmission {
  // A register without commands loses nothing, and it comes again.
  if (known === null) return refuse('stream.not_ready', {});
  const admission = greeting.registerId === '' ? admitUnpaired(known, greeting) : admitPaired(known, greeting);
  if (!admission.ok) return admission;
  const verdict = lineVerdictOf(admission.register, peer, tokens);
  return verdict.ok ? admission : verdict;
}

/** Whether a register may come from this end of the line (M18, P20): a certificate counts before a token. */
export function lineVerdictOf(
  register: ExpectedProof & { registerCode: string; tokenRequired: boolean },
  { certificate, token }: Peer,
  { book, nowMs, required }: TokenTerms,
): LineVerdict {
  const { registerId, registerCode } = register;
  const proof = proofOf(register, certificate?.names ?? null);
  if (proof === 'missing') return { ok: false, code: 'line.certificate_missing', params: { registerCode } };
  if (proof === 'other') {
    const shown = certificate?.names[0] ?? '—';
    return { ok: false, code: 'line.other_register', params: { registerCode, certificate: shown } };
  }
  if (proof === 'proved') return { ok: true, tokenId: null };
  if (token === undefined) {
    if (!register.tokenRequired && !required) return { ok: true, tokenId: null };
    return { ok: false, code: 'line.token_missing', params: { registerCode } };
  }
  const verdict = book.judge(registerId, token, nowMs);
  if (verdict.kind === 'good') return { ok: true, tokenId: verdict.tokenId };
  return { ok: false, code: `line.token_${verdict.kind}`, params: { registerCode } };
}

function admitPaired(known: NonNullable<Known>, greeting: StreamGreeting): StreamAdmission {
  const register = known.get(greeting.registerId);
  const { registerId } = greeting;
  if (register === undefined) return refuse('handshake.unknown_register', { registerId });
  const isOther = (said: string, ours: string) => said !== '' && said !== ours;
  const { registerCode, shopCode, shopId } = register;
  if (isOther(greeting.registerCode, registerCode) || isOther(greeting.shopCode, shopCode)) {
    const said = { saidRegister: greeting.registerCode || '—', saidShop: greeting.shopCode || '—' };
    return refuse('stream.code_mismatch', { registerId, registerCode, shopCode, ...said });
  }
  if (isOther(greeting.shopId, shopId))
    return refuse('stream.shop_mismatch', { registerCode, saidShop: greeting.shopId });
  if (!register.inService) return refuse('handshake.out_of_service', { registerCode });
  return { ok: true, register };
}

function admitUnpaired(known: NonNullable<Known>, greeting: StreamGreeting): StreamAdmission {
  const { shopCode, registerCode } = greeting;
  if (shopCode === '' || registerCode === '') return refuse('stream.no_identity', {});
  const register = [...known.values()].find((one) => one.shopCode === shopCode && one.registerCode === registerCode);
  if (register === undefined) return refuse('not_found.register', { shopCode, registerCode });
  if (!register.inService) return refuse('handshake.out_of_service', { registerCode });
  if (register.heard) return refuse('stream.paired_already', { shopCode, registerCode });
  return { ok: true, register, pair: true };
}

function refuse(code: ErrorCode, params: MessageParams): Refusal {
  return { ok: false, code, params };
}
