/** The rows of `shift_export`: what the ERP has of a shift, what is under way, why something is not there. */
import type { MessageParams, ReasonCode } from '../../messages/messages.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import { takeNumbers, takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { noteExported } from '../ledger/ledger.ts';
import { FOLDER, type ShiftIds } from './due.ts';
import { targetFaultCodes } from './erp-target.ts';

/** A reason as it stands in the row: a code of the catalogue and the values of its text. */
export type Reason = { code: ReasonCode; details: MessageParams };

/** Attempts to write a state of a shift, the one that succeeds included, and why the latest that failed did not. */
export type Attempts = { count: number; failure: Reason | null };

const OF_SHIFT = `shop_id = ? AND shift_id = ? AND target = '${FOLDER}'`;
const keysOf = (shift: ShiftIds) => [shift.shopId, shift.shiftId] as const;

const LATEST_REVISION =
  '(SELECT s.revision FROM shift s WHERE s.shop_id = shift_export.shop_id AND s.shift_id = shift_export.shift_id)';

async function ensureRow(tx: Statements, shift: ShiftIds): Promise<void> {
  await tx.run(
    `INSERT INTO shift_export (shop_id, shift_id, target, attempts) VALUES (?, ?, '${FOLDER}', 0) ON CONFLICT DO NOTHING`,
    [...keysOf(shift)],
  );
}

/** The next number of sales files; never given twice, so that names never meet. */
export async function nextFileNumber(tx: Transaction<Tables>): Promise<number> {
  return takeNumbers(tx, 'export_file', 1);
}

/** Notes under which name a revision is about to be published, and which files may wait then, before the file exists. */
export async function writePlan(
  tx: Statements,
  shift: ShiftIds,
  plan: { revision: number; name: string; waitingFiles: string | null },
): Promise<void> {
  await ensureRow(tx, shift);
  await tx.run(`UPDATE shift_export SET planned_revision = ?, planned_name = ?, waiting_files = ? WHERE ${OF_SHIFT}`, [
    plan.revision,
    plan.name,
    plan.waitingFiles,
    ...keysOf(shift),
  ]);
}

export type Published = {
  revision: number;
  closed: boolean;
  sha256: string;
  name: string;
  path: string;
  exportedUtc: string;
  nextLookUtc: string | null;
  note: Reason | null;
};

/** The ERP has the revision: the file is in place. */
export async function writePublished(tx: Statements, shift: ShiftIds, file: Published): Promise<void> {
  await tx.run(
    `UPDATE shift_export SET revision = ?, closed = ?, content_sha256 = ?, file_name = ?, path = ?, exported_utc = ?,
     planned_revision = NULL, planned_name = NULL, failed_revision = NULL, reason_code = ?, reason_details = ?, attempts = 0,
     next_attempt_utc = ? WHERE ${OF_SHIFT}`,
    [
      file.revision,
      file.closed ? 1 : 0,
      file.sha256,
      file.name,
      file.path,
      file.exportedUtc,
      file.note?.code ?? null,
      file.note === null ? null : JSON.stringify(file.note.details),
      file.nextLookUtc,
      ...keysOf(shift),
    ],
  );
  await noteExported(tx, shift);
}

/**
 * The ERP lacks nothing, though no file was written: the new revision reads the same as the published file, or there is
 * nothing to hand over (`note`). False when somebody asked for the file again meanwhile; then it must be written.
 */
export async function writeNothingNew(
  tx: Statements,
  shift: ShiftIds,
  done: {
    revision: number;
    sha256: string | null;
    exportedUtc: string | null;
    nextLookUtc: string | null;
    note: Reason | null;
  },
): Promise<boolean> {
  await ensureRow(tx, shift);
  const changed = await tx.run(
    `UPDATE shift_export SET revision = ?, exported_utc = COALESCE(?, exported_utc), planned_revision = NULL,
     planned_name = NULL, failed_revision = NULL, reason_code = ?, reason_details = ?, attempts = 0, next_attempt_utc = ?
     WHERE ${OF_SHIFT} AND COALESCE(content_sha256, '') = COALESCE(?, '')`,
    [
      done.revision,
      done.exportedUtc,
      done.note?.code ?? null,
      done.note === null ? null : JSON.stringify(done.note.details),
      done.nextLookUtc,
      ...keysOf(shift),
      done.sha256,
    ],
  );
  if (changed > 0) await noteExported(tx, shift);
  return changed > 0;
}

