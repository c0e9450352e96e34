import { parseSource, type SourceFile } from '../../scripts/architecture/source-file.ts';

/** Files that exist only in a test, by path. */
export function planted(files: Record<string, string>): SourceFile[] {
  return Object.entries(files).map(([path, text]) => parseSource(path, text));
}
