import type { DocumentDetail } from '../../../../contracts/web-api.ts';
import { Notice } from '../../components/notice.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { money } from '../../format/format.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';

type Payment = DocumentDetail['payments'][number];

const CASH_TYPE = 1;

const operations: Record<number, ScreenText> = {
  70: 'receipt.op.pay',
  72: 'receipt.op.change',
  74: 'receipt.op.refund',
  76: 'receipt.op.refundChange',
  100: 'receipt.op.annul',
  101: 'receipt.op.annul',
};

function operationText(t: Translate, opCode: number): string {
  const text = operations[opCode];
  return text === undefined ? t('receipt.op.other', { code: opCode }) : t(text);
}

/** The name that registers or people gave to a payment type; cash has the number 1 everywhere and is known without. */
function paymentTypeName(t: Translate, payment: Payment): string | null {
  return payment.paymentTypeName ?? (payment.paymentTypeCode === CASH_TYPE ? t('receipt.cashType') : null);
}

/** Payment lines as they were received, with the class each type belongs to; a type without a class is warned of. */
export function Payments({ payments }: { payments: Payment[] }) {
  const { t } = useLanguage();
  const unmapped = [
    ...new Set(payments.filter((payment) => payment.paymentClass === null).map((payment) => payment.paymentTypeCode)),
  ];
  return (
    <section aria-labelledby="payments">
      <h2 id="payments">{t('receipt.payments')}</h2>
      {unmapped.length > 0 && (
        <Notice
          mark="late"
          text={t(unmapped.length === 1 ? 'receipt.unmapped' : 'receipt.unmappedSeveral', {
            codes: unmapped.join(', '),
          })}
        />
      )}
      {payments.length === 0 ? (
        <p className="secondary">{t('receipt.noPayments')}</p>
      ) : (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{t('receipt.operation')}</th>
              <th scope="col">{t('receipt.payment')}</th>
              <th scope="col">{t('receipt.class')}</th>
              <th scope="col" className="number">
                {t('receipt.sum')}
              </th>
            </tr>
          </thead>
          <tbody>
            {payments.map((payment, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: payment lines have no number of their own and never change places
              <PaymentLine key={place} payment={payment} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function PaymentLine({ payment }: { payment: Payment }) {
  const { t, language } = useLanguage();
  const type = [String(payment.paymentTypeCode), paymentTypeName(t, payment)]
    .filter((part) => part !== null)
    .join(' · ');
  return (
    <tr className={payment.failed ? 'cancelled' : undefined}>
      <th scope="row">
        {operationText(t, payment.opCode)}
        {payment.failed && <span className="cancelled-mark">{t('receipt.failed')}</span>}
      </th>
      <td>{type}</td>
      <td>
        {payment.paymentClass === null ? (
          <StatusMark mark="late" word={t('receipt.class.none')} />
        ) : (
          t(`receipt.class.${payment.paymentClass}`)
        )}
      </td>
      <td className="number">{money(language, payment.sum)}</td>
    </tr>
  );
}
