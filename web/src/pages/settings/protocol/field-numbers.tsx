import type { DescriptionList } from '../../../../../contracts/web-api.ts';
import { MISSING } from '../../../format/format.ts';
import { useLanguage } from '../../../ui/language.tsx';
import '../../../components/plain-table.css';

export type DescribedField = DescriptionList['descriptions'][number]['fields'][number];

/** Which number each field has now, and which one it was shipped with. */
export function FieldNumbers({ fields, shipped }: { fields: readonly DescribedField[]; shipped: boolean }) {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="protocol-fields">
      <h2 id="protocol-fields">{t('protocol.fields')}</h2>
      <p className="secondary">{t(shipped ? 'protocol.shippedHolds' : 'protocol.ownHolds')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keys */}
      <section className="protocol-box" tabIndex={0} aria-label={t('protocol.field')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('protocol.field')}</th>
              <th scope="col" className="cell-number">
                {t('protocol.number')}
              </th>
              <th scope="col">{t('protocol.type')}</th>
              <th scope="col" className="cell-number">
                {t('protocol.shippedNumber')}
              </th>
              <th scope="col">{t('protocol.needed')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ message, field, number, type, shippedNumber, needed }) => (
              <tr key={`${message}.${field}`}>
                <th scope="row">
                  <code>{`${message}.${field}`}</code>
                </th>
                <td className="cell-number">{number ?? MISSING}</td>
                <td>{type ?? MISSING}</td>
                <td className="cell-number">{shippedNumber ?? MISSING}</td>
                <td>{needed ? t('protocol.yes') : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
