/** «Путь» (S8): how the sales of a shift came, from the register to the ERP, and how long each step took. */
import type { ShiftFile, ShiftRoute, ShiftStage } from '../../../contracts/web-api.ts';
import { formatKopecks } from '../../domain/money.ts';
import { shiftKey } from '../../domain/shift-key.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { ExportFileRow, Tables } from '../../schema/tables.ts';
import { FOLDER, isNotExported, shiftExportOf } from '../export-state.ts';
import { type FoundShift, findShift, type ShiftAddress } from '../find-shift.ts';
import { type Found, found } from '../found.ts';
import { bothTexts } from '../report-text.ts';
import { lastedMs, readShiftPackages } from './packages.ts';

/** Rows of a list that are answered; the stages stand on all of them. */
const SHOWN = 200;

/** The way of one shift by its address; `not_found.*` when there is none. */
export async function shiftRouteReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  address: ShiftAddress,
): Promise<Found<ShiftRoute>> {
  const shift = await findShift(database, address);
  if (!shift.ok) return shift;
  const packages = await readShiftPackages(database, shift.value);
  const files = await readShiftFiles(database, shift.value);
  const received = packages[0];
  const written = packages.map(({ writtenAt }) => writtenAt).filter((at) => at !== null);
  return found({
    shift: shiftOfLife(shift.value),
    exportState: shiftExportOf(shift.value.facts).state,
    stages: withDurations([
      ...(await readRegisterStages(database, shift.value)),
      stage('received', received?.receivedAt ?? null, bothTexts('route.packages', { n: packages.length })),
      stage('written', written.toSorted().at(-1) ?? null),
      await readCheckStage(database, shift.value),
      ...(await exportStages(database, shift.value, files)),
    ]),
    packages: packages.slice(0, SHOWN),
    packageCount: packages.length,
    files: files.slice(0, SHOWN),
    fileCount: files.length,
    asOf: utcText(clock.now()),
  });
}

/** What names the shift in both answers. */
export function shiftOfLife({ register, facts, ordinal }: FoundShift): ShiftRoute['shift'] {
  return {
    shopCode: register.shop.shopCode,
    registerCode: register.registerCode,
    shiftKey: shiftKey(facts, ordinal),
    shiftNumber: facts.shiftNumber,
    revision: facts.revision,
  };
}

function stage(step: ShiftStage['step'], at: string | null, text: ShiftStage['text'] = null): ShiftStage {
  return { step, at, localAt: null, lastedMs: null, text: at === null ? null : text };
}

/** Each step is measured from the one before it; a step that is still to come ends the measuring. */
function withDurations(stages: ShiftStage[]): ShiftStage[] {
  return stages.map((one, index) => ({ ...one, lastedMs: lastedMs(stages[index - 1]?.at ?? null, one.at) }));
}

async function readRegisterStages(database: QueryDatabase<Tables>, { register, facts }: FoundShift) {
  const row = await database.get<{ opened: string | null; closed: string | null }>(
    'SELECT opened_utc AS opened, closed_utc AS closed FROM shift WHERE shop_id = ? AND shift_id = ?',
    [register.shop.shopId, facts.shiftId],
  );
  return [
    { ...stage('opened', row?.opened ?? null), localAt: facts.openedAt },
    { ...stage('closed', row?.closed ?? null), localAt: facts.closedAt },
  ];
}

/** Checks of an earlier revision say nothing of this one. */
async function readCheckStage(database: QueryDatabase<Tables>, { register, facts }: FoundShift): Promise<ShiftStage> {
  const row = await database.get<{ at: string; result: string | null }>(
    'SELECT checked_utc AS at, result FROM shift_check WHERE shop_id = ? AND shift_id = ? AND revision = ?',
    [register.shop.shopId, facts.shiftId, facts.revision],
  );
  return stage('checked', row?.at ?? null, row?.result == null ? null : bothTexts(`route.check.${row.result}`, {}));
}

/** The file of the latest revision: written, taken, confirmed. */
async function exportStages(
  database: QueryDatabase<Tables>,
  { register, facts }: FoundShift,
  files: readonly ShiftFile[],
): Promise<ShiftStage[]> {
  const stale = isNotExported(facts);
  const file = stale ? undefined : files.find(({ fileName }) => fileName === facts.exportedName);
  const word = await database.get<{ at: string; matches: number }>(
    `SELECT c.received_utc AS at, c.matches AS matches FROM shift_export e
     JOIN erp_confirmation c ON c.shop_id = e.shop_id AND c.confirmation_id = e.confirmation_id
     WHERE e.shop_id = ? AND e.shift_id = ? AND e.target = ? AND e.confirmed_revision = e.revision`,
    [register.shop.shopId, facts.shiftId, FOLDER],
  );
  const confirmed = stale ? undefined : word;
  const said =
    confirmed === undefined ? null : bothTexts(`route.erp.${confirmed.matches === 1 ? 'agrees' : 'differs'}`, {});
  return [
    stage('exported', stale ? null : facts.exportedUtc, bothTexts('route.file', { file: facts.exportedName ?? '—' })),
    stage('taken', file?.takenAt ?? null),
    stage('confirmed', confirmed?.at ?? null, said),
  ];
}

/** Every file of the shift in the folder, newest first. */
export async function readShiftFiles(
  database: QueryDatabase<Tables>,
  { register, facts }: FoundShift,
): Promise<ShiftFile[]> {
  const rows = await database.all<ExportFileRow>(
    'SELECT * FROM export_file WHERE shop_id = ? AND shift_id = ? AND target = ? ORDER BY published_utc DESC, file_id DESC',
    [register.shop.shopId, facts.shiftId, FOLDER],
  );
  return rows.map((row) => ({
    fileId: `E-${row.file_id}`,
    fileName: row.file_name,
    revision: row.revision,
    online: row.online === 1,
    publishedAt: row.published_utc,
    state: row.state as ShiftFile['state'],
    takenAt: row.state === 'taken' ? row.ended_utc : null,
    confirmedAt: row.confirmed_utc,
    receiptCount: row.receipts,
    revenue: formatKopecks(row.revenue),
    attempts: row.attempts,
  }));
}
