/** What the steps of loading one package share. */
import type { Kopecks } from '../../domain/money.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import type { NewEvent } from '../event-log/event-log.ts';
import type { KnownRegister } from '../registers/registers.ts';
import type { CodeLists } from './code-lists.ts';
import type { RowsBehind } from './rows-behind.ts';
import type { ShiftCopies } from './shift-copies.ts';

/** A record that waits for a person. */
export type OpenAside = { id: number; shiftNumber: number | null; raw: string };

export type DocumentCounts = { new: number; same: number; enriched: number; conflict: number; set_aside: number };

export function noDocuments(): DocumentCounts {
  return { new: 0, same: 0, enriched: 0, conflict: 0, set_aside: 0 };
}

export type LoadContext = {
  tx: Transaction<Tables>;
  clock: Clock;
  register: KnownRegister;
  codes: CodeLists;
  rows: RowsBehind;
  shifts: ShiftCopies;
  /** The first of so many numbers for documents. */
  documentNumbers: (count: number) => Promise<number>;
  packageName: string;
  receivedUtc: string;
  counts: DocumentCounts;
  /** Sales less refunds of the new documents. */
  newSum: Kopecks;
  /** New documents by their type. */
  newByType: Map<number, number>;
  events: NewEvent[];
  /** Why records were set aside, and how many for each reason. */
  asides: Map<string, { count: number; details: Record<string, string> }>;
  /** Documents that were set aside before this package, by their identity, and which of them it has brought in order. */
  openAsides: ReadonlyMap<string, OpenAside[]>;
  solvedAsides: Set<number>;
};

/** Most events of one kind that one package writes one by one; the counts in `package.loaded` tell the rest. */
const MOST_OF_A_KIND = 20;

/** Adds an event of the package's register, unless the package has said the same kind of thing often enough. */
export function say(context: LoadContext, event: Omit<NewEvent, 'shopId' | 'registerId'>): void {
  const alike = context.events.filter((other) => other.code === event.code).length;
  if (alike >= MOST_OF_A_KIND) return;
  context.events.push({ ...event, shopId: context.register.shopId, registerId: context.register.registerId });
}

/** The shift that documents go to. `notLoaded` (M8): nothing new may enter it. */
export type ShiftPlace = { shiftId: number; shiftNumber: number; isNew: boolean; notLoaded: boolean };

/** Where a document came from, as its row keeps it. */
export function sourceOf({ register, packageName, receivedUtc }: LoadContext) {
  const { shopId, registerId, timeZone } = register;
  return { shopId, registerId, timeZone, packageName, receivedUtc };
}
