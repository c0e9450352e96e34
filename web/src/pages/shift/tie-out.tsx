import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { formatMoney } from '../../../../src/messages/formats.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { DefinitionsButton } from '../../components/definitions/definitions-button.tsx';
import { FigureLabel } from '../../components/definitions/figure-label.tsx';
import { checkOf, figureOwnName } from '../../components/definitions/figures.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, countDifference, kopecksDifference, MISSING } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { type TieOutLine, tieOutLines } from './tie-out-lines.ts';

/** Reported beside counted, line by line; only a difference is loud. */
export function TieOut({ detail }: { detail: ShiftDetail }) {
  const { t } = useLanguage();
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
            <Line key={line.figure} line={line} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ line }: { line: TieOutLine }) {
  const { t, language } = useLanguage();
  const differs = !line.remainder && line.difference !== null && line.difference !== 0;
  const difference =
    line.unit === 'money' ? kopecksDifference(language, line.difference) : countDifference(language, line.difference);
  return (
    <tr data-figure={line.figure} className={line.part ? 'figures-part' : undefined}>
      <th scope="row">
        <FigureLabel figure={line.figure} text={t(figureOwnName(line.figure))} />
      </th>
      <td className="number" title={line.reported === null ? t('tieOut.notReported') : undefined}>
        {valueText(language, line.unit, line.reported)}
      </td>
      <td className="number">{valueText(language, line.unit, line.counted)}</td>
      <td className={differs ? 'number figure-differs' : 'number secondary'}>
        {differs ? <StatusMark mark="broken" word={difference} /> : difference}
      </td>
    </tr>
  );
}

function valueText(language: Language, unit: TieOutLine['unit'], value: number | null): string {
  if (value === null) return MISSING;
  return unit === 'money' ? formatMoney(language, value) : count(language, value);
}
