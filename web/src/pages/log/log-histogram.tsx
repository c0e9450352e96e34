import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { EventHistogram } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { queries } from '../../api/queries.ts';
import { count, serverTime } from '../../format/format.ts';
import { useSearchState } from '../../routes/search.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { type AskedLog, addressTime } from './log-filter.ts';
import '../../components/plain-table.css';

/** How many entries there were over time, by level. Drag, or Enter on a piece, takes it for the period of the log. */
export function LogHistogram({ asked }: { asked: AskedLog }) {
  const { t } = useLanguage();
  const [table, setTable] = useState(false);
  const query = useQuery({ ...queries.logHistogram(asked), placeholderData: keepPreviousData });
  const { data } = query;
  if (data === undefined) return <div className="log-histogram" />;
  const sums = sumsOf(data);
  return (
    <section className="log-histogram" aria-label={t('log.histogram')}>
      <p className="log-histogram-title">
        {t('log.histogramTitle', { n: sums.all, errors: sums.error, warnings: sums.warning })}
        {!data.complete && ` ${t('log.histogramPart')}`}{' '}
        <button type="button" className="text-button" aria-expanded={table} onClick={() => setTable(!table)}>
          {t('log.histogramTable')}
        </button>
      </p>
      <Bars data={data} />
      {table && <BucketTable data={data} />}
    </section>
  );
}

const LEVELS = ['error', 'warning', 'info'] as const;
const HEIGHT = 36;

function Bars({ data }: { data: EventHistogram }) {
  const { t, language } = useLanguage();
  const [, setSearch] = useSearchState();
  const zone = useZone();
  const [at, setAt] = useState<number | null>(null);
  const [from, setFrom] = useState<number | null>(null);
  const { buckets, stepMs } = data;
  const highest = Math.max(1, ...buckets.map(sumOf));
  const take = (a: number, b: number) => {
    const [first, last] = [buckets[Math.min(a, b)], buckets[Math.max(a, b)]];
    if (first === undefined || last === undefined) return;
    const end = new Date(Date.parse(last.at) + stepMs).toISOString();
    setSearch({ from: addressTime(first.at, zone), to: addressTime(end, zone) }, 'push');
  };
  const placeOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / Math.max(1, box.width)) * buckets.length);
    return Math.max(0, Math.min(place, buckets.length - 1));
  };
  const last = buckets.length - 1;
  const onKeyDown = (event: KeyboardEvent) => {
    const now = at ?? last;
    const moves: Record<string, number> = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last };
    const to = moves[event.code];
    if (to !== undefined) setAt(Math.max(0, Math.min(to, last)));
    else if (event.code === 'Enter') take(now, now);
    else return;
    event.preventDefault();
  };
  const shown = at === null ? undefined : buckets[at];
  const [low, high] = from === null || at === null ? [at, at] : [Math.min(from, at), Math.max(from, at)];
  return (
    <>
      <div
        className="log-bars"
        role="slider"
        tabIndex={0}
        aria-label={t('log.histogram')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={bucketText(buckets[at ?? last], t, language, zone)}
        onKeyDown={onKeyDown}
        onFocus={() => setAt((now) => now ?? last)}
        onBlur={() => setAt(null)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(placeOf(event));
          setAt(placeOf(event));
        }}
        onPointerMove={(event) => setAt(placeOf(event))}
        onPointerUp={(event) => {
          if (from !== null) take(from, placeOf(event));
          setFrom(null);
        }}
        onPointerLeave={() => from === null && setAt(null)}
      >
        <svg viewBox={`0 0 ${buckets.length * 10} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {low !== null && high !== null && (
            <rect className="log-bar-chosen" x={low * 10} y="0" width={(high - low + 1) * 10} height={HEIGHT} />
          )}
          {buckets.map((bucket, place) => (
            <Bar key={bucket.at} bucket={bucket} x={place * 10} highest={highest} />
          ))}
        </svg>
      </div>
      <p className="log-bars-text" aria-hidden="true">
        {shown === undefined ? rangeText(data, language, zone) : bucketText(shown, t, language, zone)}
      </p>
    </>
  );
}

type Bucket = EventHistogram['buckets'][number];

function Bar({ bucket, x, highest }: { bucket: Bucket; x: number; highest: number }) {
  let top = HEIGHT;
  return LEVELS.map((level) => {
    const n = bucket[level];
    if (n === 0) return null;
    // What there is must be seen, however much more there is elsewhere.
    const height = Math.max(2, (n / highest) * HEIGHT);
    top = Math.max(0, top - height);
    return <rect key={level} className={`log-bar-${level}`} x={x + 1} y={top} width="8" height={height} />;
  });
}

function BucketTable({ data }: { data: EventHistogram }) {
  const zone = useZone();
  const { t, language } = useLanguage();
  return (
    <div className="log-bucket-box">
      <table className="plain-table" aria-label={t('log.histogram')}>
        <thead>
          <tr>
            <th scope="col">{t('log.time')}</th>
            {LEVELS.map((level) => (
              <th key={level} scope="col" className="cell-number">
                {t(`log.level.${level}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.buckets
            .filter((bucket) => sumOf(bucket) > 0)
            .toReversed()
            .map((bucket) => (
              <tr key={bucket.at}>
                <th scope="row">{serverTime(language, bucket.at, zone).slice(0, -3)}</th>
                {LEVELS.map((level) => (
                  <td key={level} className="cell-number">
                    {count(language, bucket[level])}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function sumOf({ info, warning, error }: Bucket): number {
  return info + warning + error;
}

function sumsOf({ buckets }: EventHistogram) {
  const sums = { all: 0, warning: 0, error: 0 };
  for (const bucket of buckets) {
    sums.all += sumOf(bucket);
    sums.warning += bucket.warning;
    sums.error += bucket.error;
  }
  return sums;
}

function bucketText(bucket: Bucket | undefined, t: Translate, language: Language, zone?: string): string {
  if (bucket === undefined) return '';
  const { info, warning, error } = bucket;
  return t('log.bucket', { at: serverTime(language, bucket.at, zone).slice(0, -3), info, warning, error });
}

function rangeText({ from, to }: EventHistogram, language: Language, zone?: string): string {
  return `${serverTime(language, from, zone).slice(0, -3)} – ${serverTime(language, to, zone).slice(0, -3)}`;
}
