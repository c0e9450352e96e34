/** Secrets that the server makes up: of sessions, keys and links. Only their hash is kept. */
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text that fits into a header and an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token. It has so many random bits that a slow hash would add nothing. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
