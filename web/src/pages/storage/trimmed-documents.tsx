import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ArchiveList, TrimPlan } from '../../../../contracts/web-api.ts';
import { storageQueries } from '../../api/storage-requests.ts';
import { Notice } from '../../components/notice.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { date, money } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';

/** «Документы в БД»: from which day on they are in the tables, how many lie in archives, and what would go now and what must stay. */
export function TrimmedDocuments() {
  const { t } = useLanguage();
  const [asked, setAsked] = useState(false);
  const archives = useQuery(storageQueries.dayArchives());
  const plan = useQuery({ ...storageQueries.trimPlan(), enabled: asked });
  return (
    <section aria-labelledby="storage-documents">
      <h2 id="storage-documents">{t('storage.documents')}</h2>
      {archives.data !== undefined && <Facts list={archives.data} />}
      <div className="storage-actions">
        <Button
          size="compact-sm"
          variant="default"
          disabled={plan.isFetching}
          onClick={() => (asked ? void plan.refetch() : setAsked(true))}
        >
          {t('storage.tryDocuments')}
        </Button>
      </div>
      {(archives.isError || plan.isError) && <Notice mark="broken" text={t('storage.documentsUnknown')} />}
      {plan.data !== undefined && <Plan plan={plan.data} />}
    </section>
  );
}

function Facts({ list: { total, oldest, archives } }: { list: ArchiveList }) {
  const { t, language } = useLanguage();
  const damaged = archives.filter(({ problem }) => problem !== null);
  return (
    <>
      <p>
        {oldest === null ? t('storage.noDocuments') : t('storage.oldestDocuments', { day: date(language, oldest) })}{' '}
        {t('storage.archivedDocuments', { days: total.archives, documents: total.documents })}
      </p>
      {damaged.map(({ path, problem }) => (
        <p key={path}>
          <StatusMark mark="broken" word={`${path}: ${problem?.[language] ?? ''}`} />
        </p>
      ))}
    </>
  );
}

function Plan({ plan }: { plan: TrimPlan }) {
  const { t, language } = useLanguage();
  const { days, documents, blockedDays } = plan;
  const sums = { saleSum: money(language, plan.saleSum), refundSum: money(language, plan.refundSum) };
  return (
    <>
      <p>{t('storage.documentsGo', { days, documents, ...sums })}</p>
      <p>{t('storage.documentsStay', { days: blockedDays })}</p>
      <ul>
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
