/** What a report tells of the period before: the same figures in the same words on the page, on paper, in a terminal and in a file. */
import { parseKopecks } from '../domain/money.ts';
import { formatDate, formatMoney } from './formats.ts';
import type { Language, MessageParams } from './messages.ts';

type Cells = Readonly<Record<string, string | number | null>>;
/** Gives a text of the screens by its key: the pages hold one language of them, the server both. */
type KeyText = (language: Language, key: string, params?: MessageParams) => string;
/** What is read of a report: its columns, its totals and those of the period before. */
export type ComparedReport = {
  columns: readonly { key: string; kind: string; group: string | null }[];
  totals: Cells;
  previous: { from: string; to: string; totals: Cells } | null;
};

/** «Прошлый период: 11.03.2026 – 12.03.2026: Возвраты, ₽ 45,00 (−45,00)»; null for a report that compares nothing. */
export function previousPeriodText(language: Language, report: ComparedReport, text: KeyText): string | null {
  if (report.previous === null) return null;
  const [from, to] = [formatDate(language, report.previous.from), formatDate(language, report.previous.to)];
  const totals = previousTotals(language, report, text);
  return [text(language, 'report.previous', { from, to }), ...(totals === '' ? [] : [totals])].join(': ');
}

/** The totals of money of the period before, each with the change since; empty where the rows have columns for it. */
export function previousTotals(
  language: Language,
  { columns, totals, previous }: ComparedReport,
  text: KeyText,
): string {
  if (previous === null || columns.some(({ key }) => key === 'previous')) return '';
  return columns
    .flatMap((column) => {
      const [was, is] = [kopecksOf(previous.totals[column.key]), kopecksOf(totals[column.key])];
      if (column.kind !== 'money' || was === null || is === null) return [];
      const change = is === was ? '0' : `${is > was ? '+' : ''}${formatMoney(language, is - was)}`;
      return [`${columnName(language, column, text)} ${formatMoney(language, was)} (${change})`];
    })
    .join(' · ');
}

function kopecksOf(cell: string | number | null | undefined): number | null {
  const parsed = typeof cell === 'string' ? parseKopecks(cell) : null;
  return parsed?.ok === true ? parsed.value : null;
}

/** «Продажи, ₽: Наличные»: in a sentence a heading stands with its group. */
function columnName(language: Language, { key, group }: ComparedReport['columns'][number], text: KeyText): string {
  const own = text(language, key === group ? 'col.whole' : `col.${key}`);
  return group === null ? own : `${text(language, `group.${group}`)}: ${own}`;
}
