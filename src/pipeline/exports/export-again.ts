/** «Перевыгрузить» and «Выгрузить продажи»: what a person asks for, what they should know first (M22, M23, M27–M30). */
import { type NewEntry, record } from '../../audit/audit.ts';
import { formatKopecks } from '../../domain/money.ts';
import { parseShiftKey } from '../../domain/shift-key.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import { FOLDER, type ShiftIds, STALE } from './due.ts';
import { writeHurry, writeRequest } from './export-rows.ts';

export type ShiftCodes = { shopCode: string; registerCode: string; shiftKey: string };

/** What is put to export: how many shifts, and their revenue in kopecks. */
export type ExportAmount = { shifts: number; revenue: number };

/** What a person should know before shifts go to the ERP again; sums in kopecks. */
export type AgainPreview = ExportAmount & { accepted: ShiftCodes[]; open: ShiftCodes[] };

export type AgainResult =
  | { kind: 'requested'; amount: ExportAmount }
  /** More than twenty, some that the ERP has accepted, or open ones: ask the person, then send it again, confirmed. */
  | { kind: 'confirmation_required'; preview: AgainPreview }
  | { kind: 'refused'; code: ErrorCode; params: MessageParams };

/** So many shifts at most are exported again without asking. */
export const UNASKED_SHIFTS = 20;

type ShiftFacts = ShiftIds & {
  registerId: string;
  open: number;
  revenue: number;
  accepted: number;
  shiftNumber: number;
  businessDate: string;
  /** The archive in which the documents of a trimmed shift lie. */
  archivePath: string | null;
};

const REVENUE = 'COALESCE(s.reported_revenue, s.counted_sale_sum - s.counted_refund_sum)';

/** Puts shifts to export again whatever the ERP has, in one transaction: all of them or none. */
export async function exportAgain(
  database: Database<Tables>,
  clock: Clock,
  wanted: readonly ShiftCodes[],
  { confirmed, author }: { confirmed: boolean; author: string | null },
): Promise<AgainResult> {
  return database.transaction(async (tx) => {
    const found: (ShiftFacts & { codes: ShiftCodes })[] = [];
    const known = new Set<number>();
    for (const codes of wanted) {
      const facts = await findFacts(tx, codes);
      if (facts === undefined) {
        const { shiftKey: shift, ...place } = codes;
        return { kind: 'refused', code: 'not_found.shift', params: { shift, ...place } };
      }
      const { archivePath, shiftNumber, businessDate } = facts;
      if (archivePath !== null)
        return {
          kind: 'refused',
          code: 'trim.export_refused',
          params: { shiftNumber, businessDate, path: archivePath, shopCode: codes.shopCode },
        };
      if (!known.has(facts.shiftId)) found.push({ ...facts, codes });
      known.add(facts.shiftId);
    }
    const preview = previewOf(found);
    const isAsked = preview.shifts > UNASKED_SHIFTS || preview.accepted.length > 0 || preview.open.length > 0;
    if (isAsked && !confirmed) return { kind: 'confirmation_required', preview };
    const nowUtc = utcText(clock.now());
    for (const { shopId, shiftId } of found) await writeRequest(tx, { shopId, shiftId }, nowUtc);
    await recordEvents(
      tx,
      clock,
      found.map((facts) => askedEvent(facts, author)),
    );
    await record(tx, clock, found.map(againEntry));
    return { kind: 'requested', amount: { shifts: preview.shifts, revenue: preview.revenue } };
  });
}

/** Who wanted it stays readable: the ERP may get the sums twice. */
function askedEvent(
  { shopId, registerId, shiftNumber, codes }: ShiftFacts & { codes: ShiftCodes },
  author: string | null,
): NewEvent {
  const params = { shiftNumber, registerCode: codes.registerCode, author };
  return { code: 'export.again', level: 'info', shopId, registerId, params };
}

