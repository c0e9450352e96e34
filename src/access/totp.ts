/** Codes of an authenticator (RFC 6238): six digits, new every 30 seconds. */
import { Secret, TOTP } from 'otpauth';

const PERIOD_S = 30;
const SECRET_BYTES = 20;
/** The clock of a telephone may be one step off. */
const WINDOW = 1;
const ISSUER = 'Smena';

/** A new secret, base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that an authenticator reads from a picture. */
export function totpUri(secret: string, login: string): string {
  return codesOf(secret, login).toString();
}

/** The time step of a code that is right about now; null when it is wrong. */
export function totpStep(secret: string, code: string, nowMs: number): number | null {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const delta = codesOf(secret, '').validate({ token: digits, timestamp: nowMs, window: WINDOW });
  return delta === null ? null : Math.floor(nowMs / 1000 / PERIOD_S) + delta;
}

function codesOf(secret: string, label: string): TOTP {
  const common = { issuer: ISSUER, algorithm: 'SHA1', digits: 6, period: PERIOD_S };
  return new TOTP({ ...common, label, secret: Secret.fromBase32(secret) });
}
