/** Failures of the exchange folder by their names. */
import { TargetFault } from '../../pipeline/exports/exports.ts';

const DENIED = new Set(['EACCES', 'EPERM', 'EROFS']);
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** The name of a failure of the file system under `path`; anything else is a fault of ours and is answered as it is. */
export function namedFault(path: string, cause: unknown): unknown {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return cause;
  if (code === 'ENOENT') return new TargetFault('export.folder_missing', { path }, cause);
  if (FULL.has(code)) return new TargetFault('export.disk_full', { path }, cause);
  if (DENIED.has(code)) return new TargetFault('export.folder_denied', { path, cause: code }, cause);
  return new TargetFault('export.folder_failed', { path, cause: code }, cause);
}
