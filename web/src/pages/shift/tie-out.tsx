import { useEffect, useRef } from 'react';
import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { DefinitionsButton } from '../../components/definitions/definitions-button.tsx';
import { FigureLabel } from '../../components/definitions/figure-label.tsx';
import { checkOf, figureOwnName } from '../../components/definitions/figures.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, countDifference, kopecksDifference, kopecksMoney, MISSING } from '../../format/format.ts';
import { useSearchState } from '../../routes/search.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { otherSources } from './other-sources.ts';
import { type TieOutLine, tieOutLines } from './tie-out-lines.ts';

/** `further` stand between counted and difference, and not on a phone. */
const columns: [heading: ScreenText, hint?: ScreenText, further?: true][] = [
  ['tieOut.reported'],
  ['tieOut.counted'],
  ['tieOut.fiscal', 'tieOut.fiscalHint', true],
  ['tieOut.exported', 'tieOut.exportedHint', true],
  ['tieOut.confirmed', 'tieOut.confirmedHint', true],
  ['tieOut.difference', 'tieOut.differenceHint'],
];

/** Every source of a figure beside the others, line by line; only a difference is loud. */
export function TieOut({ detail }: { detail: ShiftDetail }) {
  const { t } = useLanguage();
  const [{ figure: pointed }] = useSearchState();
  const lines = tieOutLines(detail);
  const { result, checked, all } = checkOf(detail.shift);
  return (
    <section aria-labelledby="tie-out">
      <div className="section-head">
        <h2 id="tie-out">{t('tieOut.title')}</h2>
        <DefinitionsButton figures={lines.map((line) => line.figure)} />
      </div>
      <p className="secondary">
        {t(result === 'not_checked' ? 'tieOut.checkedNone' : 'tieOut.checked', { n: checked, all })}
      </p>
      <table className="figures tie-out">
        <thead>
          <tr>
            <th scope="col">{t('tieOut.figure')}</th>
            {columns.map(([heading, hint, further]) => (
              <th
                key={heading}
                scope="col"
                className={further ? 'number further-source' : 'number'}
                title={hint === undefined ? undefined : t(hint)}
              >
                {t(heading)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.figure} line={line} detail={detail} pointed={line.figure === pointed} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type LineProps = { line: TieOutLine; detail: ShiftDetail; pointed: boolean };

function Line({ line, detail, pointed }: LineProps) {
  const { t, language } = useLanguage();
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (!pointed) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current?.focus({ preventScroll: true });
  }, [pointed]);
  const differs = !line.remainder && line.difference !== null && line.difference !== 0;
  const difference =
    line.unit === 'money' ? kopecksDifference(language, line.difference) : countDifference(language, line.difference);
  const { fiscal, exported, confirmed } = otherSources(detail, line.figure);
  return (
    <tr
      ref={row}
      data-figure={line.figure}
      data-pointed={pointed}
      tabIndex={pointed ? -1 : undefined}
      className={`${line.part ? 'figures-part' : ''} ${pointed ? 'figure-pointed' : ''}`}
    >
      <th scope="row">
        <FigureLabel figure={line.figure} text={t(figureOwnName(line.figure))} />
      </th>
      <td className="number" title={line.reported === null ? t('tieOut.notReported') : undefined}>
        {valueText(language, line.unit, line.reported)}
      </td>
      <td className="number">{valueText(language, line.unit, line.counted)}</td>
      <td className="number secondary further-source">{valueText(language, line.unit, fiscal)}</td>
      <td className="number secondary further-source">{valueText(language, line.unit, exported)}</td>
      <td className="number secondary further-source">{valueText(language, line.unit, confirmed)}</td>
      <td className={differs ? 'number figure-differs' : 'number secondary'}>
        {differs ? <StatusMark mark="broken" word={difference} /> : difference}
      </td>
    </tr>
  );
}

function valueText(language: Language, unit: TieOutLine['unit'], value: number | null): string {
  if (value === null) return MISSING;
  return unit === 'money' ? kopecksMoney(language, value) : count(language, value);
}
