import { useMemo } from 'react';
import type { DocumentRow, GapRow } from '../../../../contracts/web-api.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { Chart, type Point } from '../reports/charts/chart.tsx';
import { gapNumbers, gapText } from './gap-words.ts';
import { rulerOf } from './ruler.ts';

const WIDTH = 1_200;
/** Width of the narrowest notch, so that one number of thousands is seen. */
const NOTCH = 6;

/** The receipt numbers of a shift as a band, what is missing as notches in it; nothing when none is missing. */
export function NumberRuler({ documents, gaps }: { documents: readonly DocumentRow[]; gaps: readonly GapRow[] }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const ruler = useMemo(() => rulerOf(documents, gaps), [documents, gaps]);
  if (ruler === null) return null;
  const points = ruler.notches.map(({ gap, from, to }): Point => {
    const width = Math.max(NOTCH, (to - from) * WIDTH);
    const x = Math.min(WIDTH - width, from * WIDTH);
    const numbers = t('checks.missing', { numbers: gapNumbers(gap) });
    return {
      key: gap.gapId,
      label: [numbers, gapText(gap, t, language, zone, true)].filter((text) => text !== '').join(' · '),
      href: addresses.reconciliation(gap.shopCode, gap.registerCode, { state: 'gaps' }),
      draw: (
        <>
          <rect x={x} y={0} width={width} height={26} className="chart-hit" />
          <rect x={x} y={2} width={width} height={18} className="ruler-notch" />
        </>
      ),
    };
  });
  const { first, last, missing } = ruler;
  const text = t('ruler.text', { first: String(first), last: String(last), n: missing });
  return (
    <div className="number-ruler">
      <Chart title={t('ruler.title')} text={text} width={WIDTH} height={26} points={points}>
        <rect x={0} y={6} width={WIDTH} height={10} className="ruler-band" />
      </Chart>
    </div>
  );
}
