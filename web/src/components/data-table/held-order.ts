import { useState } from 'react';

export type Item<Row> = { id: string; row: Row };
/** `gone`: the row no longer belongs to the list, but is left in its place while somebody works in the table. */
export type HeldItem<Row> = Item<Row> & { gone: boolean };
export type HeldRows<Row> = { items: readonly HeldItem<Row>[] /** New rows that wait. */; waiting: number };

/**
 * New values in the old places: nothing moves, new rows wait, rows that went away stay and are told as such. Rows behind the last one,
 * like those of a further page, move nothing and come at once.
 */
export function holdOrder<Row>(shown: readonly Item<Row>[], fresh: readonly Item<Row>[]): HeldRows<Row> {
  const byId = new Map(fresh.map((item) => [item.id, item]));
  const items = shown.map(({ id, row }) => {
    const item = byId.get(id);
    byId.delete(id);
    return item === undefined ? { id, row, gone: true } : { ...item, gone: false };
  });
  const known = new Set(shown.map(({ id }) => id));
  const behind = fresh.slice(fresh.findLastIndex(({ id }) => known.has(id)) + 1);
  if (items.every(({ gone }) => gone)) return { items, waiting: byId.size };
  return { items: [...items, ...behind.map((item) => ({ ...item, gone: false }))], waiting: byId.size - behind.length };
}

function asFresh<Row>(fresh: readonly Item<Row>[]): HeldRows<Row> {
  return { items: fresh.map((item) => ({ ...item, gone: false })), waiting: 0 };
}

/**
 * The rows to show. While hands (pointer or focus) are in the table, new data do not move rows under them; those that wait
 * go on waiting while the pointer is near, because it may be on its way to the button that shows them;
 * another order or another list (`viewKey`) is the person's own wish and shows at once.
 */
export function useHeldRows<Row>(
  fresh: readonly Item<Row>[],
  viewKey: string,
  { inside, near }: { inside: boolean; near: boolean },
): HeldRows<Row> & { release: () => void } {
  const [kept, setKept] = useState({ fresh, viewKey, rows: asFresh(fresh), held: false });
  const hands = inside || (near && kept.rows.waiting > 0);
  const changed = kept.fresh !== fresh || kept.viewKey !== viewKey;
  const hold = hands && kept.viewKey === viewKey;
  let current = kept;
  if (changed || (kept.held && !hands)) {
    current = { fresh, viewKey, rows: hold ? holdOrder(kept.rows.items, fresh) : asFresh(fresh), held: hold };
    setKept(current);
  }
  return { ...current.rows, release: () => setKept({ fresh, viewKey, rows: asFresh(fresh), held: false }) };
}
