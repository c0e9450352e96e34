import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { ExchangeState, ExportBacklog } from '../../../../contracts/web-api.ts';
import { exchangeQueries } from '../../api/exchange-queries.ts';
import { count, money, moneyWithSign, serverTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import '../../components/plain-table.css';
import './exchange.css';

type Point = ExportBacklog['points'][number];
type Now = ExchangeState['notExported'];

/**
 * How much the ERP lacked in the last seven days, hour by hour, the last hour as it is `now`; ← and → read the hours out, the
 * table beside has them all.
 */
export function BacklogChart({ now }: { now: Now }) {
  const { t, language } = useLanguage();
  const [table, setTable] = useState(false);
  const { data } = useQuery({ ...exchangeQueries.backlog(), placeholderData: keepPreviousData });
  if (data === undefined) return null;
  const points = withNow(data.points, now);
  const most = Math.max(0, ...points.map((point) => point.shifts ?? 0));
  const sentence = t('backlog.now', { n: now.notExported, most: count(language, most) });
  return (
    <section className="backlog" aria-label={t('backlog.title')}>
      <p className="backlog-head">
        <strong>{t('backlog.title')}</strong>
        <span>{sentence}</span>
        <button type="button" className="text-button" aria-expanded={table} onClick={() => setTable(!table)}>
          {t(table ? 'backlog.hideTable' : 'backlog.table')}
        </button>
      </p>
      <Area points={points} most={most} />
      {table && <HourTable points={points} />}
    </section>
  );
}

/** The server looks every few minutes; until then the numbers of the page are newer. */
function withNow(points: readonly Point[], now: Now): Point[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  return [
    ...points.slice(0, -1),
    { ...last, shifts: now.notExported, revenue: now.revenue, oldestSince: now.oldestSince },
  ];
}

const HEIGHT = 48;

function Area({ points, most }: { points: readonly Point[]; most: number }) {
  const { t } = useLanguage();
  const words = usePointText();
  const [at, setAt] = useState<number | null>(null);
  const last = points.length - 1;
  const onKeyDown = (event: KeyboardEvent) => {
    const from = at ?? last;
    const moves: Record<string, number> = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last };
    const to = moves[event.code];
    if (to === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(last, to)));
  };
  const placeOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(
      0,
      Math.min(last, Math.floor(((event.clientX - box.left) / Math.max(1, box.width)) * points.length)),
    );
  };
  const shown = points[at ?? last];
  return (
    <>
      <div
        className="backlog-chart"
        role="slider"
        tabIndex={0}
        aria-label={t('backlog.title')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={shown === undefined ? '' : words(shown)}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        onPointerMove={(event) => setAt(placeOf(event))}
        onPointerLeave={() => setAt(null)}
      >
        <svg viewBox={`0 0 ${points.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {points.map((point, x) =>
            point.shifts === null ? (
              <rect key={point.at} className="backlog-gap" x={x} y="0" width="1" height={HEIGHT} />
            ) : null,
          )}
          {runsOf(points).map(({ from, values }) => (
            <path key={from} className="backlog-area" d={pathOf(from, values, Math.max(1, most))} />
          ))}
          {at !== null && <path className="backlog-at" d={`M${at + 0.5} 0V${HEIGHT}`} />}
        </svg>
      </div>
      <p className="backlog-text" aria-hidden="true">
        {shown === undefined ? '' : words(shown)}
      </p>
    </>
  );
}

/** Hours that follow one another without a gap. */
function runsOf(points: readonly Point[]): { from: number; values: number[] }[] {
  const runs: { from: number; values: number[] }[] = [];
  let open: { from: number; values: number[] } | null = null;
  for (const [x, { shifts }] of points.entries()) {
    if (shifts === null) {
      open = null;
      continue;
    }
    if (open === null) {
      open = { from: x, values: [] };
      runs.push(open);
    }
    open.values.push(shifts);
  }
  return runs;
}

/** Steps from the ground and back to it: an hour has one value. */
function pathOf(from: number, values: readonly number[], most: number): string {
  const y = (value: number) => HEIGHT - (value / most) * (HEIGHT - 4);
  const steps = values.map((value, x) => `V${y(value)}H${from + x + 1}`);
  return `M${from} ${HEIGHT}${steps.join('')}V${HEIGHT}Z`;
}

function usePointText(): (point: Point) => string {
  const { t, language } = useLanguage();
  return (point) => {
    const at = serverTime(language, point.at).slice(0, -3);
    return point.shifts === null
      ? t('backlog.noLook', { at })
      : t('backlog.point', { at, n: point.shifts, sum: moneyWithSign(language, point.revenue) });
  };
}

function HourTable({ points }: { points: readonly Point[] }) {
  const { t, language } = useLanguage();
  return (
    // A long table is scrolled by itself, also with the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className="backlog-rows" tabIndex={0} aria-label={t('backlog.table')}>
      <table className="plain-table" aria-label={t('backlog.title')}>
        <thead>
          <tr>
            <th scope="col">{t('backlog.hour')}</th>
            <th scope="col" className="cell-number">
              {t('backlog.shifts')}
            </th>
            <th scope="col" className="cell-number">
              {t('backlog.revenue')}
            </th>
            <th scope="col">{t('backlog.oldest')}</th>
          </tr>
        </thead>
        <tbody>
          {points
            .filter((point) => point.shifts !== null)
            .toReversed()
            .map((point) => (
              <tr key={point.at}>
                <th scope="row">{serverTime(language, point.at).slice(0, -3)}</th>
                <td className="cell-number">{count(language, point.shifts)}</td>
                <td className="cell-number">{money(language, point.revenue)}</td>
                <td>{serverTime(language, point.oldestSince)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
