/** How the cells of a report are written for people in a file: headings and words in their language. */
import type { ReportColumn, ReportTable } from '../../contracts/web-api.ts';
import { formatDate, formatTime } from '../messages/formats.ts';
import type { Language, MessageParams } from '../messages/messages.ts';
import { previousTotals } from '../messages/previous-period.ts';
import { isScreenText, keyText, type ScreenText, screenText } from '../messages/screen-texts.ts';

export type Cell = string | number | null;

/** «Продажи, ₽: Наличные»: a file has one line of headings. */
export function headingOf(language: Language, { key, group }: Pick<ReportColumn, 'key' | 'group'>): string {
  const own = keyText(language, key === group ? 'col.whole' : `col.${key}`);
  return group === null ? own : `${keyText(language, `group.${group}`)}: ${own}`;
}

/** A cell that is no number as its text. */
export function textOf(language: Language, { kind }: Pick<ReportColumn, 'kind'>, cell: string): string {
  if (kind === 'word') return keyText(language, `word.${cell}`);
  if (kind === 'hour') return `${cell}:00`;
  return cell;
}

/** What stands above the table: pairs of a name and its value. */
export function headingLines(table: ReportTable, language: Language, version: string): [string, string][] {
  const { shop, register, shift, from, to, missing } = table;
  const t = (key: ScreenText, params: MessageParams = {}) => screenText(language, key, params);
  const place = [
    shop === null ? t('report.wholeNetwork') : named(t('shop.named', { code: shop.shopCode }), shop.name),
    register === null ? null : named(t('register.named', { code: register.registerCode }), register.name),
    shift === null ? null : t('shiftPage.title', { number: shift.shiftNumber }),
  ].filter((part) => part !== null);
  const asOf = formatTime(language, table.asOf);
  const period = t('file.periodValue', { from: formatDate(language, from), to: formatDate(language, to) });
  const filter = table.filter
    .map(
      ({ key, value }) =>
        `${keyText(language, `filter.${key}`)}: ${isScreenText(`word.${value}`) ? keyText(language, `word.${value}`) : value}`,
    )
    .join('; ');
  return [
    [t('file.place'), place.join(', ')],
    ...(from === '' ? [] : [[t('file.period'), period] as [string, string]]),
    ...previousLine(table, language, t),
    ...(filter === '' ? [] : [[t('file.filter'), filter] as [string, string]]),
    [t('file.asOf'), t('file.utc', { at: asOf })],
    [t('file.missing'), missing.complete ? t('report.complete') : `${t('report.incomplete')}: ${lacks(table, t)}`],
    [t('file.version'), version],
  ];
}

/** The period before with its totals; where the rows have columns for them, they stand there. */
function previousLine(
  table: ReportTable,
  language: Language,
  t: (key: ScreenText, params?: MessageParams) => string,
): [string, string][] {
  const { previous } = table;
  if (previous === null) return [];
  const [from, to] = [formatDate(language, previous.from), formatDate(language, previous.to)];
  const totals = previousTotals(language, table, keyText);
  return [[t('file.previous'), [t('file.periodValue', { from, to }), ...(totals === '' ? [] : [totals])].join(': ')]];
}

function named(byCode: string, name: string | null): string {
  return name === null || name === '' || name === byCode ? byCode : `${byCode} · ${name}`;
}

function lacks({ missing }: ReportTable, t: (key: ScreenText, params?: MessageParams) => string): string {
  const { silent, silentCount, openShifts, missingReceipts, setAside, recounting, trimmed } = missing;
  const archives = trimmed.archives.map(({ path }) => path).join(', ');
  const list = silent.map(({ shopCode, registerCode }) => `${shopCode}/${registerCode}`).join(', ');
  return [
    silentCount > 0 ? t('report.silent', { n: silentCount, list }) : null,
    openShifts > 0 ? t('report.openShifts', { n: openShifts }) : null,
    missingReceipts > 0 ? t('report.missingReceipts', { n: missingReceipts }) : null,
    setAside > 0 ? t('report.setAside', { n: setAside }) : null,
    recounting > 0 ? t('report.recounting', { n: recounting }) : null,
    trimmed.days > 0 ? t('report.trimmed', { n: trimmed.days, list: archives }) : null,
  ]
    .filter((part) => part !== null)
    .join('; ');
}

/** `Отчёт_по_отделам_маг5_касса12_2026-03-01_2026-03-14`, without the ending. */
export function fileNameOf(table: ReportTable, language: Language): string {
  const { shop, register, shift, from, to } = table;
  const title = keyText(language, `report.${table.report}`);
  const parts = [
    title,
    shop === null
      ? keyText(language, 'file.name.network')
      : keyText(language, 'file.name.shop', { code: shop.shopCode }),
    register === null ? null : keyText(language, 'file.name.register', { code: register.registerCode }),
    shift === null ? null : shift.key,
    shift === null && from !== '' ? `${from}_${to}` : null,
  ];
  // Only what every file system takes.
  return parts
    .filter((part) => part !== null)
    .join('_')
    .replace(/[^\p{L}\p{N}._@-]+/gu, '_');
}
