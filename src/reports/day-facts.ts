/** What is known of shops, registers and business dates, counted by the database: for the days of one shop or of all. */
import type { LocalDate } from '../domain/local-time.ts';
import type { Kopecks } from '../domain/money.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { joinFailedSql, notExportedSql, toLookAtSql } from './export-state.ts';
import { openCasesSql } from './shift-facts.ts';

export type DayShop = { shopId: string; shopCode: string; name: string | null; timeZone: string };

export type DayRegister = {
  shopId: string;
  registerId: string;
  registerCode: string;
  name: string | null;
  inService: number;
  createdUtc: string;
  lastContactUtc: string | null;
  /** Business dates of its first and its latest shift, and of its oldest open one. */
  firstDate: LocalDate | null;
  latestDate: LocalDate | null;
  openDate: LocalDate | null;
};

/** One register on one business date; counts of shifts, numbers and records. */
export type DayCounts = {
  shifts: number;
  openShifts: number;
  notExported: number;
  notLooked: number;
  notChecked: number;
  missing: number;
  setAside: number;
  openCases: number;
  acceptedCases: number;
  difference: Kopecks | null;
};

export type DayFacts = {
  shops: DayShop[];
  registers: Map<string, DayRegister[]>;
  /** Of a register on a date; all zero where there is nothing. */
  countsOf(registerId: string, date: LocalDate): DayCounts;
};

const NOTHING: DayCounts = {
  shifts: 0,
  openShifts: 0,
  notExported: 0,
  notLooked: 0,
  notChecked: 0,
  missing: 0,
  setAside: 0,
  openCases: 0,
  acceptedCases: 0,
  difference: null,
};

/** `shopId` null = all shops; both dates included. */
export async function readDayFacts(
  database: QueryDatabase<Tables>,
  shopId: string | null,
  from: LocalDate,
  to: LocalDate,
): Promise<DayFacts> {
  const inShop = shopId === null ? '' : 'AND p.shop_id = ?';
  const shop = shopId === null ? [] : [shopId];
  const shops = await database.all<DayShop>(
    `SELECT p.shop_id AS "shopId", p.shop_code AS "shopCode", p.name, p.time_zone AS "timeZone"
     FROM shop p WHERE 1 = 1 ${inShop}`,
    shop,
  );
  const registers = await database.all<DayRegister>(
    `SELECT p.shop_id AS "shopId", p.register_id AS "registerId", p.register_code AS "registerCode", p.name,
       p.in_service AS "inService", p.created_utc AS "createdUtc", p.last_contact_utc AS "lastContactUtc",
       ${edgeDate('MIN')} AS "firstDate", ${edgeDate('MAX')} AS "latestDate",
       (SELECT MIN(s.business_date) FROM shift s WHERE s.shop_id = p.shop_id AND s.register_id = p.register_id
         AND s.closed_at IS NULL) AS "openDate"
     FROM register p WHERE 1 = 1 ${inShop}`,
    shop,
  );
  const days = new Map<string, DayCounts>();
  const add = (rows: readonly (Partial<DayCounts> & { registerId: string; date: LocalDate })[]) => {
    for (const { registerId, date, ...counts } of rows) {
      const key = `${registerId} ${date}`;
      days.set(key, { ...(days.get(key) ?? NOTHING), ...counts });
    }
  };
  const period = [...shop, from, to];
  add(await database.all(SHIFTS(inShop), period));
  add(await database.all(CASES(inShop), period));
  add(await database.all(MISSING(inShop), period));
  add(await readSetAside(database, inShop, shop, from, to));
  return {
    shops,
    registers: Map.groupBy(registers, (register) => register.shopId),
    countsOf: (registerId, date) => days.get(`${registerId} ${date}`) ?? NOTHING,
  };
}

/** One step into the index of the register, however long its history is. */
function edgeDate(edge: 'MIN' | 'MAX'): string {
  return `(SELECT ${edge}(s.business_date) FROM shift s WHERE s.shop_id = p.shop_id AND s.register_id = p.register_id)`;
}

