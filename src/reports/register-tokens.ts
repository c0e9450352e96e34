/** The tokens of a register, without their secrets; and what its card says of them. */
import type { Register, RegisterTokenList } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { findRegister } from './find-place.ts';
import { type Found, found } from './found.ts';

type Row = {
  tokenId: number;
  endsAt: string | null;
  createdAt: string;
  createdBy: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
};

/** Every token that was ever issued for a register, the latest first; `not_found.*` otherwise. */
export async function registerTokensReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  codes: { shopCode: string; registerCode: string },
): Promise<Found<RegisterTokenList>> {
  const place = await findRegister(database, codes.shopCode, codes.registerCode);
  if (!place.ok) return place;
  const rows = await database.all<Row>(
    `SELECT token_id AS "tokenId", ends_utc AS "endsAt", created_utc AS "createdAt", created_by AS "createdBy",
       last_used_utc AS "lastUsedAt", revoked_utc AS "revokedAt", revoked_by AS "revokedBy"
     FROM register_token WHERE shop_id = ? AND register_id = ? ORDER BY token_id DESC`,
    [place.value.shop.shopId, place.value.registerId],
  );
  const nowMs = clock.now();
  const tokens = rows.map(({ tokenId, ...row }) => ({ tokenId: `N-${tokenId}`, state: stateOf(row, nowMs), ...row }));
  return found({ tokens, asOf: utcText(nowMs) });
}

function stateOf({ endsAt, revokedAt }: Pick<Row, 'endsAt' | 'revokedAt'>, nowMs: number) {
  if (revokedAt !== null) return 'revoked' as const;
  return endsAt !== null && Date.parse(endsAt) <= nowMs ? ('ended' as const) : ('good' as const);
}

export type TokenSummary = Omit<Register['tokens'], 'required'>;

/** What the card of a register says of its tokens, by register id; registers without one are absent. */
export async function readTokenSummaries(
  database: QueryDatabase<Tables>,
  shopId: string,
  nowMs: number,
): Promise<Map<string, TokenSummary>> {
  const rows = await database.all<{ registerId: string } & Pick<Row, 'endsAt' | 'lastUsedAt' | 'revokedAt'>>(
    `SELECT register_id AS "registerId", ends_utc AS "endsAt", last_used_utc AS "lastUsedAt", revoked_utc AS "revokedAt"
     FROM register_token WHERE shop_id = ?`,
    [shopId],
  );
  const summaries = new Map<string, TokenSummary>();
  for (const [registerId, tokens] of Map.groupBy(rows, (row) => row.registerId)) {
    const good = tokens.filter((token) => stateOf(token, nowMs) === 'good');
    const ends = good.map(({ endsAt }) => endsAt).filter((end) => end !== null);
    const used = tokens.map(({ lastUsedAt }) => lastUsedAt).filter((time) => time !== null);
    summaries.set(registerId, {
      good: good.length,
      // The register goes on with the one that lasts longest.
      endsAt: ends.length < good.length ? null : (ends.toSorted().at(-1) ?? null),
      lastUsedAt: used.toSorted().at(-1) ?? null,
    });
  }
  return summaries;
}
