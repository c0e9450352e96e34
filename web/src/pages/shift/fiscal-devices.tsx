import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { money } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';

/** Counters of the fiscal devices, as the register reported them. */
export function FiscalDevices({ devices }: { devices: ShiftDetail['fiscalDevices'] }) {
  const { t, language } = useLanguage();
  return (
    <section aria-labelledby="fiscal">
      <h2 id="fiscal">{t('fiscal.title')}</h2>
      {devices.length === 0 ? (
        <p className="secondary">{t('fiscal.none')}</p>
      ) : (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{t('fiscal.serial')}</th>
              <th scope="col" className="number">
                {t('fiscal.start')}
              </th>
              <th scope="col" className="number">
                {t('fiscal.end')}
              </th>
              <th scope="col" className="number">
                {t('fiscal.refunds')}
              </th>
              <th scope="col" className="number">
                {t('fiscal.cash')}
              </th>
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
