/** What only the log tells of a shift: its opening and closing, failed exports, what a person asked for or gave to somebody. */
import type { ShiftHistoryEntry } from '../../../contracts/web-api.ts';
import type { MessageParams } from '../../messages/messages.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import type { FoundShift } from '../find-shift.ts';
import { eventRowOf, firstId, lastId, type ReadEvent } from '../log-filter.ts';
import { paramsOf } from '../report-text.ts';
import { readLifeSpan } from './packages.ts';

const codes: Readonly<Record<string, ShiftHistoryEntry['kind']>> = {
  'shift.opened': 'shift',
  'shift.closed': 'shift',
  'shift.number_repeated': 'shift',
  'export.failed': 'export',
  'export.again': 'export',
  'erp.file_lost': 'export',
  'erp.file_changed': 'export',
  'case.asked': 'difference',
  'case.assigned': 'difference',
  'case.unassigned': 'difference',
};
const names = Object.keys(codes);

/** A number of a shift comes again after years: only entries around the life of this one are its own. */
const AFTER_MS = 60 * 86_400_000;

/** An entry that tells a time of its shift must tell one of this. */
function isOf({ openedAt, closedAt }: MessageParams, facts: FoundShift['facts']): boolean {
  return (
    (openedAt === undefined || openedAt === facts.openedAt) && (closedAt === undefined || closedAt === facts.closedAt)
  );
}

/** Entries of the log that name the shift. */
export async function readShiftEvents(
  database: QueryDatabase<Tables>,
  { register, facts }: FoundShift,
): Promise<ShiftHistoryEntry[]> {
  const { shopId, shopCode } = register.shop;
  const span = await readLifeSpan(database, { shopId, shiftId: facts.shiftId }, AFTER_MS);
  const [first, last] = [await firstId(database, span.from), await lastId(database, span.to)];
  // Without an entry at or behind the beginning there is none of the shift either.
  if (first === undefined) return [];
  const rows = await database.all<ReadEvent>(
    `SELECT event_id AS "eventId", happened_utc AS at, level, code, params FROM event
     WHERE shop_id = ? AND register_id = ? AND event_id >= ? AND event_id <= ?
       AND code IN (${names.map(() => '?').join(', ')})
     ORDER BY event_id`,
    [shopId, register.registerId, first, last ?? first, ...names],
  );
  return rows
    .map((row) => eventRowOf({ ...row, shopCode, registerCode: register.registerCode }, true))
    .filter(({ shiftNumber, raw }) => shiftNumber === facts.shiftNumber && isOf(paramsOf(raw), facts))
    .map(({ at, level, code, text, who, transferId }) => ({
      at,
      kind: codes[code] ?? 'shift',
      level,
      text,
      who: who?.ru ?? null,
      link: transferId === null ? null : { kind: 'transfer', id: transferId },
    }));
}
