/**
 * One package into the ledger, inside the caller's transaction: its shifts are found or made, its documents added, its
 * reports applied. Nothing is dropped: what cannot be understood is set aside, what disagrees goes to the vault.
 */
import { addWallClock, type LocalTime, wallClockDistance } from '../../domain/local-time.ts';
import type { DocumentRecord, SetAsideRecord, ShiftRecord } from '../../domain/sales.ts';
import { isSetAside, type SalesFileContents } from '../../formats/sales-file/sales-file.ts';
import type { ShiftRow } from '../../schema/tables.ts';
import { openShiftDocuments, type ShiftDocuments } from './document-store.ts';
import { type LoadContext, say } from './load-context.ts';
import { applyReport, dateShift, findShift, insertShift, touchShift } from './shift-store.ts';
import { differenceText, keepConflict, keepUnknownSection, setAside } from './vault.ts';

/** Answers the context of a register code of the file; throws PackageHeld when the package must not be loaded now. */
export type ContextOf = (registerCode: string | null) => Promise<LoadContext>;

export type TouchedShift = { context: LoadContext; shiftId: number; changed: boolean };

/** A shift of the package and where it goes. */
type Target = {
  context: LoadContext;
  record: ShiftRecord | null;
  shiftNumber: number;
  shiftId: number;
  /** M8: nothing new may enter the shift. */
  notLoaded: boolean;
  isNew: boolean;
  /** The shift had no open time until this package. */
  dated: boolean;
  documents: ShiftDocuments;
  lastDocumentAt: LocalTime | null;
};

/** Loads everything; answers the shifts that the package speaks of. */
export async function loadPackage(contents: SalesFileContents, contextOf: ContextOf): Promise<TouchedShift[]> {
  const targets: Target[] = [];
  try {
    return await loadInto(targets, contents, contextOf);
  } catch (cause) {
    for (const target of targets) await target.documents.settle();
    throw cause;
  }
}

async function loadInto(targets: Target[], contents: SalesFileContents, contextOf: ContextOf): Promise<TouchedShift[]> {
  for (const record of contents.shifts)
    targets.push(await targetOfRecord(await contextOf(record.registerCode), record));
  for (const document of contents.documents) {
    if (isSetAside(document)) await keepAside(await contextOf(document.registerCode), document);
    else await addDocument(await contextOf(document.registerCode), targets, document);
  }
  const touched: TouchedShift[] = [];
  for (const target of targets) touched.push(await finishTarget(target));
  for (const record of contents.setAside) await keepAside(await contextOf(record.registerCode), record);
  for (const record of contents.securityLog) {
    const late = await addSecurityLog(await contextOf(record.registerCode), record, touched);
    if (late !== null) touched.push(late);
  }
  for (const [index, section] of contents.unknownSections.entries())
    await keepUnknownSection(await contextOf(null), section, index + 1);
  return mergeTouched(touched);
}

async function targetOfRecord(context: LoadContext, record: ShiftRecord): Promise<Target> {
  const { shiftNumber, openedAt } = record;
  const match = await findShift(context.tx, context.register, shiftNumber, openedAt, 'record');
  if (match.kind === 'new') {
    const shiftId = await insertShift(context.tx, context.clock, context.register, {
      shiftNumber,
      openedAt,
      numberRepeated: match.numberRepeated,
    });
    const { registerCode } = context.register;
    const params = { shiftNumber, registerCode, openedAt };
    say(context, { code: 'shift.opened', level: 'info', params });
    if (match.numberRepeated) say(context, { code: 'shift.number_repeated', level: 'warning', params });
    return newTarget(context, record, { shiftNumber, shiftId, isNew: true, notLoaded: false });
  }
  const { shiftId } = match;
  const notLoaded = match.kind === 'not_loaded';
  const dated = match.undated && openedAt !== null;
  // At once and not with the report: the next record of this number must not take the shift for an undated one.
  if (dated) await dateShift(context.tx, context.register, shiftId, openedAt);
  return { ...newTarget(context, record, { shiftNumber, shiftId, isNew: false, notLoaded }), dated };
}

function newTarget(
  context: LoadContext,
  record: ShiftRecord | null,
  shift: { shiftNumber: number; shiftId: number; isNew: boolean; notLoaded: boolean },
): Target {
  const documents = openShiftDocuments(context, shift);
  return { context, record, ...shift, dated: false, documents, lastDocumentAt: null };
}

async function addDocument(context: LoadContext, targets: Target[], document: DocumentRecord): Promise<void> {
  const time = document.closedAt ?? document.openedAt;
  let target = nearestTarget(
    targets.filter(
      (one) => one.context === context && (document.shiftNumber === null || one.shiftNumber === document.shiftNumber),
    ),
    time,
  );
  if (target === undefined && document.shiftNumber !== null) {
    target = await targetOfDocument(context, document.shiftNumber, time);
    targets.push(target);
  }
  if (target === undefined) {
    const details = { documentType: String(document.documentType) };
    await keepAside(context, asideOf(context, document, null, 'document.no_shift', details));
    return;
  }
  if (time !== null && (target.lastDocumentAt === null || time > target.lastDocumentAt)) target.lastDocumentAt = time;
  await target.documents.add(document);
}

