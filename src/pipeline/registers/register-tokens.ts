/** Tokens of registers that have no certificate (M18, P20): issued and shown once, revoked, listed. Only their hash is kept. */
import { record } from '../../audit/audit.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import { hashOf, newToken } from '../../platform/secret-token.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import type { Refusal } from './admission.ts';
import type { KnownRegister } from './known-register.ts';
import type { KeptToken } from './token-book.ts';

/** `endsAt` UTC, null = no end; `author` who does it, for the log. */
export type NewRegisterToken = { endsAt: string | null; author: string | null };

/** So that people and programs that look for leaked secrets know what they have found. */
const PREFIX = 'smena_register_';

/** As people know one. */
export const tokenName = (tokenId: number) => `N-${tokenId}`;

/** Issues a token for a register; those before stay good until they are revoked. It is told now and never again. */
export async function issueRegisterToken(
  tx: Transaction<Tables>,
  clock: Clock,
  { shopId, shopCode, registerId, registerCode }: KnownRegister,
  { endsAt, author }: NewRegisterToken,
): Promise<{ ok: true; tokenId: number; token: string } | Refusal> {
  const now = utcText(clock.now());
  if (endsAt !== null && Date.parse(endsAt) <= clock.now())
    return { ok: false, code: 'register_token.past', params: { shopCode, registerCode } };
  const tokenId = await takeNumbers(tx, 'register_token', 1);
  const token = `${PREFIX}${newToken()}`;
  await tx.run(
    `INSERT INTO register_token (shop_id, register_id, token_id, token_hash, created_utc, created_by, ends_utc)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [shopId, registerId, tokenId, hashOf(token), now, author, endsAt],
  );
  const name = tokenName(tokenId);
  const params = { registerCode, token: name, until: endsAt ?? '—', author };
  await recordEvents(tx, clock, [{ code: 'register.token_issued', level: 'info', shopId, registerId, params }]);
  const key = `${shopCode}/${registerCode}/${name}`;
  await record(tx, clock, { verb: 'issue', object: 'register-token', key, shopCode, new: { endsAt } });
  return { ok: true, tokenId, token };
}

/** Revokes a token for ever; revoking it again changes nothing. */
export async function revokeRegisterToken(
  tx: Transaction<Tables>,
  clock: Clock,
  { shopId, shopCode, registerId, registerCode }: KnownRegister,
  { tokenId, author }: { tokenId: number; author: string | null },
): Promise<{ ok: true } | Refusal> {
  const name = tokenName(tokenId);
  const token = await tx.get<{ revokedUtc: string | null }>(
    'SELECT revoked_utc AS "revokedUtc" FROM register_token WHERE shop_id = ? AND register_id = ? AND token_id = ?',
    [shopId, registerId, tokenId],
  );
  if (token === undefined)
    return { ok: false, code: 'not_found.register_token', params: { shopCode, registerCode, token: name } };
  if (token.revokedUtc !== null) return { ok: true };
  await tx.run(
    'UPDATE register_token SET revoked_utc = ?, revoked_by = ? WHERE shop_id = ? AND register_id = ? AND token_id = ?',
    [utcText(clock.now()), author, shopId, registerId, tokenId],
  );
  const params = { registerCode, token: name, author };
  await recordEvents(tx, clock, [{ code: 'register.token_revoked', level: 'warning', shopId, registerId, params }]);
  const key = `${shopCode}/${registerCode}/${name}`;
  await record(tx, clock, { verb: 'revoke', object: 'register-token', key, shopCode });
  return { ok: true };
}

/** Every token that was ever issued. */
export async function readRegisterTokens(database: Statements): Promise<KeptToken[]> {
  const rows = await database.all<
    Omit<KeptToken, 'endsMs' | 'revoked'> & { endsAt: string | null; revokedAt: string | null }
  >(
    `SELECT token_id AS "tokenId", register_id AS "registerId", token_hash AS hash, ends_utc AS "endsAt",
       revoked_utc AS "revokedAt" FROM register_token ORDER BY token_id`,
  );
  return rows.map(({ endsAt, revokedAt, ...token }) => ({
    ...token,
    endsMs: endsAt === null ? null : Date.parse(endsAt),
    revoked: revokedAt !== null,
  }));
}
