/** The archives of packages that were ever made, newest first (M39, M40). */
import type { FileArchive, FileArchiveList, FileArchiveListQuery } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';

const CONDITIONS: Readonly<Record<FileArchiveListQuery['state'], string>> = {
  all: '',
  kept: ' AND deleted_utc IS NULL',
  damaged: ' AND deleted_utc IS NULL AND damage IS NOT NULL',
  deleted: ' AND deleted_utc IS NOT NULL',
};

export async function fileArchivesReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  { state, limit, before }: FileArchiveListQuery,
): Promise<FileArchiveList> {
  const cursor = /^([^_]+)_([^_]+)_(.+)$/.exec(before ?? '');
  const params: Value[] = cursor === null ? [] : [cursor[1] ?? '', cursor[2] ?? '', cursor[3] ?? ''];
  const archives = await database.all<FileArchive>(
    `SELECT state AS state, name AS name, made_utc AS "madeAt", packages AS packages, content_bytes AS "contentBytes",
       size AS size, sha256 AS sha256, checked_utc AS "checkedAt", damage AS damage, deleted_utc AS "deletedAt"
     FROM archive_file WHERE shop_id = ''${CONDITIONS[state]}${cursor === null ? '' : ' AND (made_utc, state, name) < (?, ?, ?)'}
     ORDER BY made_utc DESC, state DESC, name DESC LIMIT ?`,
    [...params, limit],
  );
  const last = archives.at(-1);
  const next = archives.length < limit || last === undefined ? null : `${last.madeAt}_${last.state}_${last.name}`;
  return { archives, next, asOf: utcText(clock.now()) };
}
