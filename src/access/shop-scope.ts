/** The shops that a person or a key may see, as they are kept. */
import type { ShopScope } from '../domain/access.ts';
import type { Statements } from '../platform/database/database.ts';
import { type Done, refuse } from './parts.ts';

const PLACES = {
  person: { row: 'person', shops: 'person_shop', column: 'login' },
  key: { row: 'access_key', shops: 'key_shop', column: 'key_id' },
} as const;

/** Replaces the scope of somebody; refused when a shop is not there, and then the caller undoes all. */
export async function makeScope(
  tx: Statements,
  kind: keyof typeof PLACES,
  whose: string | number,
  scope: ShopScope,
): Promise<Done> {
  const { row, shops, column } = PLACES[kind];
  const ids: string[] = [];
  for (const shopCode of scope === 'all' ? [] : new Set(scope)) {
    const shop = await tx.get<{ id: string }>('SELECT shop_id AS id FROM shop WHERE shop_code = ?', [shopCode]);
    if (shop === undefined) return refuse('not_found.shop', { shopCode });
    ids.push(shop.id);
  }
  await tx.run(`UPDATE ${row} SET all_shops = ? WHERE shop_id = '' AND ${column} = ?`, [
    scope === 'all' ? 1 : 0,
    whose,
  ]);
  await tx.run(`DELETE FROM ${shops} WHERE ${column} = ?`, [whose]);
  for (const id of ids) await tx.run(`INSERT INTO ${shops} (shop_id, ${column}) VALUES (?, ?)`, [id, whose]);
  return { ok: true };
}
