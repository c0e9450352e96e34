/** Keys of programs: a token that is shown once, with rights, shops and an end. */
import type { Actor, Right, ShopScope } from '../domain/access.ts';
import { utcText } from '../platform/clock.ts';
import type { Statements, Transaction } from '../platform/database/database.ts';
import { takeNumbers } from '../platform/database/numbers.ts';
import { hashOf, newToken } from '../platform/secret-token.ts';
import type { Tables } from '../schema/tables.ts';
import { rightsIn, shopCodesOf } from './identify.ts';
import { type AccessParts, type Done, type Outcome, refuse } from './parts.ts';
import { makeScope } from './shop-scope.ts';

export type NewKey = {
  name: string;
  rights: readonly Right[];
  shops: ShopScope;
  /** UTC; null = no end. */
  endsAt: string | null;
};

export type AccessKey = NewKey & {
  keyId: number;
  state: 'good' | 'ended' | 'revoked';
  createdAt: string;
  createdBy: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
};

/** So that people and programs that look for leaked secrets know what they have found. */
const PREFIX = 'smena_';

/** Issues a key; the token is told now and never again. */
export async function issueKey(
  tx: Transaction<Tables>,
  { clock, tell }: AccessParts,
  actor: Actor,
  wanted: NewKey,
): Promise<Outcome<{ keyId: number; token: string }>> {
  const now = utcText(clock.now());
  const name = wanted.name.trim();
  if (wanted.endsAt !== null && wanted.endsAt <= now) return refuse('access.key_past', { name });
  const same = await tx.get(
    `SELECT key_id FROM access_key WHERE shop_id = '' AND name = ? AND revoked_utc IS NULL AND (ends_utc IS NULL OR ends_utc > ?)`,
    [name, now],
  );
  if (same !== undefined) return refuse('exists.key', { name });
  const keyId = await takeNumbers(tx, 'access_key', 1);
  const token = `${PREFIX}${newToken()}`;
  await tx.run(
    `INSERT INTO access_key (shop_id, key_id, name, token_hash, rights, all_shops, created_utc, created_by, ends_utc)
     VALUES ('', ?, ?, ?, ?, 0, ?, ?, ?)`,
    [keyId, name, hashOf(token), JSON.stringify([...new Set(wanted.rights)]), now, actor.name || null, wanted.endsAt],
  );
  const scope = await makeScope(tx, 'key', keyId, wanted.shops);
  if (!scope.ok) return scope;
  const rights = wanted.rights.join(', ');
  const { shops, endsAt } = wanted;
  await tell(tx, {
    code: 'access.key_issued',
    level: 'info',
    actor,
    params: { name, keyId, rights },
    new: { name, rights: [...wanted.rights], shops: shops === 'all' ? shops : [...shops], endsAt },
  });
  return { ok: true, value: { keyId, token } };
}

/** Revokes a key for ever; revoking it again changes nothing. */
export async function revokeKey(
  tx: Transaction<Tables>,
  { clock, tell }: AccessParts,
  actor: Actor,
  keyId: number,
): Promise<Done> {
  const key = await tx.get<{ name: string; revokedUtc: string | null }>(
    `SELECT name, revoked_utc AS "revokedUtc" FROM access_key WHERE shop_id = '' AND key_id = ?`,
    [keyId],
  );
  if (key === undefined) return refuse('not_found.key', { keyId });
  if (key.revokedUtc !== null) return { ok: true };
  await tx.run(`UPDATE access_key SET revoked_utc = ?, revoked_by = ? WHERE shop_id = '' AND key_id = ?`, [
    utcText(clock.now()),
    actor.name || null,
    keyId,
  ]);
  await tell(tx, { code: 'access.key_taken_back', level: 'warning', actor, params: { name: key.name, keyId } });
  return { ok: true };
}

type Kept = Omit<AccessKey, 'rights' | 'shops' | 'state'> & { rights: string; allShops: number };

/** Every key that was ever issued, the latest first. */
export async function listKeys(database: Statements, nowMs: number): Promise<AccessKey[]> {
  const rows = await database.all<Kept>(
    `SELECT key_id AS "keyId", name, rights, all_shops AS "allShops", created_utc AS "createdAt", created_by AS "createdBy",
       ends_utc AS "endsAt", last_used_utc AS "lastUsedAt", revoked_utc AS "revokedAt", revoked_by AS "revokedBy"
     FROM access_key WHERE shop_id = '' ORDER BY key_id DESC`,
  );
  const keys: AccessKey[] = [];
  for (const { allShops, rights, ...row } of rows) {
    const shops = allShops === 1 ? 'all' : await shopCodesOf(database, 'key_shop', 'key_id', row.keyId);
    keys.push({ ...row, rights: rightsIn(rights), shops, state: stateOf(row, nowMs) });
  }
  return keys;
}

function stateOf({ endsAt, revokedAt }: Pick<AccessKey, 'endsAt' | 'revokedAt'>, nowMs: number): AccessKey['state'] {
  if (revokedAt !== null) return 'revoked';
  return endsAt !== null && Date.parse(endsAt) <= nowMs ? 'ended' : 'good';
}
