import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { DefinitionsButton } from '../../components/definitions/definitions-button.tsx';
import { FigureLabel } from '../../components/definitions/figure-label.tsx';
import type { FigureName } from '../../components/definitions/figures.ts';
import { money } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';

type Device = ShiftDetail['fiscalDevices'][number];

const counters: [FigureName, ScreenText, (device: Device) => string | null][] = [
  ['fiscalStart', 'fiscal.start', (device) => device.protectedTotalStart],
  ['fiscalEnd', 'fiscal.end', (device) => device.protectedTotalEnd],
  ['fiscalRefunds', 'fiscal.refunds', (device) => device.fiscalRefundSum],
  ['fiscalCash', 'fiscal.cash', (device) => device.fiscalCashEnd],
];

/** Counters of the fiscal devices, as the register reported them: a column for each, few shifts have more than one. */
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
              {devices.map(({ serialNumber }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a register may name one device twice
                <th key={index} scope="col" className="number mono">
                  {serialNumber}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counters.map(([figure, text, of]) => (
              <tr key={figure}>
                <th scope="row">
                  <FigureLabel figure={figure} text={t(text)} />
                </th>
                {devices.map((device, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the order of the devices is that of the report
                  <td key={index} className="number">
                    {money(language, of(device))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
