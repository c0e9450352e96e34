/**
 * Wrong log-ins make the next one wait, longer each time (P20): by name, so that nobody guesses one person's password, and by
 * network address, so that nobody tries one password with every name (of IPv6 by the network, whose addresses one machine has all). Kept in the table, so that a restart forgives nothing.
 *
 * A try is charged before the password is looked at and refunded when it was right: many tries at the same time are as many
 * tries. Names that nobody has are paused like those that somebody has.
 */
import { isIPv6 } from 'node:net';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Statements } from '../platform/database/database.ts';
import { takeTurn } from '../platform/database/numbers.ts';

type Kind = 'name' | 'address';

/** So many tries are free; a person mistypes, and many people may come from one address. */
const FREE: Record<Kind, number> = { name: 5, address: 30 };
const FIRST_MS = 10_000;
const LONGEST_MS = 15 * 60_000;
/** After so long without a try all is forgiven. */
const FORGIVEN_MS = 24 * 3_600_000;

type Kept = { failures: number; lastUtc: string; untilUtc: string };

export type Tried = { login: string; address: string | null };

/** Charges a try; answers how many ms it must wait instead, 0 = it may go on. One transaction, and nothing else in it. */
export async function chargeTry(tx: Statements, clock: Clock, tried: Tried): Promise<number> {
  await takeTurn(tx, 'access');
  const nowMs = clock.now();
  const waits: number[] = [];
  for (const [kind, subject] of subjectsOf(tried)) {
    const kept = await find(tx, kind, subject);
    waits.push(kept === undefined ? 0 : Date.parse(kept.untilUtc) - nowMs);
  }
  const wait = Math.max(0, ...waits);
  if (wait > 0) return wait;
  await tx.run(`DELETE FROM login_pause WHERE shop_id = '' AND last_utc < ?`, [utcText(nowMs - FORGIVEN_MS)]);
  for (const [kind, subject] of subjectsOf(tried)) {
    const failures = ((await find(tx, kind, subject))?.failures ?? 0) + 1;
    await keep(tx, kind, subject, {
      failures,
      lastUtc: utcText(nowMs),
      untilUtc: utcText(nowMs + pauseOf(kind, failures)),
    });
  }
  return 0;
}

/** The try was right, but another proof is still to come. */
export async function refundTry(tx: Statements, clock: Clock, tried: Tried): Promise<void> {
  for (const [kind, subject] of subjectsOf(tried)) await refund(tx, clock, kind, subject);
}

/** The log-in succeeded: earlier tries with the name are forgiven, those of the address stay. */
export async function forgiveTries(tx: Statements, clock: Clock, { login, address }: Tried): Promise<void> {
  await forgiveName(tx, login);
  if (address !== null) await refund(tx, clock, 'address', networkOf(address));
}

/** Whoever was given a new way in does not wait for what others tried. */
export async function forgiveName(tx: Statements, login: string): Promise<void> {
  await tx.run(`DELETE FROM login_pause WHERE shop_id = '' AND kind = 'name' AND subject = ?`, [login]);
}

/** How long the next try waits after so many wrong ones, in ms. */
export function pauseOf(kind: Kind, failures: number): number {
  const beyond = failures - FREE[kind];
  return beyond < 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(beyond, 20));
}

function subjectsOf({ login, address }: Tried): [Kind, string][] {
  return address === null
    ? [['name', login]]
    : [
        ['name', login],
        ['address', networkOf(address)],
      ];
}

/** Who comes from it, as far as an address tells: an address of IPv4 as it is, of IPv6 its first 64 bits. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const inner = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (inner !== undefined) return inner;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = (tail ?? '') === '' ? [] : (tail ?? '').split(':');
  const zeroes = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...zeroes, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

async function refund(tx: Statements, clock: Clock, kind: Kind, subject: string): Promise<void> {
  const kept = await find(tx, kind, subject);
  if (kept === undefined) return;
  await keep(tx, kind, subject, { ...kept, failures: Math.max(0, kept.failures - 1), untilUtc: utcText(clock.now()) });
}

function find(tx: Statements, kind: Kind, subject: string): Promise<Kept | undefined> {
  return tx.get<Kept>(
    `SELECT failures, last_utc AS "lastUtc", until_utc AS "untilUtc" FROM login_pause
     WHERE shop_id = '' AND kind = ? AND subject = ?`,
    [kind, subject],
  );
}

async function keep(tx: Statements, kind: Kind, subject: string, kept: Kept): Promise<void> {
  await tx.run(
    `INSERT INTO login_pause (shop_id, kind, subject, failures, last_utc, until_utc) VALUES ('', ?, ?, ?, ?, ?)
     ON CONFLICT (shop_id, kind, subject)
     DO UPDATE SET failures = excluded.failures, last_utc = excluded.last_utc, until_utc = excluded.until_utc`,
    [kind, subject, kept.failures, kept.lastUtc, kept.untilUtc],
  );
}
