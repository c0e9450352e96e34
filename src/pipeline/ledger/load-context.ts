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

/** A document of a trimmed shift as its archive holds it, by its identity. */
export type TrimmedDocuments = ReadonlyMap<string, { contentHash: string; raw: string }>;

/** Reads the documents of a trimmed shift out of its archive; null = the archive cannot be read now. */
export type ReadTrimmed = (shift: { shopId: string; shiftId: number }) => Promise<TrimmedDocuments | null>;

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
  /** The documents of a trimmed shift; null = its archive cannot be read. */
  trimmedDocuments: ReadTrimmed;
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

/** The shift that documents go to. `notLoaded` (M8): nothing new may enter it. `trimmed`: its documents lie in an archive. */
export type ShiftPlace = {
  shiftId: number;
  shiftNumber: number;
  isNew: boolean;
  notLoaded: boolean;
  trimmed: boolean;
};

/** Where a document came from, as its row keeps it. */
export function sourceOf({ register, packageName, receivedUtc }: LoadContext) {
  const { shopId, registerId, timeZone } = register;
  return { shopId, registerId, timeZone, packageName, receivedUtc };
}

/** The context of a register in a batch, for what comes from one package. */
export async function newContext(
  batch: ContextParts,
  register: KnownRegister,
  source: { packageName: string; receivedUtc: string },
): Promise<LoadContext> {
  const { tx, clock, rows, shifts, trimmedDocuments, documentNumbers } = batch;
  return {
    ...{ tx, clock, register, rows, shifts, trimmedDocuments, documentNumbers },
    ...source,
    codes: await batch.codes(register.shopId),
    counts: noDocuments(),
    newSum: 0,
    newByType: new Map(),
    events: [],
    asides: new Map(),
    openAsides: await batch.openAsides(register),
    solvedAsides: new Set(),
  };
}

/** What a context takes from its batch. */
type ContextParts = Pick<LoadContext, 'tx' | 'clock' | 'rows' | 'shifts' | 'trimmedDocuments' | 'documentNumbers'> & {
  codes(shopId: string): Promise<CodeLists>;
  openAsides(register: KnownRegister): Promise<LoadContext['openAsides']>;
};
