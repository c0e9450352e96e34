import type { DocumentDetail } from '../../../../contracts/web-api.ts';
import { money, quantity } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';

type Shown = { positions: DocumentDetail['positions']; document: Pick<DocumentDetail['document'], 'sum'> };

/** Lines of a receipt; voided ones stay readable and say so. */
export function Positions({ detail }: { detail: Shown }) {
  const { t, language } = useLanguage();
  const { positions, document } = detail;
  const numbers = [
    'receipt.quantity',
    'receipt.price',
    'receipt.baseSum',
    'receipt.discount',
    'receipt.tax',
    'receipt.sum',
  ] as const;
  return (
    <section aria-labelledby="positions">
      <h2 id="positions">{t('receipt.positions')}</h2>
      {positions.length === 0 && <p className="secondary">{t('receipt.noPositions')}</p>}
      <table className="figures">
        {positions.length > 0 && (
          <thead>
            <tr>
              <th scope="col">{t('receipt.position')}</th>
              <th scope="col">{t('receipt.item')}</th>
              <th scope="col">{t('receipt.department')}</th>
              {numbers.map((text) => (
                <th key={text} scope="col" className="number">
                  {t(text)}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {positions.map((position) => (
            <tr
              key={`${position.positionNumber} ${position.cancelled} ${position.itemCode}`}
              className={position.cancelled ? 'cancelled' : undefined}
            >
              <td className="number">{position.positionNumber}</td>
              <th scope="row">
                <span className="item-name">{position.name}</span>
                {position.cancelled && <span className="cancelled-mark">{t('receipt.cancelled')}</span>}
                <span className="item-codes">
                  {[position.itemCode, position.barcode].filter((code) => code !== '').join(' · ')}
                </span>
              </th>
              <td>{position.departmentCode}</td>
              <td className="number">{quantity(language, position.quantity)}</td>
              <td className="number">{money(language, position.price)}</td>
              <td className="number">{money(language, position.baseSum)}</td>
              <td className="number">{money(language, position.discount)}</td>
              <td className="number">{money(language, position.tax)}</td>
              <td className="number">{money(language, position.sum)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={8}>
              {t('receipt.total')}
            </th>
            <td className="number">{money(language, document.sum)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
