/** What the ERP has of a shift, as one word (M21): the shift is blue while its latest revision is not published. */
import type { ShiftExport } from '../../contracts/web-api.ts';
import { reasonText } from './report-text.ts';

/** The target whose state the screens show: the exchange folder. */
export const FOLDER = 'folder';

/** Columns of `shift` and `shift_export` that say it; all null when the shift was never tried. */
export type ExportColumns = {
  revision: number;
  exportedRevision: number | null;
  exportedName: string | null;
  exportedUtc: string | null;
  plannedRevision: number | null;
  failedRevision: number | null;
  exportReason: string | null;
  exportReasonDetails: string | null;
  confirmedRevision: number | null;
  confirmedMatches: number | null;
};

/** True while the ERP lacks the latest state of the shift. */
export function isNotExported(row: Pick<ExportColumns, 'revision' | 'exportedRevision'>): boolean {
  return row.exportedRevision === null || row.exportedRevision < row.revision;
}

/** SQL of the same, for the shift of an alias. */
export function notExportedSql(shift: string): string {
  return `${shift}.exported_revision < ${shift}.revision`;
}

/** SQL that stands beside a shift its export `e` where its last attempt failed: few have failed, and they have an index. */
export function joinFailedSql(shift: string): string {
  return `LEFT JOIN shift_export e ON e.shop_id = ${shift}.shop_id AND e.shift_id = ${shift}.shift_id AND e.target = '${FOLDER}'
    AND e.failed_revision IS NOT NULL`;
}

/** SQL of the shifts `s` that the ERP lacks because their last attempt failed, with their export `e` (CROSS JOIN: in this order). */
export const FAILED = `shift s CROSS JOIN shift_export e
  WHERE ${notExportedSql('s')} AND e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = '${FOLDER}'
    AND e.failed_revision IS NOT NULL`;

/** SQL: of those, the ones to look at. An open shift is behind for a moment after every receipt; only its failure counts. */
export function toLookAtSql(shift: string): string {
  return `(${shift}.closed_at IS NOT NULL OR e.failed_revision IS NOT NULL)`;
}

/** The state of the export of a shift and what belongs to it; a reason says why it failed, or what the published file lacks. */
export function shiftExportOf(row: ExportColumns): ShiftExport {
  const state = stateOf(row);
  const explained = state === 'failed' || state === 'exported' || state === 'accepted';
  return {
    state,
    revision: row.exportedRevision,
    fileName: row.exportedName,
    exportedAt: row.exportedUtc,
    confirmed: confirmedOf(row),
    reason: explained ? reasonText(row.exportReason, row.exportReasonDetails) : null,
  };
}

function stateOf(row: ExportColumns): ShiftExport['state'] {
  // A success and a new request clear the failure, so while it stands it is the last word.
  if (isNotExported(row) && row.failedRevision !== null) return 'failed';
  if (row.plannedRevision !== null) return 'exporting';
  if (!isNotExported(row)) return confirmedOf(row) === 'matches' ? 'accepted' : 'exported';
  return row.exportedRevision === null ? 'not_exported' : 'changed';
}

/** What the ERP says of the revision that it has; a word about an earlier one says nothing of this. */
function confirmedOf(row: ExportColumns): ShiftExport['confirmed'] {
  if (row.confirmedRevision === null || row.confirmedRevision !== row.exportedRevision) return 'no';
  return row.confirmedMatches === 1 ? 'matches' : 'differs';
}