const count = (condition: string, name: string) =>
  `CAST(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS BIGINT) AS "${name}"`;

const PLACE = 's.register_id AS "registerId", s.business_date AS date';
/** From each shop it is one step to its shifts of the period; CROSS JOIN keeps SQLite from walking through all of them. */
const IN_PERIOD = 's.shop_id = p.shop_id AND s.business_date BETWEEN ? AND ?';
const UNLOOKED = '(c.result IS NULL OR c.revision < s.revision)';

const SHIFTS = (inShop: string) => `SELECT ${PLACE}, COUNT(*) AS shifts, ${count('s.closed_at IS NULL', 'openShifts')},
    ${count(`${notExportedSql('s')} AND ${toLookAtSql('s')}`, 'notExported')},
    ${count(`s.closed_at IS NOT NULL AND ${UNLOOKED}`, 'notLooked')},
    ${count(`s.closed_at IS NOT NULL AND NOT ${UNLOOKED} AND c.result = 'not_checked'`, 'notChecked')}
  FROM shop p CROSS JOIN shift s ${joinFailedSql('s')}
  LEFT JOIN shift_check c ON c.shop_id = s.shop_id AND c.shift_id = s.shift_id
  WHERE 1 = 1 ${inShop} AND ${IN_PERIOD} GROUP BY s.register_id, s.business_date`;

/** The largest open difference of money of each shift, added up over the shifts of the day. */
const CASES = (inShop: string) => `SELECT o."registerId", o.date, CAST(SUM(o.open) AS BIGINT) AS "openCases",
    CAST(SUM(o.accepted) AS BIGINT) AS "acceptedCases", CAST(SUM(o.difference) AS BIGINT) AS difference
  FROM (SELECT ${PLACE}, ${openCasesSql('k')} FROM shop p CROSS JOIN shift s
    JOIN shift_case k ON k.shop_id = s.shop_id AND k.shift_id = s.shift_id AND k.ended_utc IS NULL
    WHERE 1 = 1 ${inShop} AND ${IN_PERIOD} GROUP BY s.register_id, s.business_date, s.shift_id) o
  GROUP BY o."registerId", o.date`;

/** Numbers that are missing and that nobody has accepted to be. */
const MISSING = (inShop: string) => `SELECT ${PLACE}, CAST(SUM(g.missing_count) AS BIGINT) AS missing
  FROM shop p CROSS JOIN shift s
  JOIN receipt_gap g ON g.shop_id = s.shop_id AND g.shift_id = s.shift_id AND g.state <> 'filled'
  WHERE 1 = 1 ${inShop} AND ${IN_PERIOD} AND NOT EXISTS (SELECT 1 FROM shift_case k WHERE k.shop_id = s.shop_id
    AND k.shift_id = s.shift_id AND k.figure = 'receiptNumbers' AND k.state = 'accepted' AND k.ended_utc IS NULL)
  GROUP BY s.register_id, s.business_date`;

/** A record that was set aside knows only the number of its shift: it counts on the day of the latest shift of that number. */
async function readSetAside(
  database: QueryDatabase<Tables>,
  inShop: string,
  shop: readonly Value[],
  from: LocalDate,
  to: LocalDate,
): Promise<{ registerId: string; date: LocalDate; setAside: number }[]> {
  const rows = await database.all<{ registerId: string; date: LocalDate | null; setAside: number }>(
    `SELECT a."registerId", a.date, COUNT(*) AS "setAside" FROM (
       SELECT p.register_id AS "registerId", (SELECT s.business_date FROM shift s WHERE s.shop_id = p.shop_id
         AND s.register_id = p.register_id AND s.shift_number = p.shift_number
         ORDER BY s.business_date DESC, s.shift_id DESC LIMIT 1) AS date
       FROM set_aside p WHERE p.state = 'open' AND p.section = 'document' AND p.shift_number IS NOT NULL ${inShop}) a
     GROUP BY a."registerId", a.date`,
    shop,
  );
  return rows.flatMap(({ date, ...row }) => (date === null || date < from || date > to ? [] : [{ ...row, date }]));
}
