/** In which shop something lies that a request names by its number or name alone. */
import type { Statements, Value } from '../platform/database/database.ts';

export type ObjectKind = 'transfer' | 'case' | 'gap' | 'schedule' | 'exportFile' | 'package' | 'document';

/** The shops of objects. Null = of no shop that the server knows: it is about the whole server. */
export type PlacesOf = (kind: ObjectKind, ids: readonly string[]) => Promise<(string | null)[]>;

type Table = { from: string; column: string; prefix?: string };

/** Tables of objects that are known by a number of the whole server (`T-88`) or by a name. */
const tables: Record<Exclude<ObjectKind, 'document'>, Table> = {
  transfer: { from: 'transfer', column: 'transfer_id', prefix: 'T-' },
  case: { from: 'shift_case', column: 'case_id', prefix: 'D-' },
  gap: { from: 'receipt_gap', column: 'gap_id', prefix: 'G-' },
  schedule: { from: 'schedule', column: 'schedule_id', prefix: '' },
  exportFile: { from: 'export_file', column: 'file_id', prefix: 'E-' },
  package: { from: 'package', column: 'name' },
};

/**
 * What is not there has no place and is left out, so that whoever asks for it is told so. A package that the index does not
 * know may still wait on disk: it is of no known shop.
 */
export function createPlacesOf(database: Pick<Statements, 'all'>): PlacesOf {
  return async (kind, ids) => {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return [];
    if (kind === 'document') return documentPlaces(database, wanted);
    const { from, column, prefix } = tables[kind];
    const keys: Value[] = prefix === undefined ? wanted : wanted.map((id) => Number(id.slice(prefix.length)));
    const rows = await database.all<{ shopCode: string | null }>(
      `SELECT s.shop_code AS "shopCode" FROM ${from} x LEFT JOIN shop s ON s.shop_id = x.shop_id
       WHERE x.${column} IN (${keys.map(() => '?').join(', ')})`,
      keys,
    );
    const places = rows.map(({ shopCode }) => shopCode);
    return kind === 'package' && places.length < wanted.length ? [...places, null] : places;
  };
}

/** By the identifier of the register or by our number. Copies of a database of a register may give one in several shops. */
async function documentPlaces(database: Pick<Statements, 'all'>, ids: readonly string[]): Promise<(string | null)[]> {
  const numbers = ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  const marks = (values: readonly unknown[]) => (values.length === 0 ? 'NULL' : values.map(() => '?').join(', '));
  const rows = await database.all<{ shopCode: string }>(
    `SELECT s.shop_code AS "shopCode" FROM shop s JOIN document d ON d.shop_id = s.shop_id
     WHERE d.identifier IN (${marks(ids)})
     UNION SELECT s.shop_code AS "shopCode" FROM shop s JOIN document d ON d.shop_id = s.shop_id
     WHERE d.document_id IN (${marks(numbers)})`,
    [...ids, ...numbers],
  );
  return rows.map(({ shopCode }) => shopCode);
}
