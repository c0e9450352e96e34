/** All registers in memory, so that the doors can decide without a database, and the signs of life that wait for it. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Peer } from '../../platform/line-listener.ts';
import type { Tables } from '../../schema/tables.ts';
import {
  admitToSend,
  admitToStream,
  type LineFault,
  lineVerdictOf,
  type RememberedRegister,
  type StreamAdmission,
  type StreamGreeting,
  type TokenTerms,
} from './admission.ts';
import { type ContactNote, writeContacts } from './contacts.ts';
import { COLUMNS, FROM, type KnownRegister, knownOf, type SelectedRegister } from './known-register.ts';
import { readRegisterTokens } from './register-tokens.ts';
import { createTokenBook } from './token-book.ts';

type Shown = Pick<ContactNote, 'certificate' | 'tokenId'>;

export type RememberedRegisters = {
  /** The register of an id, from what was read last; undefined = not known. */
  find(registerId: string): KnownRegister | undefined;
  /** Every register, from what was read last. */
  all(): KnownRegister[];
  /** Whether a register may send over a protocol (handshake). Works without a database from what was read last. */
  admit(registerId: string, protocol: 3 | 4, peer: Peer): ReturnType<typeof admitToSend>;
  /** Why a package of a register must not come from this end of the line, from what was read last; null = it may. */
  lineFault(registerId: string, peer: Peer): LineFault | null;
  /** Whether a register may hold a command stream, from what was read last. */
  admitStream(greeting: StreamGreeting, peer: Peer): StreamAdmission;
  /** Notes a sign of life of a known register, and what it has shown on its line; kept in memory until `flushContacts`. */
  touch(registerId: string, peer?: Peer): void;
  /**
   * Notes that a known register has opened a command stream, and what it said of its software; it is told its settings then
   * (M15). Kept in memory until `flushContacts`.
   */
  streamOpened(registerId: string, softwareVersion: string | null): void;
  /** Writes the signs of life that wait; true when there were any. */
  flushContacts(): Promise<boolean>;
  /** Reads all registers again for `admit`. */
  reload(): Promise<void>;
};

const SELECT = `${COLUMNS}, r.last_contact_utc AS "lastContactAt" ${FROM}`;

/** Nothing is known before the first `reload`. `tokensRequired`: of each register that shows no certificate. */
export function rememberRegisters(
  database: Database<Tables>,
  clock: Clock,
  tokensRequired: boolean,
): RememberedRegisters {
  let known: Map<string, RememberedRegister> | null = null;
  let book = createTokenBook([]);
  const tokens = (): TokenTerms => ({ book, nowMs: clock.now(), required: tokensRequired });
  const contacts = new Map<string, ContactNote>();

  async function reload(): Promise<void> {
    book = createTokenBook(await readRegisterTokens(database));
    const rows = await database.all<SelectedRegister & { lastContactAt: string | null }>(SELECT);
    known = new Map(
      rows.map(({ lastContactAt, ...row }) => {
        const { registerId } = row;
        const heard = lastContactAt !== null || contacts.has(registerId) || known?.get(registerId)?.heard === true;
        return [registerId, { ...knownOf(row), heard }];
      }),
    );
  }

  function note(registerId: string, stream?: ContactNote['stream'], shown: Shown = {}): void {
    const register = known?.get(registerId);
    // Whatever else calls itself a register has no row, and there is no end of such ids.
    if (register === undefined) return;
    register.heard = true;
    const opened = stream ?? contacts.get(registerId)?.stream;
    const certificate = shown.certificate ?? contacts.get(registerId)?.certificate;
    const tokenId = shown.tokenId ?? contacts.get(registerId)?.tokenId;
    contacts.set(registerId, {
      at: utcText(clock.now()),
      ...(opened === undefined ? {} : { stream: opened }),
      ...(certificate === undefined ? {} : { certificate }),
      ...(tokenId === undefined ? {} : { tokenId }),
    });
  }

  return {
    find: (registerId) => known?.get(registerId),
    all: () => [...(known?.values() ?? [])],

    admit: (registerId, protocol, peer) => admitToSend(known, registerId, protocol, peer, tokens()),

    lineFault(registerId, peer) {
      // Until they could be read nobody is refused.
      if (known === null) return null;
      const verdict = lineVerdictOf(known.get(registerId) ?? strangerOf(registerId), peer, tokens());
      return verdict.ok ? null : verdict;
    },

    admitStream: (greeting, peer) => admitToStream(known, greeting, peer, tokens()),

    touch: (registerId, peer) =>
      note(registerId, undefined, peer === undefined ? {} : shownBy(registerId, peer, tokens())),

    streamOpened: (registerId, softwareVersion) => note(registerId, { at: utcText(clock.now()), softwareVersion }),

    async flushContacts() {
      if (contacts.size === 0) return false;
      const waiting = [...contacts];
      await writeContacts(database, waiting);
      for (const [registerId, written] of waiting) {
        const now = contacts.get(registerId);
        if (now === written) contacts.delete(registerId);
        // Heard again meanwhile; that it has opened its stream is written.
        else if (now !== undefined && now.stream === written.stream) contacts.set(registerId, { at: now.at });
      }
      return true;
    },

    reload,
  };
}

/** Of whom nothing is expected but that what it shows is its own. */
function strangerOf(registerId: string) {
  return {
    registerId,
    registerCode: registerId,
    certificateName: null,
    certificateRequired: false,
    tokenRequired: false,
  };
}

/** What is remembered of its line: the certificate, or by which of its tokens it came. */
function shownBy(registerId: string, { certificate, token }: Peer, { book, nowMs }: TokenTerms): Shown {
  if (certificate !== null) return { certificate };
  if (token === undefined) return {};
  const verdict = book.judge(registerId, token, nowMs);
  return verdict.kind === 'good' ? { tokenId: verdict.tokenId } : {};
}
