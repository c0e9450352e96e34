/**
 * Backups of the whole server: a folder that holds everything from which it can be set up anew. Made beside a running server,
 * read back, and restored for trial (face of this folder).
 *
 *   smena-2026-03-14T02-10-00Z/
 *     manifest.json    every file with size and SHA-256, every table with its counts and sums
 *     database/        a SQLite file, or the tables of PostgreSQL
 *     queue/           packages that are not in the database for sure: waiting, error, broken, and those processed meanwhile
 *     sales_archive/   archives of trimmed days with the record of deletions
 *     audit/           anchors of the audit trail
 *     keys/ · settings.json · protocol-descriptions.json
 */
export { type BackupOutcome, type BackupPlaces, makeBackup } from './make-backup.ts';
export { type Restored, type RestoreRefusal, rehearseBackup, restoreBackup } from './restore-backup.ts';
export { listBackups, removeOldBackups, type StoredBackup } from './stored-backups.ts';
