/** Captured messages: those that no description has fitted yet, and those without a sales file (registers §14). */
import type { CapturedFrame, FrameList, FrameListQuery } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type Found, found, notFound } from './found.ts';

const REASONS = "('package.unknown_frame', 'package.empty_frame')";
const SELECT = `SELECT p.name AS name, p.door AS door, p.package_id AS "packageId", p.register_id AS "registerId",
    s.shop_code AS "shopCode", r.register_code AS "registerCode", p.received_utc AS "receivedAt", p.size AS size,
    p.reason_code AS "reasonCode"
  FROM package p LEFT JOIN register r ON r.register_id = p.register_id LEFT JOIN shop s ON s.shop_id = r.shop_id
  WHERE p.state = 'broken' AND p.reason_code IN ${REASONS}`;

type Row = Omit<CapturedFrame, 'kind'> & { reasonCode: string; registerId: string };

export async function framesReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  { limit, before }: FrameListQuery,
): Promise<FrameList> {
  const at = before?.indexOf('_') ?? -1;
  const [time = '', name = ''] = before === undefined ? [] : [before.slice(0, at), before.slice(at + 1)];
  const behind = before === undefined ? '' : ' AND (p.received_utc < ? OR (p.received_utc = ? AND p.name < ?))';
  const rows = await database.all<Row>(
    `${SELECT}${behind} ORDER BY p.received_utc DESC, p.name DESC LIMIT ${limit + 1}`,
    before === undefined ? [] : [time, time, name],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? `${last.receivedAt}_${last.name}` : null;
  const total = await database.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM package WHERE state = 'broken' AND reason_code IN ${REASONS}`,
  );
  return { frames: page.map(frameOf), total: total?.n ?? 0, next, asOf: utcText(clock.now()) };
}

/** One by its name; `not_found.frame` otherwise. */
export async function frameReport(database: QueryDatabase<Tables>, name: string): Promise<Found<CapturedFrame>> {
  const row = await database.get<Row>(`${SELECT} AND p.name = ?`, [name]);
  return row === undefined ? notFound('not_found.frame', { name }) : found(frameOf(row));
}

function frameOf({ reasonCode, registerId, packageId, ...row }: Row): CapturedFrame {
  const kind = reasonCode === 'package.unknown_frame' ? 'unknown_layout' : 'no_sales_file';
  return { ...row, kind, packageId: packageId || null, registerId: registerId || null };
}
