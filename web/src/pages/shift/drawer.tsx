import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { difference, kopecksOf, MISSING, money } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';

/** The drawer as an equation: what was in it, what came and went, what must be there, what the register said. */
export function Drawer({ detail }: { detail: ShiftDetail }) {
  const { t, language } = useLanguage();
  const { drawer, figures } = detail;
  const { reported, difference: apart } = figures.drawerSum;
  const differs = apart !== null && kopecksOf(apart) !== 0;
  const steps: [sign: string, text: string, sum: string][] = [
    ['+', t('drawer.cashIn'), drawer.cashIn],
    ['+', t('drawer.saleCash'), drawer.saleCash],
    ['\u2212', t('drawer.refundCash'), drawer.refundCash],
    ['\u2212', t('drawer.cashOut'), drawer.cashOut],
  ];
  if (kopecksOf(drawer.cashWithdrawal) !== 0) steps.push(['\u2212', t('drawer.cashWithdrawal'), drawer.cashWithdrawal]);
  return (
    <section aria-labelledby="drawer">
      <h2 id="drawer">{t('drawer.title')}</h2>
      <table className="figures equation">
        <tbody>
          <tr>
            <td />
            <th scope="row">{t(startText(detail))}</th>
            <td className="number">{money(language, drawer.start)}</td>
          </tr>
          {steps.map(([sign, text, sum]) => (
            <tr key={text}>
              <td>{sign}</td>
              <th scope="row">{text}</th>
              <td className="number">{money(language, sum)}</td>
            </tr>
          ))}
          <tr className="equation-result">
            <td>=</td>
            <th scope="row">{t('drawer.counted')}</th>
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
