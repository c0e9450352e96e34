/** Documents of one shift into the tables: new, the same again, one that adds, one that disagrees. */
import { hash } from 'node:crypto';
import { documentIdentity, isClosedDocument } from '../../domain/document-identity.ts';
import { type DocumentTotals, documentTotals } from '../../domain/document-totals.ts';
import type { DocumentClass, DocumentRecord } from '../../domain/sales.ts';
import { parseRecord, rereadDocument } from '../../formats/sales-file/sales-file.ts';
import { utcText } from '../../platform/clock.ts';
import { createDocumentBatch, type DocumentToWrite, deleteDocumentRows } from './document-rows.ts';
import { type LoadContext, say } from './load-context.ts';
import { mergeRecords, recordText } from './record-merge.ts';
import { recountShift } from './recount.ts';
import { takeNumbers } from './shift-store.ts';
import { addToShiftTotals, emptyShiftTotals, writeShiftTotals } from './shift-totals.ts';
import { differenceText, keepConflict, setAside } from './vault.ts';

/** Documents looked up and written at once. */
const CHUNK = 500;

type Stored = { documentId: number; contentHash: string; revision: number };
type Arriving = { document: DocumentRecord; contentHash: string; identity: string };

export type ShiftDocuments = {
  /** Takes one document of the shift; written when enough have gathered. */
  add(document: DocumentRecord): Promise<void>;
  /** Writes what is left and the totals. True when the shift changed. */
  finish(): Promise<boolean>;
};

/**
 * Collects the documents of one shift. `isNew` spares the look-up of documents in a shift that was made just now;
 * `notLoaded` (M8) lets nothing new in: such documents are set aside.
 */
