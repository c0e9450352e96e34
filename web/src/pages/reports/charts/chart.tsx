import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useGo } from '../../../components/frame/link.tsx';
import { useLanguage } from '../../../ui/language.tsx';

/** One value of a chart: what is said of it, what is drawn, and the list behind it. */
export type Point = { key: string; label: string; href?: string | undefined; draw: ReactNode };

type ChartProps = {
  title: string;
  /** The chart in one sentence. */
  text: string;
  width: number;
  height: number;
  points: readonly Point[];
  /** Points of a line, where they stand in a grid: ↑ and ↓ go by lines. */
  perLine?: number;
  /** Axes and labels. */
  children?: ReactNode;
};

/** The form of every chart: a title, a sentence, values that arrow keys choose and Enter opens. */
export function Chart({ title, text, width, height, points, perLine, children }: ChartProps) {
  const { t } = useLanguage();
  const go = useGo();
  const id = useId();
  const box = useRef<SVGSVGElement>(null);
  const [active, setActive] = useState(0);
  const [shown, setShown] = useState<number | null>(null);
  const point = points[shown ?? -1];
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number | undefined> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: perLine ?? 1,
      ArrowUp: -(perLine ?? 1),
      Home: -points.length,
      End: points.length,
    };
    const step = steps[event.key];
    if (event.key === 'Enter' && points[active]?.href !== undefined) go(points[active].href);
    else if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (step === undefined) return;
    const next = Math.max(0, Math.min(points.length - 1, active + step));
    setActive(next);
    box.current?.querySelector<SVGGElement>(`[data-point="${next}"]`)?.focus();
  };
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id}>
        <strong>{title}</strong> <span className="chart-text">{text}</span>
      </figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset */}
      <svg ref={box} viewBox={`0 0 ${width} ${height}`} role="group" aria-labelledby={id} onKeyDown={onKeyDown}>
        {children}
        {points.map(({ key, label, href, draw }, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: it always has a role, of a link or of a picture
          <g
            key={key}
            data-point={index}
            className="chart-point"
            role={href === undefined ? 'img' : 'link'}
            aria-label={label}
            tabIndex={index === Math.min(active, points.length - 1) ? 0 : -1}
            onFocus={() => {
              setActive(index);
              setShown(index);
            }}
            onBlur={() => setShown(null)}
            onPointerEnter={() => setShown(index)}
            onPointerLeave={() => setShown(null)}
            onClick={() => href !== undefined && go(href)}
          >
            {draw}
          </g>
        ))}
      </svg>
      <p className="chart-value" aria-hidden="true">
        {point?.label ?? t('report.chart.hint')}
      </p>
    </figure>
  );
}
