/** The rows of `export_target`: how each target is doing. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements } from '../../platform/database/database.ts';
import type { ExportTargetRow } from '../../schema/tables.ts';
import { FOLDER } from './due.ts';
import type { Reason } from './export-rows.ts';

export type TargetKind = 'folder' | 'push' | 'pull';

export async function ensureTarget(
  tx: Statements,
  clock: Clock,
  shopId: string,
  target: string,
  kind: TargetKind,
): Promise<void> {
  await tx.run(
    `INSERT INTO export_target (shop_id, target, kind, created_utc, attempts, feed_position) VALUES (?, ?, ?, ?, 0, ?)
     ON CONFLICT DO NOTHING`,
    [shopId, target, kind, utcText(clock.now()), kind === 'folder' ? null : 0],
  );
}

export function readTarget(database: Statements, shopId: string, target: string): Promise<ExportTargetRow | undefined> {
  return database.get<ExportTargetRow>('SELECT * FROM export_target WHERE shop_id = ? AND target = ?', [
    shopId,
    target,
  ]);
}

/** The folders of all shops that have a problem now. */
export function listFolderProblems(database: Statements): Promise<ExportTargetRow[]> {
  return database.all<ExportTargetRow>(
    `SELECT * FROM export_target WHERE target = '${FOLDER}' AND problem_code IS NOT NULL`,
    [],
  );
}

/** Sets or ends the problem of the folder of a shop. */
export async function writeFolderProblem(
  tx: Statements,
  clock: Clock,
  shopId: string,
  problem: Reason | null,
  sinceUtc: string | null,
): Promise<void> {
  await ensureTarget(tx, clock, shopId, FOLDER, 'folder');
  await tx.run(
    `UPDATE export_target SET problem_code = ?, problem_details = ?, problem_since_utc = ? WHERE shop_id = ? AND target = '${FOLDER}'`,
    [problem?.code ?? null, problem === null ? null : JSON.stringify(problem.details), sinceUtc, shopId],
  );
}

/** The ERP has taken something out of the folder of the shop. */
export async function writeFolderSuccess(tx: Statements, clock: Clock, shopId: string, atUtc: string): Promise<void> {
  await ensureTarget(tx, clock, shopId, FOLDER, 'folder');
  await tx.run(`UPDATE export_target SET last_success_utc = ? WHERE shop_id = ? AND target = '${FOLDER}'`, [
    atUtc,
    shopId,
  ]);
}
