import type { Figure, ShiftDetail } from '../../../../contracts/web-api.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, countDifference, difference, MISSING, money } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';

type Line = {
  id: string;
  text: string;
  part: boolean;
  reported: string | null;
  counted: string;
  difference: string;
  differs: boolean;
};

const sumLines: [keyof ShiftDetail['figures'], ScreenText, part: boolean][] = [
  ['saleSum', 'tieOut.saleSum', false],
  ['saleCash', 'tieOut.cash', true],
  ['saleNoncash', 'tieOut.noncash', true],
  ['saleOther', 'tieOut.other', true],
  ['refundSum', 'tieOut.refundSum', false],
  ['refundCash', 'tieOut.cash', true],
  ['refundNoncash', 'tieOut.noncash', true],
  ['revenue', 'tieOut.revenue', false],
  ['revenueCash', 'tieOut.cash', true],
  ['revenueNoncash', 'tieOut.noncash', true],
];

/** Reported beside counted, line by line; only a difference is loud. */
export function TieOut({ detail }: { detail: ShiftDetail }) {
  const { t } = useLanguage();
  const lines = useLines(detail);
  return (
    <section aria-labelledby="tie-out">
      <h2 id="tie-out">{t('tieOut.title')}</h2>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{t('tieOut.figure')}</th>
            <th scope="col" className="number">
              {t('tieOut.reported')}
            </th>
            <th scope="col" className="number">
              {t('tieOut.counted')}
            </th>
            <th scope="col" className="number" title={t('tieOut.differenceHint')}>
              {t('tieOut.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id} data-figure={line.id} className={line.part ? 'figures-part' : undefined}>
              <th scope="row">{line.text}</th>
              <td className="number" title={line.reported === null ? t('tieOut.notReported') : undefined}>
                {line.reported ?? MISSING}
              </td>
              <td className="number">{line.counted}</td>
              <td className={line.differs ? 'number figure-differs' : 'number secondary'}>
                {line.differs ? <StatusMark mark="broken" word={line.difference} /> : line.difference}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function useLines({ figures, counts }: ShiftDetail): Line[] {
  const { t, language } = useLanguage();
  const sum = (id: string, text: string, part: boolean, figure: Figure): Line => ({
    id,
    text,
    part,
    reported: figure.reported === null ? null : money(language, figure.reported),
    counted: money(language, figure.counted),
    difference: difference(language, figure.difference),
    differs: figure.difference !== null && !/^-?0\.00$/.test(figure.difference),
  });
  const counted = (id: 'saleCount' | 'refundCount', text: ScreenText): Line => {
    const { reported, counted: ours } = counts[id];
    const apart = reported === null ? null : reported - ours;
    return {
      id,
      text: t(text),
      part: false,
      reported: reported === null ? null : count(language, reported),
      counted: count(language, ours),
      difference: countDifference(language, apart),
      differs: apart !== null && apart !== 0,
    };
  };
  return [
    ...sumLines.map(([id, text, part]) => sum(id, t(text), part, figures[id])),
    counted('saleCount', 'tieOut.saleCount'),
    counted('refundCount', 'tieOut.refundCount'),
    sum('drawerSum', t('tieOut.drawerSum'), false, figures.drawerSum),
  ];
}
