/** What goes on at registers now: the numbers beside every register and, added up, beside every shop (S3, S4). */
import { type LocalDate, type LocalTime, toLocal } from '../domain/local-time.ts';
import type { Kopecks } from '../domain/money.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { joinFailedSql, notExportedSql, toLookAtSql } from './export-state.ts';

export type RegisterActivity = {
  shopId: string;
  registerId: string;
  registerCode: string;
  name: string | null;
  protocolVersion: number;
  softwareVersion: string | null;
  inService: boolean;
  commandHost: string | null;
  commandPort: number | null;
  certificateName: string | null;
  certificateRequired: boolean;
  tokenRequired: boolean;
  /** The certificate that it showed last; times UTC. */
  certificateSerial: string | null;
  certificateEndsAt: string | null;
  certificateSeenAt: string | null;
  /** When it opened a command stream last, UTC. */
  streamOpenedAt: string | null;
  /** UTC. */
  lastContactAt: string | null;
  /** Local to the shop: the last document of the latest shift that has documents. */
  lastSaleAt: LocalTime | null;
  /** Gross sales of the shifts whose business date is today in the shop. */
  salesToday: Kopecks;
  openShifts: number;
  /** The latest open shift. */
  openShiftNumber: number | null;
  openShiftReceipts: number | null;
  /** Closed shifts that the ERP lacks, and open ones whose export failed. */
  notExportedShifts: number;
  notExportedOpenShifts: number;
};

type ShopZone = { shopId: string; timeZone: string };

/** The activity of all registers, of those of one shop, or of one; reads kept sums of shifts, never documents. */
export async function readActivity(
  database: QueryDatabase<Tables>,
  shops: readonly ShopZone[],
  nowMs: number,
  only: { shopId: string; registerId?: string } | null,
): Promise<RegisterActivity[]> {
  const ofRegister = only?.registerId === undefined ? '' : ' AND r.register_id = ?';
  const where = only === null ? '' : `AND r.shop_id = ?${ofRegister}`;
  const params = [only?.shopId, only?.registerId].filter((id) => id !== undefined);
  const today = new Map(shops.map(({ shopId, timeZone }) => [shopId, toLocal(nowMs, timeZone).slice(0, 10)]));
  const registers = await readRegisters(database, where, params);
  const sales = await readSales(database, today, where, params);
  const open = await readOpenShifts(database, where, params);
  const notExported = await readNotExported(database, where, params);
  return registers.map((register) => {
    const shifts = open.get(register.registerId) ?? [];
    const latest = shifts.at(-1);
    return {
      ...register,
      inService: register.inService !== 0,
      certificateRequired: register.certificateRequired !== 0,
      tokenRequired: register.tokenRequired !== 0,
      salesToday: sales.get(register.registerId) ?? 0,
      openShifts: shifts.length,
      openShiftNumber: latest?.shiftNumber ?? null,
      openShiftReceipts: latest?.receipts ?? null,
      ...(notExported.get(register.registerId) ?? { notExportedShifts: 0, notExportedOpenShifts: 0 }),
    };
  });
}

/** True when the register was heard on the shop's calendar day of `nowMs`. */
export function isSeenToday(lastContactAt: string | null, timeZone: string, nowMs: number): boolean {
  if (lastContactAt === null) return false;
  return toLocal(Date.parse(lastContactAt), timeZone).slice(0, 10) === toLocal(nowMs, timeZone).slice(0, 10);
}

type ReadRegister = Pick<
  RegisterActivity,
  | 'shopId'
  | 'registerId'
  | 'registerCode'
  | 'name'
  | 'protocolVersion'
  | 'softwareVersion'
  | 'commandHost'
  | 'commandPort'
  | 'certificateName'
  | 'certificateSerial'
  | 'certificateEndsAt'
  | 'certificateSeenAt'
  | 'streamOpenedAt'
  | 'lastContactAt'
  | 'lastSaleAt'
> & { inService: number; certificateRequired: number; tokenRequired: number };

