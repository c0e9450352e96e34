/** The names of archives (M40): `file-YY-MM-DD.tgz` for the first of a day, `file-YY-MM-DD-2.tgz` for the next. */

/** `date` is the local date of the run, `yyyy-MM-dd`; `part` counts the archives of one day from 1. */
export type ArchiveDay = { readonly date: string; readonly part: number };

/** The name of an archive. An archive is never written again, so a second run on a day makes another part. */
export function archiveName({ date, part }: ArchiveDay): string {
  return `file-${date.slice(2)}${part === 1 ? '' : `-${part}`}.tgz`;
}

const NAME = /^file-(\d\d-\d\d-\d\d)(?:-([2-9]|[1-9]\d{1,4}))?\.tgz$/;

/** Which archive a file is; undefined for files that are none. Years are those of 2000–2099. */
export function archiveDayOf(fileName: string): ArchiveDay | undefined {
  const [, day, part] = NAME.exec(fileName) ?? [];
  if (day === undefined) return undefined;
  const date = `20${day}`;
  const isDate = !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
  return isDate ? { date, part: part === undefined ? 1 : Number(part) } : undefined;
}

/** Older archives first. */
export function byArchiveDay(a: ArchiveDay, b: ArchiveDay): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return a.part - b.part;
}
