import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { DefinitionsButton } from '../../components/definitions/definitions-button.tsx';
import { FigureLabel } from '../../components/definitions/figure-label.tsx';
import type { FigureName } from '../../components/definitions/figures.ts';
import { money } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';

const counters: [FigureName, ScreenText][] = [
  ['fiscalStart', 'fiscal.start'],
  ['fiscalEnd', 'fiscal.end'],
  ['fiscalRefunds', 'fiscal.refunds'],
  ['fiscalCash', 'fiscal.cash'],
];

/** Counters of the fiscal devices, as the register reported them. */
export function FiscalDevices({ devices }: { devices: ShiftDetail['fiscalDevices'] }) {
  const { t, language } = useLanguage();
  return (
    <section aria-labelledby="fiscal">
      <div className="section-head">
        <h2 id="fiscal">{t('fiscal.title')}</h2>
        {devices.length > 0 && <DefinitionsButton figures={counters.map(([figure]) => figure)} />}
      </div>
      {devices.length === 0 ? (
        <p className="secondary">{t('fiscal.none')}</p>
      ) : (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{t('fiscal.serial')}</th>
              {counters.map(([figure, text]) => (
                <th key={figure} scope="col" className="number">
                  <FigureLabel figure={figure} text={t(text)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <tr key={device.serialNumber}>
                <th scope="row" className="mono">
                  {device.serialNumber}
                </th>
                <td className="number">{money(language, device.protectedTotalStart)}</td>
                <td className="number">{money(language, device.protectedTotalEnd)}</td>
                <td className="number">{money(language, device.fiscalRefundSum)}</td>
                <td className="number">{money(language, device.fiscalCashEnd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
