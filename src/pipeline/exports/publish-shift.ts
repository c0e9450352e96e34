/**
 * Publishes one shift: read → plan → write aside → check → rename → mark (M26).
 *
 * The plan, the name under which a revision will appear, is durable before the file is. A crash in between therefore leaves
 * no file or the whole one under the planned name, and the next run finds out which by comparing bytes: it marks the file or
 * writes it under the same name.
 *
 * A file that waits may be read last, whatever its name, so it gets the new content before the new file comes: the file of
 * the open shift when the shift closes, and each earlier file of a closed shift. The ERP may have read the old bytes of it and
 * delete the new ones unread; the new file under its own name brings them all the same.
 */
import { utcText } from '../../platform/clock.ts';
import { type BuiltFile, buildFile } from './build-file.ts';
import { checkFile } from './check-file.ts';
import type { ShiftIds } from './due.ts';
import { type Chunks, type ErpTarget, type SalesFilePlace, TargetFault } from './erp-target.ts';
import { nextFileNumber, type Reason, writePause, writePlan } from './export-rows.ts';
import { closedFileName, openFileName, registerNumberOf } from './file-name.ts';
import {
  type ExportOutcome,
  fail,
  idsOf,
  markNothing,
  markPublished,
  markUnchanged,
  type PublishContext,
  stands,
} from './mark-shift.ts';
import { readShiftToExport, type ShiftToExport } from './shift-to-export.ts';
import { parseWaiting, stillWaiting, type WaitingFile, waitingText, withPlanned } from './waiting-files.ts';

/** A shift that changes while it is read is read anew so often before it waits. */
const READINGS = 3;
const CHANGING_PAUSE_MS = 2_000;

/** Publishes the latest state of a shift. Expected failures are outcomes, noted in its row; a database away is thrown. */
export async function publishShift(context: PublishContext, ids: ShiftIds): Promise<ExportOutcome> {
  for (let reading = 0; reading < READINGS; reading += 1) {
    const shift = await readShiftToExport(context.database, ids);
    if (shift === undefined) return { kind: 'unknown' };
    if (shift.row.trimmed_utc !== null)
      return fail(context, shift, await whyTrimmed(context.database, shift.row), true);
    const outcome = await publishAsRead(context, shift);
    if (outcome.kind !== 'changing') return outcome;
  }
  const { database, clock } = context;
  await database.transaction((tx) => writePause(tx, ids, utcText(clock.now() + CHANGING_PAUSE_MS)));
  return { kind: 'changing' };
}

/** Its documents lie in an archive: what could be made of the tables now would be a file without receipts. */
async function whyTrimmed(database: PublishContext['database'], row: ShiftToExport['row']): Promise<Reason> {
  const archive = await database.get<{ path: string }>(
    'SELECT path FROM day_archive WHERE shop_id = ? AND archive_id = ?',
    [row.shop_id, row.archive_id],
  );
  const details = { shiftNumber: row.shift_number, businessDate: row.business_date, path: archive?.path ?? '' };
  return { code: 'export.shift_trimmed', details };
}

async function publishAsRead(context: PublishContext, shift: ShiftToExport): Promise<ExportOutcome> {
  const place = placeOf(shift);
  if ('code' in place) return fail(context, shift, place, false);
  const spool = context.target.openSpool();
  try {
    const built = await buildFile(context.database, shift, place.registerNumber, spool.write);
    if (built.kind === 'nothing') return markNothing(context, shift);
    if (built.kind === 'refused') return fail(context, shift, built.reason, false);
    if (shift.state?.content_sha256 === built.sha256) return markUnchanged(context, shift, built);
    await context.target.prepare({ ...place, name: '' });
    return await publishBuilt(context, shift, place, { ...built, content: spool.read });
  } catch (cause) {
    // The file may be in place though its folder could not be flushed, so the plan stays.
    if (cause instanceof TargetFault) return fail(context, shift, { code: cause.code, details: cause.details }, true);
    throw cause;
  } finally {
    await spool.close();
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
  built: BuiltFile & { content: () => Chunks },
): Promise<ExportOutcome> {
  const { target } = context;
  const left = await findLeftFile(context, shift, folder, built);
  if (left.place !== null) return markPublished(context, shift, left.place, built);
  const waiting = folder.online ? [] : await stillWaiting(target, folder, parseWaiting(shift.state?.waiting_files));
  const name = await plan(context, shift, folder, { built, waiting, freeName: left.freeName });
  if (name === null) return { kind: 'changing' };
  const place = { ...folder, name };
  const older = waiting.filter((file) => !file.hashes.includes(built.sha256)).map((file) => ({ ...folder, ...file }));
  const before = [...(await lastOpenFile(target, shift, folder)), ...older];
  for (const one of [...before, place]) {
    const refusal = await publishChecked(target, one, built);
    if (refusal !== null) return fail(context, shift, refusal, false);
  }
  const alsoIn = before.map((file) => file.name);
  return markPublished(context, shift, place, built, alsoIn);
}

/** Null when the file is in place, else why its bytes were refused. */
async function publishChecked(
  target: ErpTarget,
  place: SalesFilePlace,
  built: BuiltFile & { content: () => Chunks },
): Promise<Reason | null> {
  let refusal: Reason | null = null;
  await target.publish(place, built.content(), (bytes) => {
    refusal = checkFile(bytes, built.expected, { fileName: place.name, group: place.shopCode, isCash: built.isCash });
    return refusal === null;
  });
  return refusal;
}

/** The file of the open shift if it still waits when the closed one comes. */
async function lastOpenFile(target: ErpTarget, shift: ShiftToExport, folder: Folder): Promise<SalesFilePlace[]> {
  const { opened_at: openedAt, shift_number: shiftNumber, shift_id: shiftId } = shift.row;
  if (folder.online || openedAt === null) return [];
  const place = { ...folder, online: true, name: openFileName(shiftNumber, openedAt, shiftId) };
  return (await target.hashesOf(place)).waiting === null ? [] : [place];
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

/**
 * Settles durably under which name the file appears and which files get its content; null when the shift has changed since
 * it was read. `freeName` is the name of an earlier plan that was not carried out.
 */
async function plan(
  context: PublishContext,
  shift: ShiftToExport,
  folder: Folder,
  { built, waiting, freeName }: { built: BuiltFile; waiting: WaitingFile[]; freeName: string | null },
): Promise<string | null> {
  const { row } = shift;
  return context.database.transaction(async (tx) => {
    if (!(await stands(tx, shift))) return null;
    const revision = row.revision;
    if (folder.online && row.opened_at !== null) {
      const name = openFileName(row.shift_number, row.opened_at, row.shift_id);
      await writePlan(tx, idsOf(shift), { revision, name, waitingFiles: shift.state?.waiting_files ?? null });
      return name;
    }
    const number = freeName === null ? await nextFileNumber(tx) : 0;
    const name = freeName ?? closedFileName(row.shift_number, context.clock.now(), shift.timeZone, number);
    const waitingFiles = waitingText(withPlanned(waiting, name, built.sha256));
    await writePlan(tx, idsOf(shift), { revision, name, waitingFiles });
    return name;
  });
}
