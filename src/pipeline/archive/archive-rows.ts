/** The rows of archives that lie there, as checking and deleting need them. */
import type { Statements } from '../../platform/database/database.ts';
import type { EndState } from '../intake/intake.ts';

export type ArchiveRow = {
  state: EndState;
  name: string;
  madeOn: string;
  packages: number;
  size: number;
  sha256: string;
  damage: string | null;
  deletedAt: string | null;
};

/** Archives in the order of their dates; `deleted` are those whose time was over. */
export function archiveRows(database: Statements, which: 'kept' | 'deleted', upTo = '9999'): Promise<ArchiveRow[]> {
  return database.all<ArchiveRow>(
    `SELECT state AS state, name AS name, made_on AS "madeOn", packages AS packages, size AS size, sha256 AS sha256,
       damage AS damage, deleted_utc AS "deletedAt"
     FROM archive_file WHERE shop_id = '' AND made_on <= ? AND deleted_utc IS ${which === 'kept' ? 'NULL' : 'NOT NULL'}
     ORDER BY made_on, state, name`,
    [upTo],
  );
}
