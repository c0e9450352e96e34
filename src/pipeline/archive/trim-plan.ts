/** Which days of which shops may leave the tables now, and what keeps the others here (M45). Only reads. */
import { addWallClock, type LocalDate, toLocal } from '../../domain/local-time.ts';
import {
  firstKeptDate,
  obstaclesOf,
  RESTORED_STAYS_DAYS,
  type TrimFacts,
  type TrimObstacle,
} from '../../domain/trim-rules.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements } from '../../platform/database/database.ts';

export type TrimSettings = {
  /** Documents are kept for so many days; null = for ever. Shops may have days of their own. */
  keepDays: number | null;
  shopDays: ReadonlyMap<string, number | null>;
  /** Shifts whose register reported no money to compare go as well. */
  uncheckedToo: boolean;
  /** Changes are pushed to an address: that target is on. */
  pushIsOn: boolean;
};

export type TrimShop = { shopId: string; shopCode: string; timeZone: string };

/** Days of a shop that are old enough: business dates before `before`, from `from` on. */
export type OldDays = TrimShop & { before: LocalDate };

/** A shift that is old enough; money in kopecks. */
export type OldShift = {
  shiftId: number;
  registerId: string;
  registerCode: string;
  shiftNumber: number;
  openedAt: string | null;
  businessDate: LocalDate;
  revision: number;
  documents: number;
  saleSum: number;
  refundSum: number;
  closed: number;
  recount: number;
  itemsRevision: number;
  checkedRevision: number | null;
  checkResult: TrimFacts['checked'];
  checkedUtc: string | null;
  exportedRevision: number | null;
  exportedUtc: string | null;
  feedRevision: number | null;
  feedPosition: number | null;
  openCases: number;
  askedGaps: number;
  setAside: number;
  restoredUtc: string | null;
};

/** The shops whose documents do not stay for ever, with the first date that stays. */
export async function listTrimShops(
  database: Statements,
  clock: Clock,
  settings: TrimSettings,
  shopCode?: string,
): Promise<OldDays[]> {
  const shops = await database.all<TrimShop>(
    `SELECT shop_id AS "shopId", shop_code AS "shopCode", time_zone AS "timeZone" FROM shop
     ${shopCode === undefined ? '' : 'WHERE shop_code = ?'} ORDER BY length(shop_code), shop_code`,
    shopCode === undefined ? [] : [shopCode],
  );
  return shops.flatMap((shop) => {
    const own = settings.shopDays.get(shop.shopCode);
    const days = own === undefined ? settings.keepDays : own;
    if (days === null) return [];
    return [{ ...shop, before: firstKeptDate(toLocal(clock.now(), shop.timeZone).slice(0, 10), days) }];
  });
}

/** Up to `limit` days of a shop with documents that are old enough, the oldest first, behind `after`. */
export async function listOldDays(
  database: Statements,
  { shopId, before }: OldDays,
  after: LocalDate,
  limit: number,
): Promise<LocalDate[]> {
  const rows = await database.all<{ date: LocalDate }>(
    `SELECT DISTINCT business_date AS date FROM shift
     WHERE shop_id = ? AND business_date > ? AND business_date < ? AND trimmed_utc IS NULL AND counted_document_count > 0
     ORDER BY business_date LIMIT ?`,
    [shopId, after, before, limit],
  );
  return rows.map(({ date }) => date);
}

const COUNT = (sql: string) => `(SELECT CAST(COUNT(*) AS BIGINT) FROM ${sql})`;