/** What the audit trail says of a shift that goes to the ERP again; money by its form, so that it can be left out (`see-money`). */
function againEntry({ codes, revenue, open, accepted }: ShiftFacts & { codes: ShiftCodes }): NewEntry {
  const { shopCode, registerCode, shiftKey } = codes;
  const key = `${shopCode}/${registerCode}/${shiftKey}`;
  const values = { revenue: formatKopecks(revenue), open: open === 1, accepted: accepted === 1 };
  return { verb: 'export-again', object: 'shift', key, shopCode, new: values };
}

async function findFacts(tx: Statements, codes: ShiftCodes): Promise<ShiftFacts | undefined> {
  const key = parseShiftKey(codes.shiftKey);
  if (key === null) return undefined;
  return tx.get<ShiftFacts>(
    `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId", s.register_id AS "registerId",
       ${REVENUE} AS revenue,
       CASE WHEN s.closed_at IS NULL THEN 1 ELSE 0 END AS open,
       CASE WHEN e.confirmed_matches = 1 THEN 1 ELSE 0 END AS accepted, s.shift_number AS "shiftNumber",
       s.business_date AS "businessDate",
       (SELECT a.path FROM day_archive a WHERE a.shop_id = s.shop_id AND a.archive_id = s.archive_id) AS "archivePath"
     FROM shop p JOIN register r ON r.shop_id = p.shop_id
     JOIN shift s ON s.shop_id = r.shop_id AND s.register_id = r.register_id
     LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = '${FOLDER}'
     WHERE p.shop_code = ? AND r.register_code = ? AND s.shift_number = ? AND s.business_date = ?
     ORDER BY s.shift_id LIMIT 1 OFFSET ?`,
    [codes.shopCode, codes.registerCode, key.shiftNumber, key.date, key.ordinal - 1],
  );
}

function previewOf(found: readonly (ShiftFacts & { codes: ShiftCodes })[]): AgainPreview {
  return {
    shifts: found.length,
    revenue: found.reduce((sum, { revenue }) => sum + revenue, 0),
    accepted: found.filter(({ accepted }) => accepted === 1).map(({ codes }) => codes),
    open: found.filter(({ open }) => open === 1).map(({ codes }) => codes),
  };
}

/** Puts everything of a shop that the ERP lacks to export now, without pauses (M27, M30); null = there is no such shop. */
export async function startExchange(
  database: Database<Tables>,
  clock: Clock,
  shopCode: string,
): Promise<ExportAmount | null> {
  const shop = await database.get<{ shopId: string }>('SELECT shop_id AS "shopId" FROM shop WHERE shop_code = ?', [
    shopCode,
  ]);
  if (shop === undefined) return null;
  return database.transaction(async (tx) => {
    const missing = await hurryMissing(tx, clock, shop.shopId);
    const amount = { shifts: missing.length, revenue: missing.reduce((sum, { revenue }) => sum + revenue, 0) };
    const values = { ...amount, revenue: formatKopecks(amount.revenue) };
    await record(tx, clock, { verb: 'export', object: 'exchange', key: shopCode, shopCode, new: values });
    return amount;
  });
}

/** The same by the id of the shop; answers the shifts, with their revenue in kopecks. */
export async function requestMissing(
  database: Database<Tables>,
  clock: Clock,
  shopId: string,
): Promise<(ShiftIds & { revenue: number })[]> {
  return database.transaction((tx) => hurryMissing(tx, clock, shopId));
}

async function hurryMissing(tx: Statements, clock: Clock, shopId: string): Promise<(ShiftIds & { revenue: number })[]> {
  const missing = await tx.all<ShiftIds & { revenue: number }>(
    `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId", ${REVENUE} AS revenue FROM shift s
       WHERE s.shop_id = ? AND ${STALE} ORDER BY s.shift_id`,
    [shopId],
  );
  for (const shift of missing) await writeHurry(tx, shift, utcText(clock.now()));
  return missing;
}
