import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { DefinitionsButton } from '../../components/definitions/definitions-button.tsx';
import { FigureLabel } from '../../components/definitions/figure-label.tsx';
import type { FigureName } from '../../components/definitions/figures.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { difference, kopecksOf, MISSING, money } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';

/** The drawer as an equation: what was in it, what came and went, what must be there, what the register said. */
export function Drawer({ detail }: { detail: ShiftDetail }) {
  const { t, language } = useLanguage();
  const { drawer, figures } = detail;
  const { reported, difference: apart } = figures.drawerSum;
  const differs = apart !== null && kopecksOf(apart) !== 0;
  const steps: [sign: string, figure: FigureName, text: ScreenText, sum: string | null][] = [
    ['+', 'cashIn', 'drawer.cashIn', drawer.cashIn],
    ['+', 'saleCash', 'drawer.saleCash', drawer.saleCash],
    ['\u2212', 'refundCash', 'drawer.refundCash', drawer.refundCash],
    ['\u2212', 'cashOut', 'drawer.cashOut', drawer.cashOut],
  ];
  if (kopecksOf(drawer.cashWithdrawal) !== 0)
    steps.push(['\u2212', 'cashWithdrawal', 'drawer.cashWithdrawal', drawer.cashWithdrawal]);
  return (
    <section aria-labelledby="drawer">
      <div className="section-head">
        <h2 id="drawer">{t('drawer.title')}</h2>
        <DefinitionsButton figures={['drawerSum', 'drawerStart', ...steps.map(([, figure]) => figure)]} />
      </div>
      <table className="figures equation">
        <tbody>
          <tr>
            <td />
            <th scope="row">
              <FigureLabel figure="drawerStart" text={t(startText(detail))} />
            </th>
            <td className="number">{money(language, drawer.start)}</td>
          </tr>
          {steps.map(([sign, figure, text, sum]) => (
            <tr key={figure}>
              <td>{sign}</td>
              <th scope="row">
                <FigureLabel figure={figure} text={t(text)} />
              </th>
              <td className="number">{money(language, sum)}</td>
            </tr>
          ))}
          <tr className="equation-result">
            <td>=</td>
            <th scope="row">
              <FigureLabel figure="drawerSum" text={t('drawer.counted')} />
            </th>
            <td className="number">{money(language, drawer.counted)}</td>
          </tr>
          <tr>
            <td />
            <th scope="row">{t('drawer.reported')}</th>
            <td className="number" title={reported === null ? t('tieOut.notReported') : undefined}>
              {reported === null ? MISSING : money(language, reported)}
            </td>
          </tr>
          <tr>
            <td />
            <th scope="row">{t('drawer.difference')}</th>
            <td className={differs ? 'number figure-differs' : 'number secondary'}>
              {differs ? <StatusMark mark="broken" word={difference(language, apart)} /> : difference(language, apart)}
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

/** Where the drawer's start comes from; the two ways to know nothing are not the same. */
function startText({ drawer, previousKey }: ShiftDetail): ScreenText {
  if (drawer.startSource === 'previous_shift') return 'drawer.startPrevious';
  return previousKey === null ? 'drawer.startZero' : 'drawer.startNotReported';
}
