/** What the functions of this room share. */
import type { Actor } from '../domain/access.ts';
import type { EventCode, MessageParams } from '../messages/messages.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Transaction } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import type { SessionTimes } from './identify.ts';
import type { Passwords } from './passwords.ts';

/** Something that happened with log-ins, people or keys. */
export type AccessNote = {
  code: Extract<EventCode, `access.${string}`>;
  level: 'info' | 'warning';
  /** Who did it; of a log-in that failed only the address is known. */
  actor: Actor;
  params: MessageParams;
  /** What it was and what it is now, where something changed; never a secret. */
  old?: NoteValues;
  new?: NoteValues;
};

type NoteValues = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Keeps a note in the transaction of what it tells about. */
export type TellAccess = (tx: Transaction<Tables>, note: AccessNote) => Promise<void>;

export type AccessParts = {
  database: Database<Tables>;
  clock: Clock;
  passwords: Passwords;
  times: SessionTimes;
  tell: TellAccess;
};

export type Refused = { ok: false; code: string; params: MessageParams };
export type Done = { ok: true } | Refused;
export type Outcome<T> = { ok: true; value: T } | Refused;

export function refuse(code: string, params: MessageParams = {}): Refused {
  return { ok: false, code, params };
}
