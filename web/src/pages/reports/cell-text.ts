import type { ReportColumn, ReportRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { count, date, kopecksOf, MISSING, money, quantity, time } from '../../format/format.ts';
import { keyText } from '../../ui/texts.ts';

type Cell = ReportRow['cells'][string];

/** The heading of a column; below a group of the same name it is the whole of it. */
export function columnHeading(language: Language, { key, group }: Pick<ReportColumn, 'key' | 'group'>): string {
  return keyText(language, key === group ? 'col.whole' : `col.${key}`);
}

/** A cell of a report for people; what is not known is a dash. */
export function cellText(language: Language, { kind }: Pick<ReportColumn, 'kind'>, cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return MISSING;
  const text = String(cell);
  switch (kind) {
    case 'money':
      return money(language, text);
    case 'quantity':
      return quantity(language, text);
    case 'count':
      return count(language, Number(cell));
    case 'percent':
      return (language === 'ru' ? text.replace('.', ',') : text).replace('-', '\u2212');
    case 'date':
      return date(language, text);
    case 'time':
      return time(language, text);
    case 'hour':
      return `${text}:00`;
    case 'word':
      return keyText(language, `word.${text}`);
    default:
      return text;
  }
}

/** What a column is sorted by: numbers as numbers. */
export function cellOrder({ kind }: Pick<ReportColumn, 'kind'>, cell: Cell | undefined): number | string | null {
  if (cell === null || cell === undefined) return null;
  if (kind === 'money') return kopecksOf(String(cell));
  if (kind === 'quantity' || kind === 'percent' || kind === 'count') return Number(cell);
  return cell;
}
