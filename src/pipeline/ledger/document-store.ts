/** Documents of one shift into the tables: new, the same again, one that adds, one that disagrees. */
import { hash } from 'node:crypto';
import { documentIdentity } from '../../domain/document-identity.ts';
import { documentTotals, revenueOf } from '../../domain/document-totals.ts';
import { addKopecks } from '../../domain/money.ts';
import type { DocumentRecord } from '../../domain/sales.ts';
import { utcText } from '../../platform/clock.ts';
import { type LoadContext, type ShiftPlace, sourceOf } from './load-context.ts';
import { type Arriving, meetStored, type StoredDocument, sayDiffering } from './meet-stored.ts';
import { meetTrimmed } from './meet-trimmed.ts';
import { recountShift } from './recount.ts';
import { addToShiftTotals, emptyShiftTotals, type ShiftTotals } from './shift-totals.ts';
import { meetAside } from './solve-asides.ts';
import { setAside } from './vault.ts';

/** Documents looked up at once, at most. */
const CHUNK = 100;

export type ShiftDocuments = {
  /** Takes one document of the shift; written when enough have gathered. */
  add(document: DocumentRecord): Promise<void>;
  /** Writes what is left; rows and totals may still be on their way. True when the shift changed. */
  finish(): Promise<boolean>;
};

type Gathering = {
  context: LoadContext;
  shift: ShiftPlace;
  totals: ShiftTotals;
  /** Identities written by this package: in a shift that it has made only these are looked up. */
  written: Set<string>;
  waiting: Map<string, Arriving>;
  changed: boolean;
  replaced: boolean;
};

/** Collects the documents of one shift; each identity is decided on once, in the order of the file. */
export function openShiftDocuments(context: LoadContext, shift: ShiftPlace): ShiftDocuments {
  const all: Gathering = {
    context,
    shift,
    totals: emptyShiftTotals(),
    written: new Set(),
    waiting: new Map(),
    changed: false,
    replaced: false,
  };
  return {
    async add(document) {
      const contentHash = hash('sha256', document.raw);
      const identity = documentIdentity(document, contentHash);
      meetAside(context, shift, document, identity);
      const item = { document, contentHash, identity };
      // In a shift that this package has made there is nothing else to look up; what waits for nothing would only be kept in memory.
      if (shift.isNew && !all.written.has(identity)) return insert(all, [item]);
      // Two copies of one document in one package meet in the tables, not in one chunk.
      if (all.waiting.has(identity)) await flush(all);
      all.waiting.set(identity, item);
      if (all.waiting.size >= Math.min(CHUNK, context.tx.recordsAtOnce)) await flush(all);
    },
    async finish() {
      await flush(all);
      const { register, shifts } = context;
      const place = { shopId: register.shopId, shiftId: shift.shiftId };
      // Totals of documents that were replaced, or read before their payment type had a class, cannot be added: all of the
      // shift is counted anew.
      const anew = all.replaced || (all.changed && context.codes.learnedClass());
      if (anew) {
        await context.rows.arrived();
        await recountShift(context, context.codes, register, shift.shiftId);
      } else if (all.changed) await shifts.change(place, all.totals);
      return all.changed;
    },
  };
}

async function flush(all: Gathering): Promise<void> {
  if (all.waiting.size === 0) return;
  const chunk = [...all.waiting.values()];
  all.waiting = new Map();
  if (all.shift.trimmed) return meetTrimmed(all.context, all.shift, chunk);
  const stored = await lookUp(all, chunk);
  const fresh = chunk.filter((item) => !stored.has(item.identity));
  if (all.shift.notLoaded) await refuse(all, fresh);
  else await insert(all, fresh);
  if (stored.size > 0) await all.context.rows.arrived();
  for (const item of chunk) {
    const known = stored.get(item.identity);
    if (known === undefined) continue;
    const outcome = await meetStored(all.context, all.shift, item, known);
    all.context.counts[outcome] += 1;
    if (outcome !== 'enriched') continue;
    all.changed = true;
    all.replaced = true;
  }
}

async function lookUp(all: Gathering, chunk: readonly Arriving[]): Promise<Map<string, StoredDocument>> {
  const { rows, register } = all.context;
  const place = { shopId: register.shopId, shiftId: all.shift.shiftId };
  // Of another package of this batch: it meets in the tables what has been decided there.
  if (chunk.some((item) => rows.holds(place, item.identity))) await rows.arrived();
  // Few distinct statement texts, so that prepared statements are found again: the list is filled up with its last name.
  const size = [1, 10, 50, CHUNK].find((limit) => chunk.length <= limit) ?? CHUNK;
  const names = Array.from({ length: size }, (_, index) => chunk[Math.min(index, chunk.length - 1)]?.identity ?? '');
  const found = await all.context.tx.all<{ identity: string } & StoredDocument>(
    // A join in this order, because for IN SQLite would read the whole shift and compare each document with the list.
    `SELECT d.identity AS identity, d.document_id AS "documentId", d.content_hash AS "contentHash", d.revision AS revision
     FROM (VALUES ${names.map(() => '(?)').join(', ')}) AS asked CROSS JOIN document d
     WHERE d.shop_id = ? AND d.shift_id = ? AND d.identity = asked.column1`,
    [...names, place.shopId, place.shiftId],
  );
  return new Map(found.map((row) => [row.identity, row]));
}

async function insert(all: Gathering, fresh: readonly Arriving[]): Promise<void> {
  if (fresh.length === 0) return;
  const { context, shift } = all;
  const { tx, codes } = context;
  const first = await context.documentNumbers(fresh.length);
  const updatedUtc = utcText(context.clock.now());
  for (const [index, item] of fresh.entries()) {
    const { document } = item;
    await codes.learn(tx, { payments: document.payments, documentType: document.documentType }, context.events);
    const documentClass = codes.documentClass(document.documentType);
    const totals = documentTotals(document, documentClass, codes.paymentClass);
    const place = { shiftId: shift.shiftId, documentId: first + index, revision: 1, updatedUtc };
    await context.rows.add({ ...item, ...place, documentClass, totals, ...sourceOf(context) });
    addToShiftTotals(all.totals, document, documentClass, totals, codes.paymentClass);
    all.written.add(item.identity);
    context.counts.new += 1;
    context.newSum = addKopecks(context.newSum, revenueOf(document, documentClass));
    context.newByType.set(document.documentType, (context.newByType.get(document.documentType) ?? 0) + 1);
    sayDiffering(context, shift, document, totals);
  }
  all.changed = true;
}

/** M8: documents of a shift that is not loaded are set aside. */
async function refuse(all: Gathering, fresh: readonly Arriving[]): Promise<void> {
  const { context, shift } = all;
  const { registerCode } = context.register;
  const details = { shiftNumber: String(shift.shiftNumber) };
  for (const { document } of fresh) {
    const kept = await setAside(context, {
      section: 'document',
      ordinal: 0,
      reason: 'document.shift_undated',
      details,
      registerCode,
      shiftNumber: shift.shiftNumber,
      raw: document.raw,
    });
    context.counts[kept ? 'set_aside' : 'same'] += 1;
  }
}
