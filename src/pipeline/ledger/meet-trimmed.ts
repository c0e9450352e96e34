/**
 * What arrives of a shift whose documents lie in an archive (M45). What the archive holds already changes nothing; anything else
 * is set aside until the shift is brought back, because its totals cannot be counted from documents that are not here, and
 * adding to them could count a receipt twice.
 */
import { isClosedDocument } from '../../domain/document-identity.ts';
import type { DocumentRecord, ShiftRecord } from '../../domain/sales.ts';
import { parseRecord, rereadDocument } from '../../formats/sales-file/sales-file.ts';
import { type LoadContext, type ShiftPlace, say } from './load-context.ts';
import { type Arriving, laterOf } from './meet-stored.ts';
import { mergeRecords, recordText } from './record-merge.ts';
import { judgeReport } from './shift-store.ts';
import { differenceText, keepConflict, setAside } from './vault.ts';

export const SHIFT_TRIMMED = 'document.shift_trimmed';

type TrimmedShift = Pick<ShiftPlace, 'shiftId' | 'shiftNumber'>;

/** Counts what is known, sets aside what is not. */
export async function meetTrimmed(
  context: LoadContext,
  shift: TrimmedShift,
  chunk: readonly Arriving[],
): Promise<void> {
  const { shopId, registerCode } = context.register;
  const archived = await context.trimmedDocuments({ shopId, shiftId: shift.shiftId });
  for (const { identity, contentHash, document } of chunk) {
    const known = archived?.get(identity);
    const isKnown =
      known !== undefined && (known.contentHash === contentHash || addsNothing(known.raw, document, registerCode));
    if (isKnown || !(await keep(context, shift, { section: 'document', raw: document.raw }))) context.counts.same += 1;
    else context.counts.set_aside += 1;
  }
}

/** Whether the copy says nothing that the archive does not: less of the same, or an earlier state of it. */
function addsNothing(raw: string, document: DocumentRecord, registerCode: string): boolean {
  const merged = mergeRecords(parseRecord(raw), parseRecord(document.raw));
  if (merged.kind === 'same') return true;
  const stored = rereadDocument(raw, registerCode);
  if (merged.kind === 'conflict') return laterOf(stored, document) === 'stored';
  return isClosedDocument(stored) && !isClosedDocument(rereadDocument(recordText(merged.merged), registerCode));
}

/** A report of a trimmed shift: known, kept beside the stored one, or set aside. */
export async function takeTrimmedReport(
  context: LoadContext,
  shift: TrimmedShift & { lastDocumentAt: string | null },
  record: ShiftRecord,
): Promise<void> {
  const { shiftId, shiftNumber, lastDocumentAt } = shift;
  const stored = await context.shifts.of({ shopId: context.register.shopId, shiftId });
  const judged = judgeReport(stored, record, lastDocumentAt);
  if (judged.kind === 'write') {
    if (await keep(context, shift, { section: 'shift', raw: record.raw })) context.counts.set_aside += 1;
  } else if (judged.kind === 'conflict') {
    const copy = { shiftId, documentId: 0, raw: record.raw, differences: judged.differences };
    if (!(await keepConflict(context, copy))) return;
    const { registerCode } = context.register;
    const params = { shiftNumber, registerCode, difference: differenceText(judged.differences) };
    say(context, { code: 'shift.conflict', level: 'error', params });
  }
}

async function keep(
  context: LoadContext,
  { shiftId, shiftNumber }: TrimmedShift,
  { section, raw }: { section: 'document' | 'shift'; raw: string },
): Promise<boolean> {
  const { shopId, registerCode } = context.register;
  const row = await context.shifts.of({ shopId, shiftId });
  const details = { shiftNumber: String(shiftNumber), businessDate: row.business_date, shiftId: String(shiftId) };
  return setAside(context, { section, ordinal: 0, reason: SHIFT_TRIMMED, details, registerCode, shiftNumber, raw });
}
