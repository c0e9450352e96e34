import type { ShiftDetail } from '../../../../../contracts/web-api.ts';
import { kopecksOf, money } from '../../../format/format.ts';
import { type ScreenText, useLanguage } from '../../../ui/language.tsx';
import { Chart, type Point } from './chart.tsx';

const WIDTH = 1_200;

/** The drawer as steps: what was in it, what came and went, what must be there, what the register said. */
export function DrawerChart({ detail }: { detail: ShiftDetail }) {
  const { t, language } = useLanguage();
  const { drawer, figures } = detail;
  const reported = figures.drawerSum.reported;
  const moves: [ScreenText, string | null, 1 | -1][] = [
    ['drawer.cashIn', drawer.cashIn, 1],
    ['drawer.saleCash', drawer.saleCash, 1],
    ['drawer.refundCash', drawer.refundCash, -1],
    ['drawer.cashOut', drawer.cashOut, -1],
    ['drawer.cashWithdrawal', drawer.cashWithdrawal, -1],
  ];
  let level = kopecksOf(drawer.start);
  const steps = [{ text: 'report.drawer.start' as ScreenText, from: 0, to: level, shown: drawer.start, kind: 'level' }];
  for (const [text, amount, sign] of moves) {
    const to = level + sign * kopecksOf(amount);
    steps.push({ text, from: level, to, shown: amount, kind: sign === 1 ? 'in' : 'out' });
    level = to;
  }
  steps.push({ text: 'report.drawer.end', from: 0, to: level, shown: drawer.counted, kind: 'level' });
  if (reported !== null)
    steps.push({ text: 'report.drawer.reported', from: 0, to: kopecksOf(reported), shown: reported, kind: 'level' });
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [most, least] = [Math.max(1, ...ends), Math.min(0, ...ends)];
  const y = (value: number) => 86 - ((value - least) / (most - least)) * 80;
  const step = WIDTH / steps.length;
  const points = steps.map(({ text, from, to, shown, kind }, index): Point => {
    const sign = kind === 'in' ? '+' : kind === 'out' ? '\u2212' : '';
    const label = t('report.chart.point', { name: t(text), value: `${sign}${money(language, shown)}` });
    const draw = (
      <>
        <rect x={index * step} y={0} width={step} height={112} className="chart-hit" />
        <rect
          x={index * step + step * 0.15}
          y={Math.min(y(from), y(to))}
          width={step * 0.7}
          height={Math.max(1, Math.abs(y(from) - y(to)))}
          className="chart-step"
          data-kind={kind}
        />
        <text x={index * step + step / 2} y={102} textAnchor="middle">
          {t(text)}
        </text>
      </>
    );
    return { key: text, label, draw };
  });
  const text = t('report.chart.point', { name: t('report.drawer.end'), value: money(language, drawer.counted) });
  return (
    <Chart title={t('report.drawerChart')} text={text} width={WIDTH} height={112} points={points}>
      <line x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} className="chart-axis" />
    </Chart>
  );
}
