/** Where sales go (S11 «Получатели»): the folder of each shop, the push, the programs that pull; each with its own state. */
import { join } from 'node:path';
import type { ExportTargetList, ExportTargetRow } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables, ExportTargetRow as TargetTableRow } from '../schema/tables.ts';
import { type ExchangeFacts, type ProblemRow, problemOf, readWritingProblems } from './exchange.ts';
import { FOLDER, notExportedSql } from './export-state.ts';
import { compareCodes } from './report-text.ts';

type FolderRead = { shopCode: string; behind: number } & Partial<TargetTableRow>;

export async function exportTargetsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  facts: ExchangeFacts,
): Promise<ExportTargetList> {
  const now = clock.now();
  const folders = await database.all<FolderRead>(
    `SELECT p.shop_code AS "shopCode", t.*, (SELECT COUNT(*) FROM shift s
       WHERE s.shop_id = p.shop_id AND ${notExportedSql('s')}) AS behind
     FROM shop p LEFT JOIN export_target t ON t.shop_id = p.shop_id AND t.target = '${FOLDER}'`,
    [],
  );
  const others = await database.all<TargetTableRow & { behind: number }>(
    `SELECT t.*, (SELECT COUNT(*) FROM shift_feed f WHERE f.feed_position > t.feed_position) AS behind
     FROM export_target t WHERE t.shop_id = '' ORDER BY t.kind, t.target`,
    [],
  );
  const writing = await readWritingProblems(database, null);
  folders.sort((a, b) => compareCodes(a.shopCode, b.shopCode));
  return {
    targets: [
      ...others.map((row) => otherOf(row, facts, now)),
      ...folders.map((row) => folderOf(row, facts, now, writing)),
    ],
    asOf: utcText(now),
  };
}

function folderOf(
  row: FolderRead,
  { folder }: ExchangeFacts,
  now: number,
  writing: readonly ProblemRow[],
): ExportTargetRow {
  const { shopCode, behind } = row;
  const unwritable = writing.find((one) => one.shop_code === shopCode);
  const known = {
    problem_code: row.problem_code ?? null,
    problem_details: row.problem_details ?? null,
    problem_since_utc: row.problem_since_utc ?? null,
    shop_code: shopCode,
  };
  return {
    target: FOLDER,
    kind: 'folder',
    shopCode,
    place: join(folder, shopCode),
    lastSuccessAt: row.last_success_utc ?? null,
    behind,
    attempts: 0,
    nextAttemptAt: null,
    problem: problemOf(known.problem_code === null ? (unwritable ?? known) : known, now),
  };
}

function otherOf(row: TargetTableRow & { behind: number }, { pushUrl }: ExchangeFacts, now: number): ExportTargetRow {
  return {
    target: row.target,
    kind: row.kind as ExportTargetRow['kind'],
    shopCode: null,
    place: row.kind === 'push' ? pushUrl : null,
    lastSuccessAt: row.last_success_utc,
    behind: row.behind,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_utc,
    problem: problemOf({ ...row, shop_code: null }, now),
  };
}
