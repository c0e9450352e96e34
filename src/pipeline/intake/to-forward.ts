/**
 * The cursor of the line to an upper server, kept in the index beside each package (M17): what is `due` was not acknowledged.
 * It is a state and no time, so that neither a clock that was set back nor a package that comes late gets past it.
 */
import type { Statements, Value } from '../../platform/database/database.ts';

/** A package that the upper server has not acknowledged; `state` is where the index says that it lies. */
export type PackageToForward = {
  shopId: string;
  registerId: string;
  sha256: string;
  name: string;
  door: string;
  size: number;
  state: 'processed' | 'error' | 'broken';
  /** UTC text. */
  receivedAt: string;
  transferId: number | null;
  /** The command of the upper server that it answers when it is sent once more; null = none. */
  commandId: string | null;
};

/** What names a package in the index. */
export type PackageKey = Pick<PackageToForward, 'shopId' | 'registerId' | 'sha256'>;

const SELECT = `SELECT p.shop_id AS "shopId", p.register_id AS "registerId", p.sha256, p.name, p.door, p.size, p.state,
  p.received_utc AS "receivedAt", p.transfer_id AS "transferId", p.upper_command AS "commandId" FROM package p
  WHERE p.upper_state = 'due'`;

/** Which of the due packages come first: those that came first, or those that came last. */
export type ForwardEnd = 'oldest' | 'newest';

/** The first due package but for these registers and these names; undefined = there is none. */
export async function firstToForward(
  tx: Statements,
  end: ForwardEnd,
  registers: readonly string[],
  names: readonly string[],
): Promise<PackageToForward | undefined> {
  const but = (column: string, values: readonly string[]) =>
    values.length === 0 ? '' : ` AND ${column} NOT IN (${values.map(() => '?').join(', ')})`;
  const others = but('p.register_id', registers) + but('p.name', names);
  return tx.get<PackageToForward>(`${SELECT}${others} ORDER BY ${orderOf(end)} LIMIT 1`, [...registers, ...names]);
}

/** Due packages of one register, in the order of the end. */
export async function toForward(
  tx: Statements,
  registerId: string,
  end: ForwardEnd,
  limit: number,
): Promise<PackageToForward[]> {
  return tx.all<PackageToForward>(`${SELECT} AND p.register_id = ? ORDER BY ${orderOf(end)} LIMIT ?`, [
    registerId,
    limit,
  ]);
}

function orderOf(end: ForwardEnd): string {
  const way = end === 'oldest' ? 'ASC' : 'DESC';
  return `p.received_utc ${way}, p.sha256 ${way}`;
}

/** How many packages are due, how many bytes, and when the oldest of them came (UTC text). */
export async function countToForward(
  tx: Statements,
): Promise<{ packages: number; bytes: number; oldestAt: string | null }> {
  const row = await tx.get<{ packages: number; bytes: number | null; oldestAt: string | null }>(
    `SELECT COUNT(*) AS packages, CAST(SUM(size) AS BIGINT) AS bytes, MIN(received_utc) AS "oldestAt" FROM package
     WHERE upper_state = 'due'`,
  );
  return { packages: row?.packages ?? 0, bytes: row?.bytes ?? 0, oldestAt: row?.oldestAt ?? null };
}

/**
 * What was sent is acknowledged as stored, or its bytes are gone. One that was made due for another command meanwhile stays
 * due: it has not answered that one.
 */
export async function settleForwarded(
  tx: Statements,
  packages: readonly (PackageKey & Pick<PackageToForward, 'commandId'>)[],
  state: 'stored' | 'gone',
): Promise<void> {
  for (const { shopId, registerId, sha256, commandId } of packages)
    await tx.run(
      `UPDATE package SET upper_state = ?, upper_command = NULL WHERE shop_id = ? AND register_id = ? AND sha256 = ?
         AND upper_state = 'due' AND COALESCE(upper_command, '') = ?`,
      [state, shopId, registerId, sha256, commandId ?? ''],
    );
}

/** What came before there was an upper server is due too: looks at the next `limit` packages after one, and answers which these were. */
export async function adoptToForward(tx: Statements, after: PackageKey | null, limit: number): Promise<PackageKey[]> {
  const from = after === null ? '' : 'WHERE (shop_id, register_id, sha256) > (?, ?, ?)';
  const bounds: Value[] = after === null ? [] : [after.shopId, after.registerId, after.sha256];
  const rows = await tx.all<PackageKey & { upperState: string | null }>(
    `SELECT shop_id AS "shopId", register_id AS "registerId", sha256, upper_state AS "upperState" FROM package ${from}
     ORDER BY shop_id, register_id, sha256 LIMIT ?`,
    [...bounds, limit],
  );
  for (const { shopId, registerId, sha256, upperState } of rows)
    if (upperState === null)
      await tx.run(
        `UPDATE package SET upper_state = 'due' WHERE shop_id = ? AND register_id = ? AND sha256 = ? AND upper_state IS NULL`,
        [shopId, registerId, sha256],
      );
  return rows;
}

/** Makes what this server has of some shifts of a register due once more, for a command; answers how many packages that are. */
export async function forwardAgain(
  tx: Statements,
  { shopId, registerId }: { shopId: string; registerId: string },
  shiftIds: readonly number[],
  commandId: string,
): Promise<number> {
  const wanted = new Set(shiftIds);
  if (wanted.size === 0) return 0;
  const rows = await tx.all<{ sha256: string; shiftIds: string }>(
    `SELECT sha256, shift_ids AS "shiftIds" FROM package WHERE shop_id = ? AND register_id = ? AND shift_ids <> '[]'`,
    [shopId, registerId],
  );
  let again = 0;
  for (const row of rows) {
    if (!(JSON.parse(row.shiftIds) as number[]).some((id) => wanted.has(id))) continue;
    again += await tx.run(
      `UPDATE package SET upper_state = 'due', upper_command = ? WHERE shop_id = ? AND register_id = ? AND sha256 = ?`,
      [commandId, shopId, registerId, row.sha256],
    );
  }
  return again;
}

/** Those of the names that the upper server has not acknowledged, or that were not looked at since there is one. */
export async function notForwarded(tx: Statements, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await tx.all<{ name: string }>(
    `SELECT name FROM package WHERE (upper_state = 'due' OR upper_state IS NULL) AND name IN (${names.map(() => '?').join(', ')})`,
    names,
  );
  return new Set(rows.map(({ name }) => name));
}
