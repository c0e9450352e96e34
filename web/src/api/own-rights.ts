/** What whoever looks at these pages may do: the server decides, the pages offer nothing that it would refuse. */
import { useQuery } from '@tanstack/react-query';
import type { SessionState } from '../../../contracts/web-api.ts';
import type { Right } from '../../../src/domain/access.ts';
import { sessionQuery } from './session.ts';

/** Whether a right is there: for the whole network, in a shop by its code, or anywhere at all. */
export type May = (right: Right, where?: 'network' | { shopCode: string }) => boolean;

/** Nothing is allowed before the server has said what is. */
export function useMay(): May {
  return mayOf(useQuery(sessionQuery()).data);
}

/** The most days of sales asked for, and shifts exported, at once. */
export function useLimits(): { loadDays: number; exportShifts: number } {
  const limits = useQuery(sessionQuery()).data?.limits;
  return {
    loadDays: limits?.loadDays ?? Number.POSITIVE_INFINITY,
    exportShifts: limits?.exportShifts ?? Number.POSITIVE_INFINITY,
  };
}

export function mayOf(own: Pick<SessionState, 'rights' | 'shops'> | undefined): May {
  return (right, where) => {
    if (own === undefined || !own.rights.includes(right)) return false;
    if (where === undefined || own.shops === 'all') return true;
    return where !== 'network' && own.shops.includes(where.shopCode);
  };
}