/** The shifts with documents of a day, with all that is needed to judge them. */
export function readOldShifts(database: Statements, shopId: string, businessDate: LocalDate): Promise<OldShift[]> {
  const of = 'x.shop_id = s.shop_id AND x.shift_id = s.shift_id';
  return database.all<OldShift>(
    `SELECT s.shift_id AS "shiftId", s.register_id AS "registerId", r.register_code AS "registerCode", s.shift_number AS "shiftNumber",
       s.opened_at AS "openedAt", s.business_date AS "businessDate", s.revision AS revision,
       s.counted_document_count AS documents, s.counted_sale_sum AS "saleSum", s.counted_refund_sum AS "refundSum",
       CASE WHEN s.closed_at IS NULL THEN 0 ELSE 1 END AS closed, s.recount AS recount, s.items_revision AS "itemsRevision",
       c.revision AS "checkedRevision", c.result AS "checkResult", c.checked_utc AS "checkedUtc",
       e.revision AS "exportedRevision", e.exported_utc AS "exportedUtc",
       f.revision AS "feedRevision", f.feed_position AS "feedPosition",
       ${COUNT(`shift_case x WHERE ${of} AND x.ended_utc IS NULL AND x.state IN ('appeared', 'seen')`)} AS "openCases",
       ${COUNT(`receipt_gap x WHERE ${of} AND x.state IN ('waiting', 'asked')`)} AS "askedGaps",
       ${COUNT(`set_aside x WHERE x.shop_id = s.shop_id AND x.register_id = s.register_id AND x.shift_number = s.shift_number AND x.state = 'open'`)} AS "setAside",
       (SELECT MAX(x.changed_utc) FROM day_archive x WHERE x.shop_id = s.shop_id AND x.business_date = s.business_date
          AND x.state = 'restored') AS "restoredUtc"
     FROM shift s JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id
     LEFT JOIN shift_check c ON c.shop_id = s.shop_id AND c.shift_id = s.shift_id
     LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = 'folder'
     LEFT JOIN shift_feed f ON f.shop_id = s.shop_id AND f.shift_id = s.shift_id
     WHERE s.shop_id = ? AND s.business_date = ? AND s.trimmed_utc IS NULL AND s.counted_document_count > 0
     ORDER BY s.shift_id`,
    [shopId, businessDate],
  );
}

/** A target without a folder and how far it has got. */
export type FeedTarget = { target: string; position: number };

/** A program that has not pulled for so long is not on any more. */
const PULL_IS_OFF_AFTER_MS = 90 * 86_400_000;

/** The targets without a folder that are on. */
export async function listFeedTargets(
  database: Statements,
  clock: Clock,
  { pushIsOn }: Pick<TrimSettings, 'pushIsOn'>,
): Promise<FeedTarget[]> {
  const since = utcText(clock.now() - PULL_IS_OFF_AFTER_MS);
  const known = await database.all<FeedTarget & { kind: string }>(
    `SELECT target, kind, COALESCE(feed_position, 0) AS position FROM export_target
     WHERE shop_id = '' AND (kind = 'push' OR (kind = 'pull' AND COALESCE(last_success_utc, created_utc) >= ?))`,
    [since],
  );
  const on = known.filter(({ kind }) => kind === 'pull' || pushIsOn);
  if (pushIsOn && !on.some(({ kind }) => kind === 'push')) on.push({ target: 'push', kind: 'push', position: 0 });
  return on.map(({ target, position }) => ({ target, position }));
}

/** What each target that is on has of a shift. */
export function exportedOf(shift: OldShift, targets: readonly FeedTarget[]) {
  const { revision, exportedRevision, exportedUtc, feedRevision, feedPosition } = shift;
  const folder = {
    target: 'folder',
    revision: exportedRevision ?? 0,
    at: exportedUtc,
    has: (exportedRevision ?? 0) >= revision,
  };
  const others = targets.map(({ target, position }) => {
    const has = feedRevision === revision && feedPosition !== null && position >= feedPosition;
    return { target, revision: has ? revision : 0, at: null, has };
  });
  return [folder, ...others];
}

/** Why a shift stays; empty = it may go. */
export function judge(
  shift: OldShift,
  targets: readonly FeedTarget[],
  settings: Pick<TrimSettings, 'uncheckedToo'>,
  nowMs: number,
): TrimObstacle[] {
  const { checkedRevision, revision, restoredUtc } = shift;
  const stays = restoredUtc === null ? null : addDays(restoredUtc, RESTORED_STAYS_DAYS);
  return obstaclesOf(
    {
      closed: shift.closed === 1,
      lacking: exportedOf(shift, targets).flatMap(({ target, has }) => (has ? [] : [target])),
      checked: checkedRevision !== null && checkedRevision >= revision ? shift.checkResult : null,
      openCases: shift.openCases,
      askedGaps: shift.askedGaps,
      setAside: shift.setAside,
      counting: shift.recount !== 0 || (shift.closed === 1 && shift.itemsRevision !== revision),
      restoredLately: stays !== null && stays > utcText(nowMs),
    },
    settings,
  );
}

