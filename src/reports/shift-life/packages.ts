/** The packages that brought the sales of a shift, each with the load it belongs to. */
import type { ShiftPackage } from '../../../contracts/web-api.ts';
import { utcText } from '../../platform/clock.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { FOLDER } from '../export-state.ts';
import type { FoundShift } from '../find-shift.ts';

/**
 * A package names the shifts it touched in one text, which no index helps to search: only those are looked at that came around the
 * sales of the shift. What comes later and changes nothing is no part of how they came.
 */
/** Clocks of registers differ. */
const BEFORE_MS = 86_400_000;
const AFTER_MS = 2 * 86_400_000;

type Row = {
  name: string;
  receivedUtc: string;
  finishedUtc: string | null;
  transferId: number | null;
  cause: ShiftPackage['cause'];
  author: string | null;
  documentsNew: number;
  documentsSame: number;
  documentsEnriched: number;
  documentsConflict: number;
  documentsSetAside: number;
};

/** Newest first, those that were written. */
export async function readShiftPackages(
  database: QueryDatabase<Tables>,
  { register, facts }: FoundShift,
): Promise<ShiftPackage[]> {
  const { shopId } = register.shop;
  const span = await readLifeSpan(database, { shopId, shiftId: facts.shiftId }, AFTER_MS);
  const id = facts.shiftId;
  const rows = await database.all<Row>(
    `SELECT p.name AS name, p.received_utc AS "receivedUtc", p.finished_utc AS "finishedUtc", p.transfer_id AS "transferId",
       t.cause AS cause, t.author AS author, p.documents_new AS "documentsNew", p.documents_same AS "documentsSame",
       p.documents_enriched AS "documentsEnriched", p.documents_conflict AS "documentsConflict",
       p.documents_set_aside AS "documentsSetAside"
     FROM package p LEFT JOIN transfer t ON t.shop_id = p.shop_id AND t.transfer_id = p.transfer_id
     WHERE p.shop_id IN (?, '') AND p.register_id IN (?, ?) AND p.received_utc >= ? AND p.received_utc <= ?
       AND (p.shift_ids = ? OR p.shift_ids LIKE ? OR p.shift_ids LIKE ? OR p.shift_ids LIKE ?)
     ORDER BY p.received_utc DESC, p.name DESC`,
    [
      shopId,
      register.registerId,
      // What is brought by hand is of the whole shop; a file that made its shop came before the shop had an id.
      `shop-${register.shop.shopCode}`,
      span.from,
      span.to,
      `[${id}]`,
      `[${id},%`,
      `%,${id},%`,
      `%,${id}]`,
    ],
  );
  return rows.map(packageOf);
}

/** UTC times around the sales of a shift: a day before the first of them, `afterMs` behind its last change or export. */
export async function readLifeSpan(
  database: QueryDatabase<Tables>,
  { shopId, shiftId }: { shopId: string; shiftId: number },
  afterMs: number,
): Promise<{ from: string; to: string }> {
  const row = await database.get<{
    first: string | null;
    opened: string | null;
    changed: string;
    exported: string | null;
  }>(
    `SELECT (SELECT MIN(d.received_utc) FROM document d WHERE d.shop_id = s.shop_id AND d.shift_id = s.shift_id) AS first,
       s.opened_utc AS opened, s.updated_utc AS changed, e.exported_utc AS exported
     FROM shift s LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = ?
     WHERE s.shop_id = ? AND s.shift_id = ?`,
    [FOLDER, shopId, shiftId],
  );
  if (row === undefined) throw new Error(`the shift ${shiftId} is gone`);
  const known = [row.first, row.opened, row.changed, row.exported]
    .filter((time) => time !== null && time !== '')
    .toSorted();
  return { from: shifted(known[0] ?? row.changed, -BEFORE_MS), to: shifted(known.at(-1) ?? row.changed, afterMs) };
}

function shifted(utc: string, ms: number): string {
  return utcText(new Date(utc).getTime() + ms);
}

function packageOf(row: Row): ShiftPackage {
  const { receivedUtc, finishedUtc } = row;
  return {
    name: row.name,
    receivedAt: receivedUtc,
    writtenAt: finishedUtc,
    lastedMs: lastedMs(receivedUtc, finishedUtc),
    transferId: row.transferId === null ? null : `T-${row.transferId}`,
    cause: row.cause,
    author: row.author,
    documents: {
      new: row.documentsNew,
      same: row.documentsSame,
      enriched: row.documentsEnriched,
      conflict: row.documentsConflict,
      setAside: row.documentsSetAside,
    },
  };
}

/** Milliseconds from one UTC time to a later one; null when one is not known or the clocks contradict each other. */
export function lastedMs(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const ms = new Date(to).getTime() - new Date(from).getTime();
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}
