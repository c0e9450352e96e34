/** Bounds of single actions that some roles have (UX §11): how long a period may be asked for, how many shifts exported at once. */
import type { Principal } from '../../domain/access.ts';
import { daysTouched } from '../../domain/load-period.ts';
import { RefusedRequest } from './problems.ts';

/** What is asked of a register: `from` and `to` are local times of the shop, or numbers of shifts. */
type Range = { kind: string; from?: string | number | null; to?: string | number | null };

/** Throws `access.load_too_long` for more days (calendar days touched), or more shifts by number, than somebody may ask for. */
export function refuseLongLoad(principal: Principal, { kind, from, to }: Range): void {
  const most = principal.limits.loadDays;
  if (most === null || from === null || from === undefined || to === null || to === undefined) return;
  const asked = kind === 'shifts' ? Number(to) - Number(from) + 1 : daysOf(kind, String(from), String(to));
  if (asked <= most) return;
  const params = { most, asked, amount: `@access.load_${kind === 'shifts' ? 'shifts' : 'days'}` };
  throw new RefusedRequest('access.load_too_long', params, { details: { right: 'load' } });
}

/** New data have the period that they happen to have. */
function daysOf(kind: string, from: string, to: string): number {
  return kind === 'dates' ? daysTouched({ from, to }) : 0;
}

/** Throws `access.too_many_shifts` for more shifts than somebody may export at once. */
export function refuseManyShifts(principal: Principal, shifts: number): void {
  const most = principal.limits.exportShifts;
  if (most === null || shifts <= most) return;
  throw new RefusedRequest('access.too_many_shifts', { most, shifts }, { details: { right: 'export' } });
}
