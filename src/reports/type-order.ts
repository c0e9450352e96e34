/** The order of payment types and document types: those that nobody has described first, then by code and by shop. */
import { type PageQuery, pageOf } from './page.ts';
import { compareCodes } from './report-text.ts';

type Place = { described: boolean; code: number; shopCode: string };

function comparePlaces(a: Place, b: Place): number {
  return Number(a.described) - Number(b.described) || a.code - b.code || compareCodes(a.shopCode, b.shopCode);
}

/** One page of the rows in that order. */
export function typePage<T extends { shopCode: string | null }>(
  rows: readonly T[],
  query: PageQuery,
  described: (row: T) => boolean,
  codeOf: (row: T) => number,
): { rows: T[]; next: string | null } {
  const placeOf = (row: T): Place => ({
    described: described(row),
    code: codeOf(row),
    shopCode: row.shopCode ?? '',
  });
  return pageOf(
    rows.toSorted((a, b) => comparePlaces(placeOf(a), placeOf(b))),
    query,
    (row) => {
      const { described, code, shopCode } = placeOf(row);
      return `${Number(described)}_${code}_${shopCode}`;
    },
    (row, cursor) => {
      const [described, code, shopCode = ''] = cursor.split('_');
      return comparePlaces(placeOf(row), { described: described === '1', code: Number(code), shopCode }) > 0;
    },
  );
}
