/**
 * The goods of a shop by business date and by month, added up from those of its shifts when nothing else is to be done. A date
 * becomes due with each shift of it whose goods were counted; a month is added up from its dates. Whoever reads them compares
 * the shifts that they are of with those that there are, so a period that is behind is only slower, never wrong.
 */
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';

/** Periods of one transaction. */
const PERIODS_AT_ONCE = 4;

type Period = { shopId: string; period: string };
/** The shifts that goods are of, and how many of them are not counted. */
type Shifts = { shifts: number; ids: number; revisions: number; behind: number };

// Dates before months: these are added up from those.
const FIND = `SELECT shop_id AS "shopId", period FROM shop_item_period WHERE state = 'due'
  ORDER BY length(period) DESC, shop_id, period LIMIT ${PERIODS_AT_ONCE}`;

const SHIFTS = `CAST(COUNT(*) AS BIGINT) AS shifts, CAST(COALESCE(SUM(shift_id), 0) AS BIGINT) AS ids,
  CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revisions,
  CAST(COALESCE(SUM(CASE WHEN closed_at IS NULL OR items_revision <> revision THEN 1 ELSE 0 END), 0) AS BIGINT) AS behind`;

const SUMMED = ['receipt_count', 'quantity', 'discount', 'sale_sum', 'refund_sum', 'tax_sum'];
const COLUMNS = `item_code, name, ${SUMMED.join(', ')}`;
const SUMS = `t.item_code, MAX(t.name), ${SUMMED.map((name) => `CAST(SUM(t.${name}) AS BIGINT)`).join(', ')}`;

/** The goods of a shift were counted: its date and month are due. */
export async function noteCounted(tx: Transaction<Tables>, shopId: string, businessDate: string): Promise<void> {
  for (const period of [businessDate, businessDate.slice(0, 7)]) await makeDue(tx, { shopId, period });
}

async function makeDue(tx: Transaction<Tables>, { shopId, period }: Period): Promise<void> {
  await tx.run(
    `INSERT INTO shop_item_period (shop_id, period, state, shift_count, shift_ids, revisions) VALUES (?, ?, 'due', 0, 0, 0)
     ON CONFLICT (shop_id, period) DO UPDATE SET state = 'due'`,
    [shopId, period],
  );
}

/** Adds up a few periods that are due; false when none is. */
export async function addUpShopItems(database: Database<Tables>): Promise<boolean> {
  if ((await database.get<Period>(FIND)) === undefined) return false;
  await database.transaction(async (tx) => {
    await takeTurn(tx, 'shift');
    for (const period of await tx.all<Period>(FIND)) await addUp(tx, period);
  });
  return true;
}

async function addUp(tx: Transaction<Tables>, due: Period): Promise<void> {
  const { shopId, period } = due;
  const isMonth = period.length === 7;
  const shifts = await tx.get<Shifts>(
    `SELECT ${SHIFTS} FROM shift WHERE shop_id = ? AND business_date >= ? AND business_date <= ?`,
    [shopId, ...boundsOf(period)],
  );
  if (shifts === undefined || shifts.behind > 0) return writeState(tx, due, 'waiting', NO_SHIFTS);
  if (isMonth && (await makeOddDatesDue(tx, due))) return;
  await tx.run('DELETE FROM shop_item WHERE shop_id = ? AND period = ?', [shopId, period]);
  const from = isMonth
    ? `FROM shop_item t WHERE t.shop_id = ? AND t.period >= ? AND t.period <= ?`
    : `FROM shift s CROSS JOIN shift_item t WHERE s.shop_id = ? AND s.business_date >= ? AND s.business_date <= ?
       AND t.shop_id = s.shop_id AND t.shift_id = s.shift_id`;
  await tx.run(
    `INSERT INTO shop_item (shop_id, period, ${COLUMNS})
     SELECT CAST(? AS TEXT), CAST(? AS TEXT), ${SUMS} ${from} GROUP BY t.item_code`,
    [shopId, period, shopId, ...boundsOf(period)],
  );
  await writeState(tx, due, 'kept', shifts);
}

/** First and last date that a period may hold; text order is enough, so every month has 31 days. */
function boundsOf(period: string): [first: string, last: string] {
  return period.length === 7 ? [`${period}-01`, `${period}-31`] : [period, period];
}

const NO_SHIFTS: Shifts = { shifts: 0, ids: 0, revisions: 0, behind: 0 };

function writeState(
  tx: Transaction<Tables>,
  { shopId, period }: Period,
  state: 'waiting' | 'kept',
  { shifts, ids, revisions }: Shifts,
): Promise<void> {
  const change = 'SET state = ?, shift_count = ?, shift_ids = ?, revisions = ?';
  const values = [state, shifts, ids, revisions, shopId, period];
  return tx.run(`UPDATE shop_item_period ${change} WHERE shop_id = ? AND period = ?`, values).then(() => undefined);
}

/**
 * Makes the dates of a month due whose goods are of other shifts than the date has now: one that a shift has left, when its open
 * time became known. True when there are any; the month stays due behind them.
 */
async function makeOddDatesDue(tx: Transaction<Tables>, { shopId, period }: Period): Promise<boolean> {
  const bounds = boundsOf(period);
  const now = await tx.all<Shifts & { date: string }>(
    `SELECT business_date AS date, ${SHIFTS} FROM shift WHERE shop_id = ? AND business_date >= ? AND business_date <= ?
     GROUP BY business_date`,
    [shopId, ...bounds],
  );
  const kept = await tx.all<Shifts & { date: string }>(
    `SELECT period AS date, shift_count AS shifts, shift_ids AS ids, revisions FROM shop_item_period
     WHERE shop_id = ? AND period >= ? AND period <= ? AND state = 'kept' AND shift_count > 0`,
    [shopId, ...bounds],
  );
  const textOf = ({ date, shifts, ids, revisions }: Shifts & { date: string }) =>
    `${date} ${shifts} ${ids} ${revisions}`;
  const [there, known] = [new Set(now.map(textOf)), new Set(kept.map(textOf))];
  const odd = [...now.filter((day) => !known.has(textOf(day))), ...kept.filter((day) => !there.has(textOf(day)))];
  for (const date of new Set(odd.map((day) => day.date))) await makeDue(tx, { shopId, period: date });
  return odd.length > 0;
}
