/** A document that is stored already has arrived again: the same, more of it, a later state of it, or a contradiction. */
import { hash } from 'node:crypto';
import { isClosedDocument } from '../../domain/document-identity.ts';
import { type DocumentTotals, documentTotals } from '../../domain/document-totals.ts';
import { formatKopecks } from '../../domain/money.ts';
import type { DocumentRecord } from '../../domain/sales.ts';
import { parseRecord, rereadDocument } from '../../formats/sales-file/sales-file.ts';
import { utcText } from '../../platform/clock.ts';
import { createDocumentBatch, deleteDocumentRows } from './document-rows.ts';
import { type LoadContext, type ShiftPlace, say, sourceOf } from './load-context.ts';
import { type Difference, mergeRecords, recordText } from './record-merge.ts';
import { differenceText, keepConflict } from './vault.ts';

export type StoredDocument = { documentId: number; contentHash: string; revision: number };
export type Arriving = { document: DocumentRecord; contentHash: string; identity: string };

/** Decides and writes; the caller counts the shift anew after `enriched`. */
export async function meetStored(
  context: LoadContext,
  shift: ShiftPlace,
  item: Arriving,
  stored: StoredDocument,
): Promise<'same' | 'enriched' | 'conflict'> {
  if (item.contentHash === stored.contentHash) return 'same';
  const { tx, register } = context;
  const row = await tx.get<{ raw: string }>('SELECT raw FROM document_raw WHERE shop_id = ? AND document_id = ?', [
    register.shopId,
    stored.documentId,
  ]);
  if (row === undefined) throw new Error(`the raw text of document ${stored.documentId} is missing`);
  const merged = mergeRecords(parseRecord(row.raw), parseRecord(item.document.raw));
  if (merged.kind === 'same') return 'same';
  const before = rereadDocument(row.raw, register.registerCode);
  if (merged.kind === 'enriched') return enrich(context, shift, item, stored, before, recordText(merged.merged));
  const later = laterOf(before, item.document);
  if (later === 'incoming') return replace(context, shift, item, stored, before, item.document.raw);
  if (later === 'stored') return 'same';
  return keepBoth(context, shift, item, stored, merged.differences);
}

/** A copy that only adds may neither open a finished receipt again (an earlier state of it) nor move its money. */
async function enrich(
  context: LoadContext,
  shift: ShiftPlace,
  item: Arriving,
  stored: StoredDocument,
  before: DocumentRecord,
  raw: string,
): Promise<'same' | 'enriched' | 'conflict'> {
  if (isClosedDocument(before)) {
    const after = rereadDocument(raw, context.register.registerCode);
    if (!isClosedDocument(after)) return 'same';
    if (after.sum !== before.sum) {
      const sums = { path: 'docSum', stored: formatKopecks(before.sum), incoming: formatKopecks(after.sum) };
      return keepBoth(context, shift, item, stored, [sums]);
    }
  }
  return replace(context, shift, item, stored, before, raw);
}

async function replace(
  context: LoadContext,
  shift: ShiftPlace,
  item: Arriving,
  stored: StoredDocument,
  before: DocumentRecord,
  raw: string,
): Promise<'enriched'> {
  const { tx, codes, register } = context;
  const document = rereadDocument(raw, register.registerCode);
  await deleteDocumentRows(tx, register.shopId, stored.documentId);
  await codes.learn(tx, { payments: document.payments, documentType: document.documentType }, context.events);
  const documentClass = codes.documentClass(document.documentType);
  const totals = documentTotals(document, documentClass, codes.paymentClass);
  const was = documentTotals(before, documentClass, codes.paymentClass);
  if (totals.sumsDifference !== was.sumsDifference) sayDiffering(context, shift, document, totals);
  const batch = createDocumentBatch(tx);
  batch.add({
    ...sourceOf(context),
    shiftId: shift.shiftId,
    documentId: stored.documentId,
    identity: item.identity,
    document,
    documentClass,
    totals,
    contentHash: hash('sha256', raw),
    revision: stored.revision + 1,
    updatedUtc: utcText(context.clock.now()),
  });
  await batch.write();
  return 'enriched';
}

/** Tells people that a document does not add up (C4); says nothing of one that does. */
export function sayDiffering(
  context: LoadContext,
  shift: ShiftPlace,
  { documentNumber }: DocumentRecord,
  { sumsDifference }: DocumentTotals,
): void {
  if (sumsDifference === 0) return;
  const params = { documentNumber, shiftNumber: shift.shiftNumber, difference: sumsDifference };
  say(context, { code: 'document.sums_differ', level: 'warning', params });
}

/** The first stays in the ledger, the other goes to the vault; a copy that lies there already is no news. */
async function keepBoth(
  context: LoadContext,
  shift: ShiftPlace,
  item: Arriving,
  stored: StoredDocument,
  differences: readonly Difference[],
): Promise<'same' | 'conflict'> {
  const { shiftId, shiftNumber } = shift;
  const copy = { shiftId, documentId: stored.documentId, raw: item.document.raw, differences };
  if (!(await keepConflict(context, copy))) return 'same';
  const { documentNumber } = item.document;
  const params = { documentNumber, shiftNumber, difference: differenceText(differences) };
  say(context, { code: 'document.conflict', level: 'error', params });
  return 'conflict';
}

/**
 * Of two disagreeing copies the one that is a later state of the same receipt, when one of them was still open: closed beats
 * open, more lines beat fewer. Two finished copies have no later one: that is a conflict.
 */
export function laterOf(stored: DocumentRecord, incoming: DocumentRecord): 'stored' | 'incoming' | 'neither' {
  const [was, is] = [isClosedDocument(stored), isClosedDocument(incoming)];
  if (was && is) return 'neither';
  if (was !== is) return is ? 'incoming' : 'stored';
  const progress = (document: DocumentRecord) =>
    `${String(document.positions.length).padStart(6, '0')} ${String(document.sum).padStart(16, '0')} ${hash('sha256', document.raw)}`;
  return progress(incoming) > progress(stored) ? 'incoming' : 'stored';
}
