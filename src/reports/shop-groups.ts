/** Groups of shops with their shops. */
import type { ShopGroupList } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { compareCodes } from './report-text.ts';

/** Every group in the order of its code. */
export async function shopGroupsReport(database: QueryDatabase<Tables>, clock: Clock): Promise<ShopGroupList> {
  const groups = await database.all<{ groupId: string; groupCode: string; name: string }>(
    'SELECT group_id AS "groupId", group_code AS "groupCode", name FROM shop_group',
  );
  const shops = await database.all<{ groupId: string; shopCode: string }>(
    'SELECT group_id AS "groupId", shop_code AS "shopCode" FROM shop WHERE group_id IS NOT NULL',
  );
  const shopsOf = Map.groupBy(shops, ({ groupId }) => groupId);
  const rows = groups.map(({ groupId, groupCode, name }) => ({
    groupCode,
    name,
    shopCodes: (shopsOf.get(groupId) ?? []).map(({ shopCode }) => shopCode).toSorted(compareCodes),
  }));
  return {
    groups: rows.toSorted((a, b) => compareCodes(a.groupCode, b.groupCode)),
    asOf: utcText(clock.now()),
  };
}