/** SQL of the last document of a register `r`: in its latest shift that has any, one step into the index however long the history is. */
const LAST_SALE = `(SELECT MAX(l.last_document_at) FROM shift l
  WHERE l.shop_id = r.shop_id AND l.register_id = r.register_id AND l.business_date =
    (SELECT n.business_date FROM shift n
     WHERE n.shop_id = r.shop_id AND n.register_id = r.register_id AND n.last_document_at IS NOT NULL
     ORDER BY n.business_date DESC LIMIT 1))`;

function readRegisters(database: QueryDatabase<Tables>, where: string, params: Value[]): Promise<ReadRegister[]> {
  return database.all<ReadRegister>(
    `SELECT r.shop_id AS "shopId", r.register_id AS "registerId", r.register_code AS "registerCode", r.name AS name,
       r.protocol_version AS "protocolVersion",
       r.software_version AS "softwareVersion", r.in_service AS "inService", r.command_host AS "commandHost", r.command_port AS "commandPort",
       r.certificate_name AS "certificateName", r.certificate_required AS "certificateRequired", r.certificate_serial AS "certificateSerial",
       r.token_required AS "tokenRequired",
       r.certificate_ends_utc AS "certificateEndsAt", r.certificate_seen_utc AS "certificateSeenAt",
       r.stream_opened_utc AS "streamOpenedAt", r.last_contact_utc AS "lastContactAt",
       ${LAST_SALE} AS "lastSaleAt"
     FROM register r WHERE 1 = 1 ${where}`,
    params,
  );
}

/** CROSS JOIN keeps SQLite from walking through all shifts: from each register it is one step to the shifts of a date. */
async function readSales(
  database: QueryDatabase<Tables>,
  today: ReadonlyMap<string, LocalDate>,
  where: string,
  params: Value[],
): Promise<Map<string, Kopecks>> {
  const dates = [...new Set(today.values())];
  if (dates.length === 0) return new Map();
  const rows = await database.all<{ shopId: string; registerId: string; date: string; sum: number }>(
    `SELECT r.shop_id AS "shopId", r.register_id AS "registerId", s.business_date AS date,
       CAST(SUM(COALESCE(s.reported_sale_sum, s.counted_sale_sum)) AS BIGINT) AS sum
     FROM register r CROSS JOIN shift s
     WHERE s.shop_id = r.shop_id AND s.register_id = r.register_id
       AND s.business_date IN (${dates.map(() => '?').join(', ')}) ${where} GROUP BY r.shop_id, r.register_id, s.business_date`,
    [...dates, ...params],
  );
  return new Map(rows.filter((row) => row.date === today.get(row.shopId)).map((row) => [row.registerId, row.sum]));
}

type OpenShift = { registerId: string; shiftNumber: number; receipts: number };

/** Open shifts by register, oldest first. */
async function readOpenShifts(
  database: QueryDatabase<Tables>,
  where: string,
  params: Value[],
): Promise<Map<string, OpenShift[]>> {
  const rows = await database.all<OpenShift>(
    `SELECT r.register_id AS "registerId", r.shift_number AS "shiftNumber",
       COALESCE(r.reported_sale_count, r.counted_sale_count) + COALESCE(r.reported_refund_count, r.counted_refund_count)
         AS receipts
     FROM shift r WHERE r.closed_at IS NULL ${where} ORDER BY r.business_date, r.shift_id`,
    params,
  );
  return Map.groupBy(rows, (row) => row.registerId);
}

type NotExported = Pick<RegisterActivity, 'notExportedShifts' | 'notExportedOpenShifts'>;

async function readNotExported(
  database: QueryDatabase<Tables>,
  where: string,
  params: Value[],
): Promise<Map<string, NotExported>> {
  const rows = await database.all<{ registerId: string; all: number; toLookAt: number }>(
    `SELECT r.register_id AS "registerId", COUNT(*) AS "all",
       COUNT(CASE WHEN ${toLookAtSql('r')} THEN 1 END) AS "toLookAt" FROM shift r
     ${joinFailedSql('r')}
     WHERE ${notExportedSql('r')} ${where} GROUP BY r.register_id`,
    params,
  );
  return new Map(
    rows.map(({ registerId, all, toLookAt }) => [
      registerId,
      { notExportedShifts: toLookAt, notExportedOpenShifts: all - toLookAt },
    ]),
  );
}