function addDays(utc: string, days: number): string {
  return `${addWallClock(utc.slice(0, 19), days * 86_400_000)}.000Z`;
}

export type BlockedShift = Pick<
  OldShift,
  'registerCode' | 'shiftNumber' | 'openedAt' | 'businessDate' | 'documents'
> & {
  shopCode: string;
  obstacles: TrimObstacle[];
};

export type TrimPlan = {
  /** The first date that stays, of each shop that is looked at. */
  shops: { shopCode: string; before: LocalDate }[];
  /** Days that go. */
  days: {
    shopCode: string;
    businessDate: LocalDate;
    shifts: number;
    documents: number;
    saleSum: number;
    refundSum: number;
  }[];
  documents: number;
  saleSum: number;
  refundSum: number;
  /** About so many bytes of the database become free. */
  bytes: number;
  /** Shifts that keep their day here; at most `MOST_BLOCKED` are named. */
  blocked: BlockedShift[];
  blockedCount: number;
  /** Days that stay because of them. */
  blockedDays: number;
};

export const MOST_BLOCKED = 500;
const DAYS_AT_ONCE = 200;

/** What would go now and what must not. */
export async function planTrim(
  database: Statements,
  clock: Clock,
  settings: TrimSettings,
  shopCode?: string,
): Promise<TrimPlan> {
  const plan: TrimPlan = {
    shops: [],
    days: [],
    documents: 0,
    saleSum: 0,
    refundSum: 0,
    bytes: 0,
    blocked: [],
    blockedCount: 0,
    blockedDays: 0,
  };
  const targets = await listFeedTargets(database, clock, settings);
  for (const shop of await listTrimShops(database, clock, settings, shopCode)) {
    plan.shops.push({ shopCode: shop.shopCode, before: shop.before });
    for (let after = ''; ; ) {
      const dates = await listOldDays(database, shop, after, DAYS_AT_ONCE);
      for (const date of dates) {
        const shifts = await readOldShifts(database, shop.shopId, date);
        addDay(plan, shop.shopCode, date, shifts, (shift) => judge(shift, targets, settings, clock.now()));
        after = date;
      }
      if (dates.length < DAYS_AT_ONCE) break;
    }
  }
  plan.bytes = plan.documents * (await bytesOfDocument(database));
  return plan;
}

function addDay(
  plan: TrimPlan,
  shopCode: string,
  businessDate: LocalDate,
  shifts: readonly OldShift[],
  obstacles: (shift: OldShift) => TrimObstacle[],
): void {
  const held = shifts.flatMap((shift) => {
    const found = obstacles(shift);
    return found.length === 0 ? [] : [{ shift, found }];
  });
  if (held.length > 0) {
    plan.blockedDays += 1;
    plan.blockedCount += held.length;
    for (const { shift, found } of held.slice(0, Math.max(0, MOST_BLOCKED - plan.blocked.length))) {
      const { registerCode, shiftNumber, openedAt, documents } = shift;
      plan.blocked.push({ shopCode, registerCode, shiftNumber, openedAt, businessDate, documents, obstacles: found });
    }
    return;
  }
  const sum = (key: 'documents' | 'saleSum' | 'refundSum') => shifts.reduce((total, shift) => total + shift[key], 0);
  const day = { documents: sum('documents'), saleSum: sum('saleSum'), refundSum: sum('refundSum') };
  plan.days.push({ shopCode, businessDate, shifts: shifts.length, ...day });
  plan.documents += day.documents;
  plan.saleSum += day.saleSum;
  plan.refundSum += day.refundSum;
}

const SAMPLE = 200;
/** Raw text, lines, payments and indexes of a document take about so many times its raw text. */
const ROWS_PER_TEXT = 2;

async function bytesOfDocument(database: Statements): Promise<number> {
  const row = await database.get<{ bytes: number | null }>(
    `SELECT CAST(AVG(length(t.raw)) AS BIGINT) AS bytes FROM (SELECT raw FROM document_raw LIMIT ${SAMPLE}) t`,
  );
  return (row?.bytes ?? 0) * ROWS_PER_TEXT;
}
