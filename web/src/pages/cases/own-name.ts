import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/session.ts';
import { readStored } from '../../ui/stored.ts';

/** By what name differences are «mine»: that of the log-in, on an open server the one that this browser remembers. */
export type OwnName = { name: string | null; loggedIn: boolean };

/** Undefined until the server has said who is in. */
export function useOwnName(): OwnName | undefined {
  const session = useQuery(sessionQuery()).data;
  if (session === undefined) return undefined;
  if (session.kind === 'person') return { name: session.name, loggedIn: true };
  const stored = readStored('author') ?? '';
  return { name: stored === '' ? null : stored, loggedIn: false };
}
