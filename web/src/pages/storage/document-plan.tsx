import type { TrimPlan } from '../../../../contracts/web-api.ts';
import { money } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';

/** What of the documents would leave the tables now, and what must stay and why. */
export function DocumentPlan({ plan }: { plan: TrimPlan }) {
  const { t, language } = useLanguage();
  const { days, documents, blockedDays } = plan;
  const sums = { saleSum: money(language, plan.saleSum), refundSum: money(language, plan.refundSum) };
  return (
    <>
      <p>{t('storage.documentsGo', { days, documents, ...sums })}</p>
      <p>{t('storage.documentsStay', { days: blockedDays })}</p>
      <ul className="storage-blocked">
        {plan.blocked.map(({ shopCode, registerCode, shiftNumber, businessDate, reasons }) => (
          <li key={`${shopCode}/${registerCode}/${shiftNumber}@${businessDate}`}>
            {`${shopCode}/${registerCode}/${shiftNumber}@${businessDate}: `}
            {reasons.map((reason) => reason[language]).join(' ')}
          </li>
        ))}
      </ul>
    </>
  );
}