/** The revision could not be published; `keepPlan` when the file may be in place all the same. */
export async function writeFailure(
  tx: Statements,
  shift: ShiftIds,
  failure: { revision: number; reason: Reason; attempts: number; nextAttemptUtc: string; keepPlan: boolean },
): Promise<void> {
  await ensureRow(tx, shift);
  const plan = failure.keepPlan ? '' : 'planned_revision = NULL, planned_name = NULL, ';
  await tx.run(
    `UPDATE shift_export SET ${plan}failed_revision = ?, reason_code = ?, reason_details = ?, attempts = ?,
     next_attempt_utc = ? WHERE ${OF_SHIFT}`,
    [
      failure.revision,
      failure.reason.code,
      JSON.stringify(failure.reason.details),
      failure.attempts,
      failure.nextAttemptUtc,
      ...keysOf(shift),
    ],
  );
}

/** A shift that changes faster than it can be read waits a moment. */
export async function writePause(tx: Statements, shift: ShiftIds, nextAttemptUtc: string): Promise<void> {
  await ensureRow(tx, shift);
  await tx.run(`UPDATE shift_export SET next_attempt_utc = ? WHERE ${OF_SHIFT}`, [nextAttemptUtc, ...keysOf(shift)]);
}

/**
 * Asks for a shift to be published again whatever the ERP has (M22). What the ERP was given stays readable in `file_name`
 * and `exported_utc`; without revision and hash the shift is blue, planned without a name, and its file is written anew. Writers
 * of shifts take turns: one transaction asks for many.
 */
export async function writeRequest(tx: Statements, shift: ShiftIds, nowUtc: string): Promise<void> {
  await takeTurn(tx, 'shift');
  await ensureRow(tx, shift);
  await tx.run(
    `UPDATE shift_export SET revision = NULL, content_sha256 = NULL, planned_name = NULL, failed_revision = NULL, attempts = 0,
     planned_revision = ${LATEST_REVISION}, next_attempt_utc = ? WHERE ${OF_SHIFT}`,
    [nowUtc, ...keysOf(shift)],
  );
  await noteExported(tx, shift);
}

/**
 * Something beside the shift has changed what its file must say: it is made anew, and published when it reads otherwise than
 * what the ERP was given. A shift that was never published is made without being asked; of a trimmed one no file can be made.
 */
export async function writeLookAgain(tx: Statements, shift: ShiftIds, nowUtc: string): Promise<void> {
  await tx.run(
    `UPDATE shift_export SET revision = NULL, next_attempt_utc = ? WHERE ${OF_SHIFT} AND revision IS NOT NULL
       AND EXISTS (SELECT 1 FROM shift s WHERE s.shop_id = shift_export.shop_id AND s.shift_id = shift_export.shift_id
         AND s.trimmed_utc IS NULL)`,
    [nowUtc, ...keysOf(shift)],
  );
  await noteExported(tx, shift);
}

const FOLDER_FAULTS = targetFaultCodes.map((code) => `'${code}'`).join(', ');

/** The folder of a shop takes files again: the pauses of all its shifts that waited for that end. */
export async function writeFolderIsBack(tx: Statements, shopId: string, nowUtc: string): Promise<void> {
  await tx.run(
    `UPDATE shift_export SET next_attempt_utc = ? WHERE next_attempt_utc > ? AND shop_id = ? AND target = '${FOLDER}'
     AND failed_revision IS NOT NULL AND reason_code IN (${FOLDER_FAULTS})`,
    [nowUtc, nowUtc, shopId],
  );
}

/**
 * Ends the pause of a shift; a planned name stays, because its file may be in place (M30). What was tried in vain still counts:
 * the file tells how many attempts it took.
 */
export async function writeHurry(tx: Statements, shift: ShiftIds, nowUtc: string): Promise<void> {
  await ensureRow(tx, shift);
  await tx.run(
    `UPDATE shift_export SET failed_revision = NULL, next_attempt_utc = ?,
     planned_revision = CASE WHEN planned_name IS NULL THEN ${LATEST_REVISION} ELSE planned_revision END
     WHERE ${OF_SHIFT}`,
    [nowUtc, ...keysOf(shift)],
  );
}
