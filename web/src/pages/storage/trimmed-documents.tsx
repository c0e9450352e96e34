import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ArchiveList, TrimPlan } from '../../../../contracts/web-api.ts';
import { ApiError } from '../../api/client.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { storageQueries, trimDocuments } from '../../api/storage-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Notice } from '../../components/notice.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { date } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { ConfirmWord } from './confirm-word.tsx';
import { DocumentPlan } from './document-plan.tsx';
import { DocumentRuns } from './document-runs.tsx';
import { RestoreDays } from './restore-days.tsx';

/** «Документы в БД»: from which day on they are in the tables, how many lie in archives; trimming and bringing back. */
export function TrimmedDocuments() {
  const { t } = useLanguage();
  const archives = useQuery(storageQueries.dayArchives());
  return (
    <section aria-labelledby="storage-documents">
      <h2 id="storage-documents">{t('storage.documents')}</h2>
      {archives.data !== undefined && <Facts list={archives.data} />}
      {archives.isError && <Notice mark="broken" text={t('storage.documentsUnknown')} />}
      <TrimDocuments />
      {archives.data !== undefined && archives.data.total.archives > 0 && (
        <Allowed right="trim" network>
          <RestoreDays />
        </Allowed>
      )}
      <DocumentRuns />
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

/** A dry run shows what would go; trimming shows the same first and asks for a typed word. */
function TrimDocuments() {
  const { t, language } = useLanguage();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<'plan' | 'trim' | 'declined' | null>(null);
  const plan = useQuery({ ...storageQueries.trimPlan(), enabled: false });
  const trim = useMutation({
    mutationFn: trimDocuments,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.storage() }),
  });
  const ask = (what: 'plan' | 'trim') => {
    trim.reset();
    setWanted(null);
    // The plan of a moment ago is not what would go now.
    void plan.refetch().then(() => setWanted(what));
  };
  const shown: TrimPlan | undefined = plan.isError || plan.isFetching ? undefined : plan.data;
  const busy = plan.isFetching || trim.isPending;
  return (
    <>
      <div className="storage-actions">
        <Button size="compact-sm" variant="default" disabled={busy} onClick={() => ask('plan')}>
          {t('storage.tryDocuments')}
        </Button>
        <Allowed right="trim" network>
          <Button size="compact-sm" disabled={busy} onClick={() => ask('trim')}>
            {t('storage.trimDocuments')}
          </Button>
        </Allowed>
      </div>
      {plan.isError && <Notice mark="broken" text={t('storage.documentsUnknown')} />}
      {trim.error instanceof ApiError && <Notice mark="broken" text={trim.error.text(language) ?? trim.error.code} />}
      {wanted === 'declined' && <Notice mark="unknown" text={t('storage.declined')} />}
      {wanted !== null && shown !== undefined && (wanted === 'plan' || shown.days === 0) && (
        <DocumentPlan plan={shown} />
      )}
      {wanted === 'trim' && shown !== undefined && shown.days > 0 && (
        <ConfirmWord
          title={t('storage.question.documents')}
          agree={t('storage.do.documents')}
          onAgree={() => {
            setWanted(null);
            trim.mutate();
          }}
          onDecline={() => setWanted('declined')}
        >
          <DocumentPlan plan={shown} />
          <p>{t('storage.documentsComeBack')}</p>
        </ConfirmWord>
      )}
    </>
  );
}
