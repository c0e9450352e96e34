/**
 * Publishes one shift: read → plan → write aside → check → rename → mark (M26).
 *
 * The plan, the name under which a revision will appear, is durable before the file is. A crash in between therefore leaves
 * no file or the whole one under the planned name, and the next run finds out which by comparing bytes: it marks the file or
 * writes it under the same name. A file that waits for the ERP is never replaced by other bytes, because the ERP may have
 * read the old ones already and would delete the new ones unread; only the file of an open shift is, and what it loses so
 * comes again with the closed shift. It gets the closed state as well when it still waits then.
 */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import { type BuiltFile, buildFile } from './build-file.ts';
import { checkFile } from './check-file.ts';
import { pauseMs, type ShiftIds } from './due.ts';
import { type ErpTarget, type SalesFilePlace, TargetFault } from './erp-target.ts';
import {
  nextFileNumber,
  type Reason,
  writeFailure,
  writeNothingNew,
  writePause,
  writePlan,
  writePublished,
} from './export-rows.ts';
import { closedFileName, openFileName, registerNumberOf } from './file-name.ts';
import { readShiftToExport, type ShiftToExport } from './shift-to-export.ts';

export type PublishContext = {
  database: Database<Tables>;
  clock: Clock;
  target: ErpTarget;
  /** An open shift is published at most so often, in ms. */
  openShiftIntervalMs: number;
};

export type ExportOutcome =
  /** The file is in place; `path` below the exchange folder. */
  | { kind: 'published'; path: string }
  /** The ERP was given these very bytes already. */
  | { kind: 'unchanged' }
  /** Nothing that could be handed over. */
  | { kind: 'nothing' }
  | { kind: 'failed'; reason: Reason }
  /** The shift changed while it was read; it is still due. */
  | { kind: 'changing' }
  | { kind: 'unknown' };

/** A shift that changes while it is read is read anew so often before it waits. */
const READINGS = 3;
const CHANGING_PAUSE_MS = 2_000;

/** Publishes the latest state of a shift. Expected failures are outcomes, noted in its row; a database away is thrown. */
export async function publishShift(context: PublishContext, ids: ShiftIds): Promise<ExportOutcome> {
  for (let reading = 0; reading < READINGS; reading += 1) {
    const shift = await readShiftToExport(context.database, ids);
    if (shift === undefined) return { kind: 'unknown' };
    const outcome = await publishAsRead(context, shift);
    if (outcome.kind !== 'changing') return outcome;
  }
  const { database, clock } = context;
  await database.transaction((tx) => writePause(tx, ids, utcText(clock.now() + CHANGING_PAUSE_MS)));
  return { kind: 'changing' };
}

async function publishAsRead(context: PublishContext, shift: ShiftToExport): Promise<ExportOutcome> {
  const place = placeOf(shift);
  if ('code' in place) return fail(context, shift, place, false);
  try {
    const built = await buildFile(context.database, shift, place.registerNumber);
    if (built.kind === 'nothing') return markNothing(context, shift);
    if (built.kind === 'refused') return fail(context, shift, built.reason, false);
    if (shift.state?.content_sha256 === built.sha256) return markUnchanged(context, shift, built.sha256);
    await context.target.prepare({ ...place, name: '' });
    return await publishBuilt(context, shift, place, built);
  } catch (cause) {
    // The file may be in place though its folder could not be flushed, so the plan stays.
    if (cause instanceof TargetFault) return fail(context, shift, { code: cause.code, details: cause.details }, true);
    throw cause;
  }
}

type Folder = Omit<SalesFilePlace, 'name'>;

/** The folder of the shift; a reason when its codes are no folder names of the ERP (sales-file §2). */
function placeOf(shift: ShiftToExport): Folder | Reason {
  const { shopCode, registerCode } = shift;
  const registerNumber = registerNumberOf(registerCode);
  if (!/^\d+$/.test(shopCode)) return { code: 'export.shop_code', details: { shopCode } };
  if (registerNumber === null) return { code: 'export.register_code', details: { registerCode } };
  return { shopCode, registerNumber, online: shift.row.closed_at === null };
}

