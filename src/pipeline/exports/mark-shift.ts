/** Writes down what became of a shift that was to be published, with the event for people in the same transaction. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import type { BuiltFile } from './build-file.ts';
import { pauseMs, type ShiftIds } from './due.ts';
import { type ErpTarget, isTargetFault, type SalesFilePlace } from './erp-target.ts';
import { isWorthTelling } from './export-note.ts';
import {
  type Attempts,
  type Reason,
  writeFailure,
  writeFolderIsBack,
  writeLookAgain,
  writeNothingNew,
  writePublished,
} from './export-rows.ts';
import { writeOutbox } from './outbox.ts';
import { shiftsWithOtherLog } from './security-log.ts';
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

export function idsOf({ row }: ShiftToExport): ShiftIds {
  return { shopId: row.shop_id, shiftId: row.shift_id };
}

/** True while the shift is as it was read, so that what was read in several steps belongs together. */
export async function stands(tx: Statements, { row }: ShiftToExport): Promise<boolean> {
  const now = await tx.get<{ revision: number }>('SELECT revision FROM shift WHERE shop_id = ? AND shift_id = ?', [
    row.shop_id,
    row.shift_id,
  ]);
  return now?.revision === row.revision;
}

/** The file is in place; `alsoIn` are files of the shift that waited and have its content now. */
export async function markPublished(
  context: PublishContext,
  shift: ShiftToExport,
  place: SalesFilePlace,
  built: BuiltFile,
  alsoIn: readonly string[] = [],
): Promise<ExportOutcome> {
  const { database, clock, target } = context;
  const { note } = built;
  const path = target.pathOf(place);
  const exportedUtc = utcText(clock.now());
  const beside = await besideWithOtherLog(database, shift);
  await database.transaction(async (tx) => {
    // Writers of several shifts take turns.
    if (beside.length > 0) await takeTurn(tx, 'shift');
    await writePublished(tx, idsOf(shift), {
      revision: shift.row.revision,
      closed: !place.online,
      sha256: built.sha256,
      name: place.name,
      path,
      exportedUtc,
      nextLookUtc: nextLookUtc(context, shift),
      note,
    });
    const { sha256 } = built;
    const { name, online } = place;
    const attempts = attemptsOf(shift);
    await writeOutbox(tx, { row: shift.row, name, path, online, sha256, publishedUtc: exportedUtc, attempts, alsoIn });
    if (failedForFolder(shift)) await writeFolderIsBack(tx, shift.row.shop_id, exportedUtc);
    for (const shiftId of beside) await writeLookAgain(tx, { shopId: shift.row.shop_id, shiftId }, exportedUtc);
    // The file of an open shift is renewed every minute; telling it once is enough.
    if (place.online && shift.state?.file_name === place.name) return;
    const told = note !== null && isWorthTelling(note, !place.online) ? note : null;
    const params = told === null ? {} : { ...told.details, reason: `@${told.code}` };
    const level = told === null ? 'info' : 'warning';
    await recordEvents(tx, clock, [aboutShift(shift, 'export.published', level, { fileName: place.name, ...params })]);
  });
  return { kind: 'published', path };
}

/** Whether the latest failure of the shift was that of its folder, which has taken the file now. */
function failedForFolder({ state }: ShiftToExport): boolean {
  return (state?.attempts ?? 0) > 0 && isTargetFault(state?.reason_code);
}

/** The attempts that end with this success. */
function attemptsOf({ state }: ShiftToExport): Attempts {
  const failed = state?.attempts ?? 0;
  if (failed === 0 || state?.reason_code == null) return { count: failed + 1, failure: null };
  const details = JSON.parse(state.reason_details ?? '{}') as Reason['details'];
  return { count: failed + 1, failure: { code: state.reason_code as Reason['code'], details } };
}

/** Shifts beside this one whose log records are others since it has come or closed; asked once for each. */
async function besideWithOtherLog(database: Database<Tables>, { row, state }: ShiftToExport): Promise<number[]> {
  if (state?.file_name == null) return shiftsWithOtherLog(database, row, 'absent');
  return state.closed === 0 && row.closed_at !== null ? shiftsWithOtherLog(database, row, 'open') : [];
}

/** The shift holds nothing that could be handed over. */
export async function markNothing(context: PublishContext, shift: ShiftToExport): Promise<ExportOutcome> {
  const note: Reason = { code: 'export.nothing_to_write', details: {} };
  const marked = await markWithoutFile(context, shift, {
    sha256: shift.state?.content_sha256 ?? null,
    exportedUtc: utcText(context.clock.now()),
    nextLookUtc: null,
    note,
  });
  return marked ? { kind: 'nothing' } : { kind: 'changing' };
}

/** The published file says the same. */
export async function markUnchanged(
  context: PublishContext,
  shift: ShiftToExport,
  built: BuiltFile,
): Promise<ExportOutcome> {
  const marked = await markWithoutFile(context, shift, {
    sha256: built.sha256,
    exportedUtc: null,
    nextLookUtc: nextLookUtc(context, shift),
    note: built.note,
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

/** A folder that is mended takes all that waited, so it is tried more often than a shift that was refused. */
const LONGEST_FOLDER_PAUSE_MS = 5 * 60_000;

/** An open shift waits quietly for its first receipt, or for the close of it: nothing is wrong. */
const WAITING: ReadonlySet<string> = new Set(['export.nothing_to_read', 'export.only_open_documents']);

/** Notes why a shift could not be published and when it is tried again; told once for each revision and reason (T7). */
export async function fail(
  context: PublishContext,
  shift: ShiftToExport,
  reason: Reason,
  keepPlan: boolean,
): Promise<ExportOutcome> {
  const { database, clock } = context;
  const { state, row } = shift;
  const isOpen = row.closed_at === null;
  const attempts = (state?.attempts ?? 0) + 1;
  const pause = Math.min(
    pauseMs(attempts),
    isOpen ? context.openShiftIntervalMs : Number.POSITIVE_INFINITY,
    isTargetFault(reason.code) ? LONGEST_FOLDER_PAUSE_MS : Number.POSITIVE_INFINITY,
  );
  const isTold = state?.failed_revision === row.revision && state.reason_code === reason.code;
  const isWaiting = isOpen && WAITING.has(reason.code);
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
