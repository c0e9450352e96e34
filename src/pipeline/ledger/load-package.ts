/**
 * One package into the ledger, inside the caller's transaction: its shifts are found or made, its documents added, its
 * reports applied. Nothing is dropped: what cannot be understood is set aside, what disagrees goes to the vault.
 */
import type { SetAsideRecord, ShiftRecord } from '../../domain/sales.ts';
import { isSetAside, type SalesFileContents } from '../../formats/sales-file/sales-file.ts';
import { type LoadContext, say } from './load-context.ts';
import { addLogRecord } from './log-records.ts';
import { takeTrimmedReport } from './meet-trimmed.ts';
import { openTargets, type Target, type TargetRecord } from './package-targets.ts';
import { applyReport } from './shift-store.ts';
import { settleAsides } from './solve-asides.ts';
import { differenceText, keepConflict, keepUnknownSection, setAside } from './vault.ts';

/** Answers the context of a register code of the file; throws PackageHeld when the package must not be loaded now. */
export type ContextOf = (registerCode: string | null) => Promise<LoadContext>;

/** `closed`: it has a closing report; of a log record it is not known and said to have one. */
export type TouchedShift = { context: LoadContext; shiftId: number; changed: boolean; closed: boolean };

/** Loads everything; answers the shifts that the package speaks of. Their rows and sums may still be on their way. */
export async function loadPackage(contents: SalesFileContents, contextOf: ContextOf): Promise<TouchedShift[]> {
  const targets = openTargets();
  for (const record of contents.shifts) await targets.addRecord(await contextOf(record.registerCode), record);
  for (const document of contents.documents) {
    const context = await contextOf(document.registerCode);
    if (isSetAside(document)) await keepAside(context, document);
    else if (!(await targets.addDocument(context, document))) {
      const details = { documentType: String(document.documentType) };
      await keepAside(context, asideOf(context, document, null, 'document.no_shift', details));
    }
  }
  const touched: TouchedShift[] = [];
  for (const target of targets.all()) touched.push(await finishTarget(target));
  for (const record of contents.setAside) await keepAside(await contextOf(record.registerCode), record);
  for (const record of contents.securityLog) {
    const context = await contextOf(record.registerCode);
    // A record is given to a shift by its business date.
    await context.shifts.settleAll();
    const shiftId = await addLogRecord(context, record);
    if (shiftId === null || touched.some((one) => one.shiftId === shiftId && one.changed)) continue;
    const place = { shopId: context.register.shopId, shiftId };
    // The record is kept; what the ERP was given of a trimmed shift cannot be made anew.
    if ((await context.shifts.of(place)).trimmed_utc !== null) continue;
    await context.shifts.change(place);
    touched.push({ context, shiftId, changed: true, closed: true });
  }
  for (const [index, section] of contents.unknownSections.entries())
    await keepUnknownSection(await contextOf(null), section, index + 1);
  for (const context of new Set(targets.all().map((one) => one.context))) await settleAsides(context);
  return mergeTouched(touched);
}

async function finishTarget(target: Target): Promise<TouchedShift> {
  const { context, shiftId, closed } = target;
  const grew = (await target.documents?.finish()) ?? false;
  let reported = false;
  let closedNow = false;
  for (const one of target.records) {
    const outcome = await takeReport(target, one);
    if (outcome.changed) reported = true;
    if (outcome.closedNow) closedNow = true;
  }
  const changed = grew || reported || target.isNew || target.dated;
  if (changed) await context.shifts.change({ shopId: context.register.shopId, shiftId });
  if (closedNow) await tellClosed(target);
  return { context, shiftId, changed, closed };
}

async function takeReport(
  target: Target,
  { record, notLoaded }: TargetRecord,
): Promise<{ changed: boolean; closedNow: boolean }> {
  const { context, shiftId } = target;
  if (notLoaded) {
    await refuseReport(target, record);
    return { changed: false, closedNow: false };
  }
  if (target.trimmed) {
    await takeTrimmedReport(context, target, record);
    return { changed: false, closedNow: false };
  }
  const outcome = await applyReport(context, shiftId, record, target.lastDocumentAt);
  if (outcome.kind === 'changed') return { changed: true, closedNow: outcome.closedNow };
  if (outcome.kind === 'conflict') {
    const copy = { shiftId, documentId: 0, raw: record.raw, differences: outcome.differences };
    if (await keepConflict(context, copy)) {
      const { registerCode } = context.register;
      const params = { shiftNumber: target.shiftNumber, registerCode, difference: differenceText(outcome.differences) };
      say(context, { code: 'shift.conflict', level: 'error', params });
    }
  }
  return { changed: false, closedNow: false };
}

/** M8: the shift is not loaded. The very report that is stored already is no news. */
async function refuseReport(target: Target, record: ShiftRecord): Promise<void> {
  const { context, shiftId, shiftNumber } = target;
  const stored = await context.shifts.of({ shopId: context.register.shopId, shiftId });
  if (stored.raw === record.raw) return;
  const aside = asideOf(context, record, shiftNumber, 'document.shift_undated', {
    shiftNumber: String(shiftNumber),
  });
  if (!(await setAside(context, { ...aside, section: 'shift' }))) return;
  const { registerCode } = context.register;
  const params = { shiftNumber, registerCode, setAside: context.counts.set_aside };
  say(context, { code: 'shift.no_open_time', level: 'error', params });
}

async function tellClosed({ context, shiftId, shiftNumber }: Target): Promise<void> {
  const row = await context.shifts.of({ shopId: context.register.shopId, shiftId });
  const params = {
    shiftNumber,
    registerCode: context.register.registerCode,
    closedAt: row.closed_at,
    saleSum: row.reported_sale_sum ?? row.counted_sale_sum,
    refundSum: row.reported_refund_sum ?? row.counted_refund_sum,
    revenue: row.reported_revenue ?? row.counted_sale_sum - row.counted_refund_sum,
  };
  say(context, { code: 'shift.closed', level: 'info', params });
}

async function keepAside(context: LoadContext, record: SetAsideRecord): Promise<void> {
  if (!(await setAside(context, record))) {
    if (record.section === 'document') context.counts.same += 1;
    return;
  }
  context.counts.set_aside += 1;
}

/** A record that was understood and still must not enter the ledger. */
export function asideOf(
  context: LoadContext,
  record: { raw: string },
  shiftNumber: number | null,
  reason: string,
  details: Record<string, string>,
): SetAsideRecord {
  const { registerCode } = context.register;
  return { section: 'document', ordinal: 0, reason, details, registerCode, shiftNumber, raw: record.raw };
}

function mergeTouched(touched: readonly TouchedShift[]): TouchedShift[] {
  const byShift = new Map<number, TouchedShift>();
  for (const one of touched) {
    const known = byShift.get(one.shiftId);
    byShift.set(
      one.shiftId,
      known === undefined
        ? one
        : { ...known, changed: known.changed || one.changed, closed: known.closed || one.closed },
    );
  }
  return [...byShift.values()];
}
