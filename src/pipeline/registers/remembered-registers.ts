/** All registers in memory, so that the doors can decide without a database, and the signs of life that wait for it. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Peer, ShownCertificate } from '../../platform/line-listener.ts';
import type { Tables } from '../../schema/tables.ts';
import {
  admitToSend,
  admitToStream,
  type LineFault,
  lineFaultOf,
  type RememberedRegister,
  type StreamAdmission,
  type StreamGreeting,
} from './admission.ts';
import { type ContactNote, writeContacts } from './contacts.ts';
import { COLUMNS, FROM, type KnownRegister, knownOf, type SelectedRegister } from './known-register.ts';

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
  /** Notes a sign of life of a known register, and the certificate that it has shown; kept in memory until `flushContacts`. */
  touch(registerId: string, certificate?: ShownCertificate | null): void;
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

/** Nothing is known before the first `reload`. */
export function rememberRegisters(database: Database<Tables>, clock: Clock): RememberedRegisters {
  let known: Map<string, RememberedRegister> | null = null;
  const contacts = new Map<string, ContactNote>();

  async function reload(): Promise<void> {
    const rows = await database.all<SelectedRegister & { lastContactAt: string | null }>(SELECT);
    known = new Map(
      rows.map(({ lastContactAt, ...row }) => {
        const { registerId } = row;
        const heard = lastContactAt !== null || contacts.has(registerId) || known?.get(registerId)?.heard === true;
        return [registerId, { ...knownOf(row), heard }];
      }),
    );
  }

  function note(registerId: string, stream?: ContactNote['stream'], shown?: ShownCertificate): void {
    const register = known?.get(registerId);
    // Whatever else calls itself a register has no row, and there is no end of such ids.
    if (register === undefined) return;
    register.heard = true;
    const opened = stream ?? contacts.get(registerId)?.stream;
    const certificate = shown ?? contacts.get(registerId)?.certificate;
    contacts.set(registerId, {
      at: utcText(clock.now()),
      ...(opened === undefined ? {} : { stream: opened }),
      ...(certificate === undefined ? {} : { certificate }),
    });
  }

  return {
    find: (registerId) => known?.get(registerId),
    all: () => [...(known?.values() ?? [])],

    admit: (registerId, protocol, peer) => admitToSend(known, registerId, protocol, peer),

    lineFault(registerId, peer) {
      // Until they could be read nobody is refused.
      if (known === null) return null;
      const stranger = { registerId, registerCode: registerId, certificateName: null, certificateRequired: false };
      return lineFaultOf(known.get(registerId) ?? stranger, peer);
    },

    admitStream: (greeting, peer) => admitToStream(known, greeting, peer),

    touch: (registerId, certificate) => note(registerId, undefined, certificate ?? undefined),

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
