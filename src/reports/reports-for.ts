/** The reports as each reader sees them: those of all shops once, those of some shops as far as these go. */
import { rights, type ShopScope } from '../domain/access.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import type { ReadWaiting } from './packages.ts';
import { createReports, type ReportOptions, type Reports } from './reports.ts';
import { type Reader, seenBy, shopsByCode } from './seen-by.ts';
import type { KeptNumbers } from './status.ts';

/** The reports of a reader. Nothing that one reader was told is kept for another of other shops. */
export type ReportsFor = (reader: Reader) => Reports;

/** Sees all shops and all sums: the server itself, and the command line over its files. */
export const everything: Reader = { shops: 'all', rights: new Set(rights) };

/** Some of them. */
export type ReadAs<K extends keyof Reports> = (reader: Reader) => Pick<Reports, K>;

/** Binds the reports to readers. */
export function createReportsFor(options: ReportOptions): ReportsFor {
  const kept = new Map<string, KeptNumbers>();
  return ({ shops, rights: granted }) => {
    const key = shops === 'all' ? 'all' : JSON.stringify([...shops].sort());
    const numbers = kept.get(key) ?? { last: null };
    kept.set(key, numbers);
    const sums = granted.has('see-money');
    if (shops === 'all') return createReports({ ...options, numbers, sums });
    const { database } = options;
    const readWaiting = waitingOf(database, shops, options.readWaiting);
    // Certificates in files are of the whole server.
    const { readFileEnds: _, ...own } = options;
    return createReports({ ...own, database: seenBy(database, shops), readWaiting, numbers, sums });
  };
}

const EVERY = Number.MAX_SAFE_INTEGER;

/** The waiting packages of these shops. The folder knows only all of them, so their headers are read. */
function waitingOf(database: QueryDatabase<Tables>, codes: Exclude<ShopScope, 'all'>, all: ReadWaiting): ReadWaiting {
  return async (limit) => {
    const { packages } = await all(EVERY);
    if (packages.length === 0) return { count: 0, packages };
    const ids = new Set((await shopsByCode(database, codes)).map(({ shopId }) => shopId));
    // A file brought by hand names its shop by the code (`shop-12`).
    const own = packages.filter(
      ({ shopId, registerId }) => ids.has(shopId) || codes.some((code) => registerId === `shop-${code}`),
    );
    return { count: own.length, packages: own.slice(0, limit) };
  };
}
