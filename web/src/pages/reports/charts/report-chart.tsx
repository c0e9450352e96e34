import type { ReportRow, ReportTable } from '../../../../../contracts/web-api.ts';
import type { Language } from '../../../../../src/messages/messages.ts';
import { date, kopecksOf, money } from '../../../format/format.ts';
import { useLanguage } from '../../../ui/language.tsx';
import { keyText } from '../../../ui/texts.ts';
import { rowAddress } from '../row-address.ts';
import { Chart, type Point } from './chart.tsx';

const WIDTH = 1_200;

/** The picture of a report that has one. Loaded when it is wanted: no other page pays for it. */
export function ReportChart({ table }: { table: ReportTable }) {
  if (table.report === 'sales' && table.by === 'day') return <DayBars table={table} />;
  if (table.report === 'payments') return <ShareBar table={table} />;
  if (table.report === 'hours' && table.heat !== null) return <HeatMap table={table} />;
  return null;
}

const kopecks = (row: ReportRow) => kopecksOf(String(row.cells['revenue'] ?? '0.00'));

/** Bars by day from zero; a day without shifts is a gap. */
function DayBars({ table }: { table: ReportTable }) {
  const { t, language } = useLanguage();
  const { rows } = table;
  const days = Math.round((Date.parse(table.to) - Date.parse(table.from)) / 86_400_000) + 1;
  const most = Math.max(1, ...rows.map(kopecks));
  const least = Math.min(0, ...rows.map(kopecks));
  const [top, bottom] = [8, 92];
  const y = (value: number) => bottom - ((value - least) / (most - least)) * (bottom - top);
  const step = WIDTH / days;
  const points = rows.map((row): Point => {
    const at = Number(row.key) * step;
    const value = kopecks(row);
    const day = date(language, String(row.cells['date']));
    const label = t('report.chart.point', { name: day, value: money(language, String(row.cells['revenue'])) });
    const bar = {
      x: at + step * 0.1,
      y: Math.min(y(0), y(value)),
      width: step * 0.8,
      height: Math.abs(y(value) - y(0)),
    };
    const draw = (
      <>
        <rect x={at} y={0} width={step} height={110} className="chart-hit" />
        <rect {...bar} className="chart-bar" />
        {(days <= 14 || rows.length <= 14) && (
          <text x={at + step / 2} y={106} textAnchor="middle">
            {day.slice(0, language === 'ru' ? 5 : 6).trim()}
          </text>
        )}
      </>
    );
    return { key: row.key, label, href: rowAddress(table, row), draw };
  });
  const best = rows.toSorted((a, b) => kopecks(b) - kopecks(a))[0];
  const text =
    best === undefined
      ? t('report.chart.none')
      : t('report.chart.days.text', {
          date: date(language, String(best.cells['date'])),
          sum: money(language, String(best.cells['revenue'])),
        });
  return (
    <Chart title={t('report.chart.days')} text={text} width={WIDTH} height={110} points={points}>
      <line x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} className="chart-axis" />
    </Chart>
  );
}

const MOST_PARTS = 6;

/** «4 Карта», without a name «4 безнал». */
function partName({ cells }: ReportRow, language: Language): string {
  const { paymentType, paymentName, paymentClass } = cells as Record<string, string | null>;
  const name = paymentName ?? keyText(language, `word.${paymentClass}`);
  return (paymentType ?? null) === null ? name : `${paymentType} ${name}`;
}

/** One bar of parts, the largest first; beyond six the rest is one part. */
function ShareBar({ table }: { table: ReportTable }) {
  const { t, language } = useLanguage();
  const sold = table.rows.filter((row) => kopecks(row) > 0).toSorted((a, b) => kopecks(b) - kopecks(a));
  const whole = sold.reduce((sum, row) => sum + kopecks(row), 0);
  const parts = sold.slice(0, MOST_PARTS).map((row) => ({
    name: partName(row, language),
    kind: String(row.cells['paymentClass']),
    value: kopecks(row),
  }));
  const rest = sold.slice(MOST_PARTS).reduce((sum, row) => sum + kopecks(row), 0);
  if (rest > 0) parts.push({ name: t('report.otherParts'), kind: 'rest', value: rest });
  let at = 0;
  const shareText = (value: number) => {
    const share = ((value / Math.max(1, whole)) * 100).toFixed(1);
    return language === 'ru' ? share.replace('.', ',') : share;
  };
  const points = parts.map(({ name, kind, value }): Point => {
    const width = (value / Math.max(1, whole)) * WIDTH;
    const x = at;
    at += width;
    const label = t('report.chart.point', { name, value: `${shareText(value)} %` });
    const draw = (
      <>
        <rect x={x} y={4} width={Math.max(1, width - 2)} height={28} className="chart-part" data-kind={kind} />
        {width > 90 && (
          <text x={x + 6} y={48}>
            {label}
          </text>
        )}
      </>
    );
    return { key: name, label, draw };
  });
  const [largest] = parts;
  const text =
    largest === undefined
      ? t('report.chart.none')
      : t('report.chart.shares.text', { name: largest.name, share: shareText(largest.value) });
  return <Chart title={t('report.chart.shares')} text={text} width={WIDTH} height={54} points={points} />;
}

/** Weekdays × hours in one hue; the value is told when a cell is chosen. */
function HeatMap({ table }: { table: ReportTable }) {
  const { t, language } = useLanguage();
  const cells = (table.heat ?? []).map((cell) => ({ ...cell, value: kopecksOf(cell.revenue) }));
  const most = Math.max(1, ...cells.map(({ value }) => value));
  const [left, size, line] = [40, (WIDTH - 40) / 24, 18];
  const weekday = (day: number) => keyText(language, `weekday.${day}`);
  const points = Array.from({ length: 7 * 24 }, (_, index): Point => {
    const [day, hour] = [Math.floor(index / 24) + 1, index % 24];
    const cell = cells.find((one) => one.weekday === day && one.hour === hour);
    const name = `${weekday(day)} ${String(hour).padStart(2, '0')}:00`;
    const value = cell === undefined ? t('state.noData') : money(language, cell.revenue);
    const place = { x: left + hour * size, y: (day - 1) * line, width: size - 2, height: line - 2 };
    const draw = (
      <>
        <rect {...place} className="chart-empty" />
        {cell !== undefined && (
          <rect {...place} className="chart-heat" opacity={0.12 + 0.88 * Math.max(0, cell.value / most)} />
        )}
      </>
    );
    return { key: String(index), label: t('report.chart.point', { name, value }), draw };
  });
  const best = cells.toSorted((a, b) => b.value - a.value)[0];
  const text =
    best === undefined
      ? t('report.chart.none')
      : t('report.chart.heat.text', {
          weekday: weekday(best.weekday),
          hour: `${String(best.hour).padStart(2, '0')}:00`,
          sum: money(language, best.revenue),
        });
  return (
    <Chart title={t('report.chart.heat')} text={text} width={WIDTH} height={7 * line + 16} points={points} perLine={24}>
      {Array.from({ length: 7 }, (_, day) => (
        <text key={weekday(day + 1)} x={0} y={day * line + 13}>
          {weekday(day + 1)}
        </text>
      ))}
      {[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => (
        <text key={hour} x={left + hour * size} y={7 * line + 12}>
          {hour}
        </text>
      ))}
    </Chart>
  );
}