async function publishBuilt(
  context: PublishContext,
  shift: ShiftToExport,
  folder: Folder,
  built: BuiltFile,
): Promise<ExportOutcome> {
  const { target } = context;
  const left = await findLeftFile(context, shift, folder, built);
  if (left.place !== null) return markPublished(context, shift, left.place, built);
  const name = left.freeName ?? (await plan(context, shift, folder));
  if (name === null) return { kind: 'changing' };
  const place = { ...folder, name };
  const last = await lastOpenFile(target, shift, folder);
  for (const one of last === null ? [place] : [last, place]) {
    const refusal = await publishChecked(target, one, built);
    if (refusal !== null) return fail(context, shift, refusal, false);
  }
  return markPublished(context, shift, place, built);
}

/** Null when the file is in place, else why its bytes were refused. */
async function publishChecked(target: ErpTarget, place: SalesFilePlace, built: BuiltFile): Promise<Reason | null> {
  let refusal: Reason | null = null;
  await target.publish(place, [built.bytes], (bytes) => {
    refusal = checkFile(bytes, built.expected, { fileName: place.name, group: place.shopCode, isCash: built.isCash });
    return refusal === null;
  });
  return refusal;
}

/**
 * The file of the open shift that still waits when the closed one comes. The ERP reads both in one pass, perhaps this one
 * last, and would believe its older sums and that the shift is open; so it gets the closed state too, and gets it first.
 */
async function lastOpenFile(target: ErpTarget, shift: ShiftToExport, folder: Folder): Promise<SalesFilePlace | null> {
  const { opened_at: openedAt, shift_number: shiftNumber, shift_id: shiftId } = shift.row;
  if (folder.online || openedAt === null) return null;
  const place = { ...folder, online: true, name: openFileName(shiftNumber, openedAt, shiftId) };
  return (await target.hashesOf(place)).waiting === null ? null : place;
}

/** What a crash between plan and mark has left: the planned name, and the file under it if it is this very file. */
async function findLeftFile(
  context: PublishContext,
  shift: ShiftToExport,
  folder: Folder,
  built: BuiltFile,
): Promise<{ place: SalesFilePlace | null; freeName: string | null }> {
  const nothing = { place: null, freeName: null };
  const { state, row } = shift;
  if (state?.planned_name == null || state.planned_revision !== row.revision) return nothing;
  const place = { ...folder, name: state.planned_name };
  const { waiting, taken } = await context.target.hashesOf(place);
  if (waiting === built.sha256 || (waiting === null && taken.includes(built.sha256))) return { place, freeName: null };
  return waiting === null && taken.length === 0 ? { place: null, freeName: place.name } : nothing;
}

/** Settles the name of the file durably; null when the shift has changed since it was read. */
async function plan(context: PublishContext, shift: ShiftToExport, folder: Folder): Promise<string | null> {
  const { row } = shift;
  return context.database.transaction(async (tx) => {
    if (!(await stands(tx, shift))) return null;
    const name =
      folder.online && row.opened_at !== null
        ? openFileName(row.shift_number, row.opened_at, row.shift_id)
        : closedFileName(row.shift_number, context.clock.now(), shift.timeZone, await nextFileNumber(tx));
    await writePlan(tx, idsOf(shift), row.revision, name);
    return name;
  });
}

/** True while the shift is as it was read, so that what was read in several steps belongs together. */
async function stands(tx: Statements, { row }: ShiftToExport): Promise<boolean> {
  const now = await tx.get<{ revision: number }>('SELECT revision FROM shift WHERE shop_id = ? AND shift_id = ?', [
    row.shop_id,
    row.shift_id,
  ]);
  return now?.revision === row.revision;
}

async function markPublished(
  context: PublishContext,
  shift: ShiftToExport,
  place: SalesFilePlace,
  built: BuiltFile,
): Promise<ExportOutcome> {
  const { database, clock, target } = context;
  const path = target.pathOf(place);
  await database.transaction(async (tx) => {
    await writePublished(tx, idsOf(shift), {
      revision: shift.row.revision,
      closed: !place.online,
      sha256: built.sha256,
      name: place.name,
      path,
      exportedUtc: utcText(clock.now()),
      nextLookUtc: nextLookUtc(context, shift),
      note: built.openCount === 0 ? null : { code: 'export.open_documents', details: { count: built.openCount } },
    });
    // The file of an open shift is renewed every minute; telling it once is enough.
    const told = place.online && shift.state?.file_name === place.name;
    if (!told) await recordEvents(tx, clock, [aboutShift(shift, 'export.published', 'info', { fileName: place.name })]);
  });
  return { kind: 'published', path };
}