/** Of several shifts of one number in a package the one that was open at the time (the latest such), else the nearest to it. */
function nearestTarget(targets: readonly Target[], time: LocalTime | null): Target | undefined {
  if (targets.length < 2 || time === null) return targets[0];
  const distance = ({ record }: Target) => {
    const openedAt = record?.openedAt ?? null;
    if (openedAt === null) return Number.MAX_SAFE_INTEGER;
    const closedAt = record?.closedAt ?? null;
    if (openedAt <= time && (closedAt === null || time <= closedAt)) return 0;
    return Math.min(
      wallClockDistance(time, openedAt),
      closedAt === null ? Number.MAX_SAFE_INTEGER : wallClockDistance(time, closedAt),
    );
  };
  const openedAtOf = ({ record }: Target) => record?.openedAt ?? '';
  return targets.reduce((best, target) => {
    const further = distance(target) - distance(best);
    return further < 0 || (further === 0 && openedAtOf(target) > openedAtOf(best)) ? target : best;
  });
}

async function targetOfDocument(context: LoadContext, shiftNumber: number, time: LocalTime | null): Promise<Target> {
  const match = await findShift(context.tx, context.register, shiftNumber, time, 'documents');
  if (match.kind !== 'new')
    return newTarget(context, null, { shiftNumber, shiftId: match.shiftId, isNew: false, notLoaded: false });
  const { numberRepeated } = match;
  const shift = { shiftNumber, openedAt: null, numberRepeated };
  const shiftId = await insertShift(context.tx, context.clock, context.register, shift);
  const { registerCode } = context.register;
  say(context, { code: 'shift.opened', level: 'info', params: { shiftNumber, registerCode, openedAt: null } });
  return newTarget(context, null, { shiftNumber, shiftId, isNew: true, notLoaded: false });
}

async function finishTarget(target: Target): Promise<TouchedShift> {
  const { context, record, shiftId } = target;
  const grew = await target.documents.finish();
  const reported = target.notLoaded ? await refuseReport(target) : await takeReport(target, record);
  const changed = grew || reported.changed || target.isNew || target.dated;
  if (changed) await touchShift(context.tx, context.clock, context.register.shopId, shiftId);
  if (reported.closedNow) await tellClosed(target);
  return { context, shiftId, changed };
}

async function takeReport(
  target: Target,
  record: ShiftRecord | null,
): Promise<{ changed: boolean; closedNow: boolean }> {
  if (record === null) return { changed: false, closedNow: false };
  const { context, shiftId } = target;
  const outcome = await applyReport(context.tx, context.register, shiftId, record, target.lastDocumentAt);
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
async function refuseReport(target: Target): Promise<{ changed: false; closedNow: false }> {
  const { context, record, shiftId, shiftNumber } = target;
  const nothing = { changed: false, closedNow: false } as const;
  const stored = await context.tx.get<Pick<ShiftRow, 'raw'>>(
    'SELECT raw FROM shift WHERE shop_id = ? AND shift_id = ?',
    [context.register.shopId, shiftId],
  );
  if (record === null || stored?.raw === record.raw) return nothing;
  const aside = asideOf(context, record, shiftNumber, 'document.shift_undated', {
    shiftNumber: String(shiftNumber),
  });
  if (!(await setAside(context, { ...aside, section: 'shift' }))) return nothing;
  const { registerCode } = context.register;
  const params = { shiftNumber, registerCode, setAside: context.counts.set_aside };
  say(context, { code: 'shift.no_open_time', level: 'error', params });
  return nothing;
}

async function tellClosed({ context, shiftId, shiftNumber }: Target): Promise<void> {
  const row = await context.tx.get<ShiftRow>('SELECT * FROM shift WHERE shop_id = ? AND shift_id = ?', [
    context.register.shopId,
    shiftId,
  ]);
  if (row === undefined) return;
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

/** How long before the opening and after the closing of a shift a log-on or log-off belongs to it. */
const LOG_MARGIN_MS = 30 * 60_000;

/** Adds a log-on or log-off; one that comes after its shift was loaded raises the revision, so that it is exported too. */
async function addSecurityLog(
  context: LoadContext,
  record: { at: LocalTime; opCode: number; cashierCode: string; raw: string },
  touched: readonly TouchedShift[],
): Promise<TouchedShift | null> {
  const { tx, register } = context;
  const added = await tx.run(
    `INSERT INTO security_log (shop_id, register_id, happened_at, op_code, cashier_code, raw) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    [register.shopId, register.registerId, record.at, record.opCode, record.cashierCode, record.raw],
  );
  if (added === 0) return null;
  const shift = await tx.get<{ shiftId: number }>(
    `SELECT shift_id AS "shiftId" FROM shift WHERE shop_id = ? AND register_id = ? AND opened_at <= ?
     AND (closed_at IS NULL OR closed_at >= ?) ORDER BY opened_at DESC LIMIT 1`,
    [
      register.shopId,
      register.registerId,
      addWallClock(record.at, LOG_MARGIN_MS),
      addWallClock(record.at, -LOG_MARGIN_MS),
    ],
  );
  if (shift === undefined || touched.some((one) => one.shiftId === shift.shiftId && one.changed)) return null;
  await touchShift(tx, context.clock, register.shopId, shift.shiftId);
  return { context, shiftId: shift.shiftId, changed: true };
}

function mergeTouched(touched: readonly TouchedShift[]): TouchedShift[] {
  const byShift = new Map<number, TouchedShift>();
  for (const one of touched) {
    const known = byShift.get(one.shiftId);
    byShift.set(one.shiftId, known === undefined ? one : { ...known, changed: known.changed || one.changed });
  }
  return [...byShift.values()];
}
