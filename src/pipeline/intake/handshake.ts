/** The handshake of every exchange: whether a register may send. A register that is turned away keeps its sales. */
import { bothLanguages, type EventCode, type MessageCode, type MessageParams } from '../../messages/messages.ts';
import type { Peer } from '../../platform/line-listener.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Refusal } from './package-space.ts';
import type { IntakeEvents } from './receive-package.ts';
import { shortId } from './sender-text.ts';

/** `registerCode` and `shopId` are for the event log only. */
export type Admission =
  | { readonly ok: true; readonly registerCode?: string; readonly shopId?: string }
  | { readonly ok: false; readonly code: MessageCode; readonly params: MessageParams };

export type HandshakeParts = {
  /** Whether the register is known, allowed and the one at this end of the line; may throw when that can not be found out. */
  admit: (registerId: string, peer: Peer) => Promise<Admission>;
  /** Whether the disk takes packages at all: better said now than after the register has parted with its copy (T1). */
  refusal: () => Promise<Refusal | undefined>;
  events: IntakeEvents;
  logger: Logger;
};

/** What both exchanges answer, by their own names (registers §4). */
export type HandshakeAnswer = {
  connectionAccepted: boolean;
  compabilityVersions: number[];
  description: string;
  /** Stable code of a refusal, for programs of ours; null = accepted. It is no field of the message. */
  reason: MessageCode | null;
};

/** What the log says of a register that is let in, and of one that is not; `params` are further values of both. */
export type HandshakeEvents = { accepted: EventCode; refused: EventCode; params?: MessageParams };

/** The only version of the exchange there is; a register looks for it. */
const VERSIONS = [1];

/** Longest register id in characters; ids that we issue have some twenty. */
const MAX_ID = 256;

/** Registers whose last outcome is remembered, so that a register that knocks every minute is told of once. */
const MAX_REMEMBERED = 20_000;

/** The handler of handshakes of one door, register id and its end of the line in, answer out. */
export function createHandshake(
  parts: HandshakeParts,
  events: HandshakeEvents,
): (registerId: string, peer: Peer) => Promise<HandshakeAnswer> {
  const lastOutcome = new Map<string, string>();

  async function decide(registerId: string, peer: Peer): Promise<Admission> {
    if (registerId.length > MAX_ID)
      return { ok: false, code: 'handshake.id_too_long', params: { length: registerId.length, limit: MAX_ID } };
    const refusal = await parts.refusal();
    if (refusal !== undefined) return { ok: false, code: refusal.code, params: refusal.params };
    try {
      return await parts.admit(registerId, peer);
    } catch (cause) {
      // Packages are taken without a database, and a refused register would fall silent (T2).
      parts.logger.warn(`register ${shortId(registerId)} could not be looked up and is let in: ${String(cause)}`);
      return { ok: true };
    }
  }

  function tellOnChange(registerId: string, admission: Admission): void {
    const outcome = admission.ok ? 'ok' : admission.code;
    if (lastOutcome.get(registerId) === outcome) return;
    if (lastOutcome.size >= MAX_REMEMBERED) lastOutcome.clear();
    lastOutcome.set(registerId, outcome);
    if (admission.ok) {
      const params = { ...events.params, registerCode: admission.registerCode ?? registerId };
      const shop = admission.shopId === undefined ? {} : { shopId: admission.shopId };
      parts.events({ code: events.accepted, level: 'info', params, registerId, ...shop });
    } else {
      // The reason travels as a code with its values, so that the log can say it in either language.
      const params = { ...admission.params, ...events.params, registerId, reason: `@${admission.code}` };
      parts.events({ code: events.refused, level: 'warning', params, registerId });
    }
  }

  return async (registerId, peer) => {
    const admission = await decide(registerId, peer);
    tellOnChange(shortId(registerId), admission);
    return {
      connectionAccepted: admission.ok,
      compabilityVersions: VERSIONS,
      description: admission.ok ? '' : bothLanguages(admission.code, admission.params),
      reason: admission.ok ? null : admission.code,
    };
  };
}
