/** Passwords: argon2id, and what a new one must be like. */
import type { MessageParams } from '../messages/messages.ts';
import { createOneAtATime } from '../platform/one-at-a-time.ts';

/** OWASP's least for argon2id: 19 MiB, two passes. The library's algorithm by default is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Comes with the first password: a server of programs alone has none. */
const library = () => import('@node-rs/argon2');
export const LEAST_LENGTH = 12;
/** Longer ones would only cost time. */
export const MOST_LENGTH = 200;
/** More log-ins than this wait for their turn: somebody is flooding the door. */
const MOST_WAITING = 50;
const FEWEST_DIFFERENT = 5;

/** Too many passwords wait to be checked. */
export class TooManyLogins extends Error {
  override name = 'TooManyLogins';
}

export type Passwords = {
  /** What is kept of a password. */
  hash(password: string): Promise<string>;
  /** Whether it fits what is kept; with nothing kept it answers no and costs the same. Throws `TooManyLogins`. */
  fits(kept: string | null, password: string): Promise<boolean>;
};

/** One is worked on at a time: a flood of log-ins takes neither the memory nor the threads that packages of registers need. */
export function createPasswords(): Passwords {
  const inTurn = createOneAtATime();
  let waiting = 0;
  let nobodys: Promise<string> | undefined;

  async function turn<T>(work: () => Promise<T>): Promise<T> {
    if (waiting >= MOST_WAITING) throw new TooManyLogins();
    waiting += 1;
    try {
      return await inTurn(work);
    } finally {
      waiting -= 1;
    }
  }

  return {
    hash: (password) => turn(async () => (await library()).hash(password.normalize('NFKC'), COST)),
    fits: (kept, password) =>
      turn(async () => {
        const { hash, verify } = await library();
        // Of a name that nobody has, the same work is done as of a name with a password.
        nobodys ??= hash('nobody has this password', COST);
        const fits = await verify(kept ?? (await nobodys), password.normalize('NFKC').slice(0, MOST_LENGTH + 1));
        return kept !== null && fits;
      }),
  };
}

/** What is wrong with a new password; null = nothing. Length counts and not which kinds of characters it has. */
export function passwordFault(password: string, login: string): { code: string; params: MessageParams } | null {
  const normal = password.normalize('NFKC');
  const length = [...normal].length;
  if (length < LEAST_LENGTH) return { code: 'access.password_short', params: { least: LEAST_LENGTH } };
  if (length > MOST_LENGTH) return { code: 'access.password_long', params: { most: MOST_LENGTH } };
  const small = normal.toLowerCase();
  // A name of two letters is part of many words.
  if (login.length > 2 && small.includes(login)) return { code: 'access.password_name', params: {} };
  if (new Set(small).size < FEWEST_DIFFERENT)
    return { code: 'access.password_simple', params: { n: FEWEST_DIFFERENT } };
  return null;
}