async function markNothing(context: PublishContext, shift: ShiftToExport): Promise<ExportOutcome> {
  const note: Reason = { code: 'export.nothing_to_write', details: {} };
  const marked = await markWithoutFile(context, shift, {
    sha256: shift.state?.content_sha256 ?? null,
    exportedUtc: utcText(context.clock.now()),
    nextLookUtc: null,
    note,
  });
  return marked ? { kind: 'nothing' } : { kind: 'changing' };
}

async function markUnchanged(context: PublishContext, shift: ShiftToExport, sha256: string): Promise<ExportOutcome> {
  const marked = await markWithoutFile(context, shift, {
    sha256,
    exportedUtc: null,
    nextLookUtc: nextLookUtc(context, shift),
    note: null,
  });
  return marked ? { kind: 'unchanged' } : { kind: 'changing' };
}

async function markWithoutFile(
  context: PublishContext,
  shift: ShiftToExport,
  done: { sha256: string | null; exportedUtc: string | null; nextLookUtc: string | null; note: Reason | null },
): Promise<boolean> {
  return context.database.transaction(async (tx) => {
    if (!(await stands(tx, shift))) return false;
    return writeNothingNew(tx, idsOf(shift), { revision: shift.row.revision, ...done });
  });
}

/** When an open shift may be published again; a closed one is as soon as it changes. */
function nextLookUtc(context: PublishContext, shift: ShiftToExport): string | null {
  return shift.row.closed_at === null ? utcText(context.clock.now() + context.openShiftIntervalMs) : null;
}

/** Notes why a shift could not be published and when it is tried again; told once for each revision and reason (T7). */
async function fail(
  context: PublishContext,
  shift: ShiftToExport,
  reason: Reason,
  keepPlan: boolean,
): Promise<ExportOutcome> {
  const { database, clock } = context;
  const { state, row } = shift;
  const isOpen = row.closed_at === null;
  const attempts = (state?.attempts ?? 0) + 1;
  const pause = isOpen ? Math.min(pauseMs(attempts), context.openShiftIntervalMs) : pauseMs(attempts);
  const isTold = state?.failed_revision === row.revision && state.reason_code === reason.code;
  // A shift that has only begun waits for its first receipt: nothing is wrong.
  const isWaiting = isOpen && reason.code === 'export.nothing_to_read';
  await database.transaction(async (tx) => {
    await writeFailure(tx, idsOf(shift), {
      revision: row.revision,
      reason,
      attempts,
      nextAttemptUtc: utcText(clock.now() + pause),
      keepPlan,
    });
    if (isTold || isWaiting) return;
    const params = { ...reason.details, reason: `@${reason.code}` };
    await recordEvents(tx, clock, [aboutShift(shift, 'export.failed', 'error', params)]);
  });
  return { kind: 'failed', reason };
}

/** Notes a fault that nobody expected, so that the shift is not tried in a circle. */
export async function noteUnexpected(context: PublishContext, ids: ShiftIds, cause: unknown): Promise<ExportOutcome> {
  const shift = await readShiftToExport(context.database, ids);
  if (shift === undefined) return { kind: 'unknown' };
  const details = { cause: cause instanceof Error ? cause.message : String(cause) };
  return fail(context, shift, { code: 'export.unexpected', details }, true);
}

function aboutShift(
  shift: ShiftToExport,
  code: NewEvent['code'],
  level: NewEvent['level'],
  params: NewEvent['params'],
): NewEvent {
  const { row, registerCode } = shift;
  const common = { shiftNumber: row.shift_number, registerCode };
  return { code, level, shopId: row.shop_id, registerId: row.register_id, params: { ...params, ...common } };
}

function idsOf({ row }: ShiftToExport): ShiftIds {
  return { shopId: row.shop_id, shiftId: row.shift_id };
}
