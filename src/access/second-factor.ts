/** The second factor of a person: set up, shown at log-in, given up, and the codes for the day on which the telephone is lost. */
import { randomBytes } from 'node:crypto';
import type { Role } from '../domain/access.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Statements } from '../platform/database/database.ts';
import { takeTurn } from '../platform/database/numbers.ts';
import { hashOf } from '../platform/secret-token.ts';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

const RECOVERY_CODES = 10;
/** 80 random bits: such a code cannot be guessed from its hash. */
const RECOVERY_BYTES = 10;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export type FactorState = { secret: string | null; confirmed: boolean; lastStep: number | null };

/** What was shown: a code of the authenticator, or one of the recovery codes. */
export type ShownFactor = 'totp' | 'recovery';

export async function factorOf(tx: Statements, login: string): Promise<FactorState> {
  const row = await tx.get<{ secret: string | null; confirmedUtc: string | null; lastStep: number | null }>(
    `SELECT totp_secret AS secret, totp_confirmed_utc AS "confirmedUtc", totp_last_step AS "lastStep"
     FROM person WHERE shop_id = '' AND login = ?`,
    [login],
  );
  const confirmed = (row?.confirmedUtc ?? null) !== null;
  return { secret: row?.secret ?? null, confirmed, lastStep: row?.lastStep ?? null };
}

/** A secret that counts once a code of it was shown. */
export async function beginFactor(tx: Statements, login: string): Promise<{ secret: string; uri: string }> {
  const secret = newTotpSecret();
  await tx.run(
    `UPDATE person SET totp_secret = ?, totp_confirmed_utc = NULL, totp_last_step = NULL WHERE shop_id = '' AND login = ?`,
    [secret, login],
  );
  return { secret, uri: totpUri(secret, login) };
}

/** Confirms the secret by a code of it; answers new recovery codes, or null when the code is wrong. */
export async function confirmFactor(
  tx: Statements,
  clock: Clock,
  login: string,
  code: string,
): Promise<string[] | null> {
  if (!(await takeTotp(tx, clock, login, code))) return null;
  await tx.run(`UPDATE person SET totp_confirmed_utc = ? WHERE shop_id = '' AND login = ?`, [
    utcText(clock.now()),
    login,
  ]);
  return newRecoveryCodes(tx, login);
}

/** Takes a code of the authenticator or a recovery code, each once; null = neither is right. */
export async function takeFactor(
  tx: Statements,
  clock: Clock,
  login: string,
  code: string,
): Promise<ShownFactor | null> {
  await takeTurn(tx, 'access');
  if (await takeTotp(tx, clock, login, code)) return 'totp';
  return (await takeRecovery(tx, clock, login, code)) ? 'recovery' : null;
}

/** Forgets secret and recovery codes. */
export async function dropFactor(tx: Statements, login: string): Promise<void> {
  await tx.run(
    `UPDATE person SET totp_secret = NULL, totp_confirmed_utc = NULL, totp_last_step = NULL WHERE shop_id = '' AND login = ?`,
    [login],
  );
  await tx.run(`DELETE FROM recovery_code WHERE shop_id = '' AND login = ?`, [login]);
}

/** New recovery codes; the old ones are good no more. Only their hashes are kept. */
export async function newRecoveryCodes(tx: Statements, login: string): Promise<string[]> {
  await tx.run(`DELETE FROM recovery_code WHERE shop_id = '' AND login = ?`, [login]);
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  for (const code of codes)
    await tx.run(`INSERT INTO recovery_code (shop_id, login, code_hash) VALUES ('', ?, ?)`, [
      login,
      recoveryHash(code),
    ]);
  return codes;
}

/** Recovery codes that are still good. */
export async function recoveryLeft(tx: Statements, login: string): Promise<number> {
  const row = await tx.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM recovery_code WHERE shop_id = '' AND login = ? AND used_utc IS NULL`,
    [login],
  );
  return row?.n ?? 0;
}

/** Whether people of a role must have a second factor. */
export async function factorRequired(tx: Statements, role: Role): Promise<boolean> {
  const row = await tx.get<{ needed: number }>(
    `SELECT second_factor AS needed FROM role_rule WHERE shop_id = '' AND role = ?`,
    [role],
  );
  return row?.needed === 1;
}

/** A code whose step has been taken is wrong, and so is an older one: what was seen over a shoulder is of no use. */
async function takeTotp(tx: Statements, clock: Clock, login: string, code: string): Promise<boolean> {
  const { secret, lastStep } = await factorOf(tx, login);
  const step = secret === null ? null : totpStep(secret, code, clock.now());
  if (step === null || (lastStep !== null && step <= lastStep)) return false;
  const taken = await tx.run(
    `UPDATE person SET totp_last_step = ?
     WHERE shop_id = '' AND login = ? AND (totp_last_step IS NULL OR totp_last_step < ?)`,
    [step, login, step],
  );
  return taken === 1;
}

async function takeRecovery(tx: Statements, clock: Clock, login: string, code: string): Promise<boolean> {
  const taken = await tx.run(
    `UPDATE recovery_code SET used_utc = ? WHERE shop_id = '' AND login = ? AND code_hash = ? AND used_utc IS NULL`,
    [utcText(clock.now()), login, recoveryHash(code)],
  );
  return taken === 1;
}

/** Four groups of four, as people copy them. */
function newRecoveryCode(): string {
  const bits = [...randomBytes(RECOVERY_BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

function recoveryHash(code: string): string {
  return hashOf(code.toUpperCase().replace(/[^A-Z2-7]/g, ''));
}
