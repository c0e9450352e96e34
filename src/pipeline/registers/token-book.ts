/** Whose a shown token is, from memory: the doors ask at every call, also while the database is away. */
import { timingSafeEqual } from 'node:crypto';
import { hashOf } from '../../platform/secret-token.ts';

/** A token as the doors need it. */
export type KeptToken = { tokenId: number; registerId: string; hash: string; endsMs: number | null; revoked: boolean };

/** `other` = it was issued for another register. */
export type TokenVerdict = { kind: 'good'; tokenId: number } | { kind: 'unknown' | 'ended' | 'revoked' | 'other' };

export type TokenBook = {
  /** Whether a token stands for a register at this time, in ms. */
  judge(registerId: string, token: string, nowMs: number): TokenVerdict;
};

/** A book of these tokens. */
export function createTokenBook(tokens: readonly KeptToken[]): TokenBook {
  const ofRegister = Map.groupBy(tokens, ({ registerId }) => registerId);
  const known = new Set(tokens.map(({ hash }) => hash));
  return {
    judge(registerId, token, nowMs) {
      const shown = hashOf(token);
      const bytes = Buffer.from(shown, 'hex');
      // Every one is looked at, in a time that does not tell how much of one was right.
      const [found] = (ofRegister.get(registerId) ?? []).filter(({ hash }) =>
        timingSafeEqual(Buffer.from(hash, 'hex'), bytes),
      );
      if (found === undefined) return { kind: known.has(shown) ? 'other' : 'unknown' };
      if (found.revoked) return { kind: 'revoked' };
      if (found.endsMs !== null && found.endsMs <= nowMs) return { kind: 'ended' };
      return { kind: 'good', tokenId: found.tokenId };
    },
  };
}