export function openShiftDocuments(
  context: LoadContext,
  shift: { shiftId: number; shiftNumber: number; isNew: boolean; notLoaded: boolean },
): ShiftDocuments {
  const { tx, register, counts } = context;
  const totals = emptyShiftTotals();
  const batch = createDocumentBatch();
  const written = new Set<string>();
  let waiting = new Map<string, Arriving>();
  let added = false;
  let recount = false;

  async function flush(): Promise<void> {
    if (waiting.size === 0) return;
    const chunk = [...waiting.values()];
    waiting = new Map();
    const stored = await lookUp(chunk);
    const fresh = chunk.filter((item) => !stored.has(item.identity));
    if (shift.notLoaded) await refuse(fresh);
    else await insert(fresh);
    for (const item of chunk) {
      const known = stored.get(item.identity);
      if (known !== undefined) await meet(item, known);
    }
  }

  async function lookUp(chunk: readonly Arriving[]): Promise<Map<string, Stored>> {
    const asked = shift.isNew ? chunk.filter((item) => written.has(item.identity)) : chunk;
    if (asked.length === 0) return new Map();
    // Few distinct statement texts, so that prepared statements are found again: the list is filled up with its last name.
    const size = [1, 10, 100, CHUNK].find((limit) => asked.length <= limit) ?? CHUNK;
    const names = Array.from({ length: size }, (_, index) => asked[Math.min(index, asked.length - 1)]?.identity ?? '');
    const rows = await tx.all<{ identity: string } & Stored>(
      `SELECT identity, document_id AS "documentId", content_hash AS "contentHash", revision FROM document
       WHERE shop_id = ? AND shift_id = ? AND identity IN (${names.map(() => '?').join(', ')})`,
      [register.shopId, shift.shiftId, ...names],
    );
    return new Map(rows.map((row) => [row.identity, row]));
  }

  async function insert(fresh: readonly Arriving[]): Promise<void> {
    if (fresh.length === 0) return;
    const first = await takeNumbers(tx, 'document', fresh.length);
    const now = utcText(context.clock.now());
    for (const [index, item] of fresh.entries()) {
      const { document } = item;
      await context.codes.learn(
        tx,
        { payments: document.payments, documentType: document.documentType },
        context.events,
      );
      const { documentClass, sums } = classify(document);
      batch.add(toWrite(item, documentClass, sums, { documentId: first + index, revision: 1, now }));
      addToShiftTotals(totals, document, documentClass, sums, context.codes.paymentClass);
      written.add(item.identity);
      counts.new += 1;
      tellDifference(document, sums);
    }
    added = true;
    await batch.write(tx);
  }

  async function refuse(fresh: readonly Arriving[]): Promise<void> {
    for (const { document } of fresh) {
      const { raw } = document;
      const { registerCode } = register;
      const details = { shiftNumber: String(shift.shiftNumber) };
      const reason = { section: 'document', ordinal: 0, reason: 'document.shift_undated', details } as const;
      const kept = await setAside(context, { ...reason, registerCode, shiftNumber: shift.shiftNumber, raw });
      if (kept) counts.set_aside += 1;
      else counts.same += 1;
    }
  }

  function classify(document: DocumentRecord): { documentClass: DocumentClass; sums: DocumentTotals } {
    const documentClass = context.codes.documentClass(document.documentType);
    return { documentClass, sums: documentTotals(document, documentClass, context.codes.paymentClass) };
  }

  function toWrite(
    item: Arriving,
    documentClass: DocumentClass,
    sums: DocumentTotals,
    row: { documentId: number; revision: number; now: string },
  ): DocumentToWrite {
    return {
      shopId: register.shopId,
      shiftId: shift.shiftId,
      registerId: register.registerId,
      documentId: row.documentId,
      identity: item.identity,
      documentClass,
      document: item.document,
      totals: sums,
      contentHash: item.contentHash,
      packageName: context.packageName,
      receivedUtc: context.receivedUtc,
      revision: row.revision,
      updatedUtc: row.now,
      timeZone: register.timeZone,
    };
  }

  function tellDifference(document: DocumentRecord, sums: DocumentTotals): void {
    if (sums.sumsDifference === 0) return;
    const params = {
      documentNumber: document.documentNumber,
      shiftNumber: shift.shiftNumber,
      difference: sums.sumsDifference,
    };
    say(context, { code: 'document.sums_differ', level: 'warning', params });
  }

  /** A document that is stored already has arrived again. */
  async function meet(item: Arriving, stored: Stored): Promise<void> {
    if (item.contentHash === stored.contentHash) {
      counts.same += 1;
      return;
    }
    const row = await tx.get<{ raw: string }>('SELECT raw FROM document_raw WHERE shop_id = ? AND document_id = ?', [
      register.shopId,
      stored.documentId,
    ]);
    if (row === undefined) throw new Error(`the raw text of document ${stored.documentId} is missing`);
    const merged = mergeRecords(parseRecord(row.raw), parseRecord(item.document.raw));
    if (merged.kind === 'same') counts.same += 1;
    else if (merged.kind === 'enriched') await replace(item, stored, recordText(merged.merged));
    else {
      const older = rereadDocument(row.raw, register.registerCode);
      const winner = laterOf(older, item.document);
      if (winner === 'incoming') await replace(item, stored, item.document.raw);
      else if (winner === 'stored') counts.same += 1;
      else await conflict(item, stored, merged.differences);
    }
  }

  async function replace(item: Arriving, stored: Stored, raw: string): Promise<void> {
    const document = rereadDocument(raw, register.registerCode);
    await deleteDocumentRows(tx, register.shopId, stored.documentId);
    await context.codes.learn(tx, { payments: document.payments, documentType: document.documentType }, context.events);
    const { documentClass, sums } = classify(document);
    const now = utcText(context.clock.now());
    const row = { documentId: stored.documentId, revision: stored.revision + 1, now };
    batch.add(toWrite({ ...item, document, contentHash: hash('sha256', raw) }, documentClass, sums, row));
    await batch.write(tx);
    counts.enriched += 1;
    added = true;
    recount = true;
  }

  async function conflict(
    item: Arriving,
    stored: Stored,
    differences: Parameters<typeof differenceText>[0],
  ): Promise<void> {
    const copy = { shiftId: shift.shiftId, documentId: stored.documentId, raw: item.document.raw, differences };
    if (!(await keepConflict(context, copy))) {
      counts.same += 1;
      return;
    }
    counts.conflict += 1;
    const { documentNumber } = item.document;
    const params = { documentNumber, shiftNumber: shift.shiftNumber, difference: differenceText(differences) };
    say(context, { code: 'document.conflict', level: 'error', params });
  }

  return {
    async add(document) {
      const contentHash = hash('sha256', document.raw);
      const identity = documentIdentity(document, contentHash);
      // Two copies of one document in one package meet in the tables, not in one chunk.
      if (waiting.has(identity)) await flush();
      waiting.set(identity, { document, contentHash, identity });
      if (waiting.size >= CHUNK) await flush();
    },
    async finish() {
      await flush();
      // Totals of documents that were replaced cannot be added: all of the shift is counted anew.
      if (recount) await recountShift(tx, context.codes, register, shift.shiftId);
      else if (added) await writeShiftTotals(tx, register.shopId, shift.shiftId, totals);
      return added;
    },
  };
}

/**
 * Of two disagreeing copies the one that is a later state of the same receipt, when one of them was still open: closed beats
 * open, more lines beat fewer. Two finished copies have no later one: that is a conflict.
 */
function laterOf(stored: DocumentRecord, incoming: DocumentRecord): 'stored' | 'incoming' | 'neither' {
  const [was, is] = [isClosedDocument(stored), isClosedDocument(incoming)];
  if (was && is) return 'neither';
  if (was !== is) return is ? 'incoming' : 'stored';
  const progress = (document: DocumentRecord) =>
    `${String(document.positions.length).padStart(6, '0')} ${String(document.sum).padStart(16, '0')} ${hash('sha256', document.raw)}`;
  return progress(incoming) > progress(stored) ? 'incoming' : 'stored';
}
