import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StorageResult, StorageTask } from '../../../../contracts/web-api.ts';
import { ApiError } from '../../api/client.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { runTrimming, tryTrimming } from '../../api/storage-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Notice } from '../../components/notice.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { ConfirmTrimming } from './confirm-trimming.tsx';
import { TrimResultText } from './trim-result.tsx';

type Asked = { task: StorageTask; word?: string; author?: string };

/** A dry run shows what would go and what must not; what deletes for good shows the same and asks for a typed word. */
export function TrimActions() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [question, setQuestion] = useState<StorageResult | null>(null);
  const [declined, setDeclined] = useState(false);
  const tried = useMutation({ mutationFn: (task: StorageTask) => tryTrimming({ task }) });
  const done = useMutation({
    mutationFn: (asked: Asked) => runTrimming(asked),
    onSettled: () => {
      for (const key of [queryKeys.storage(), queryKeys.packages(), queryKeys.status()])
        void client.invalidateQueries({ queryKey: key });
    },
  });
  const busy = tried.isPending || done.isPending;
  const begin = () => {
    setDeclined(false);
    tried.reset();
    done.reset();
  };
  const show = (task: StorageTask) => {
    begin();
    tried.mutate(task);
  };
  const ask = (task: StorageTask) => {
    begin();
    tried.mutate(task, { onSuccess: setQuestion });
  };
  const result = done.data ?? (question === null ? tried.data : undefined);
  const error = done.error ?? tried.error;
  return (
    <section aria-labelledby="storage-trim">
      <h2 id="storage-trim">{t('storage.trimming')}</h2>
      <Allowed right="trim" network>
        <div className="storage-actions">
          <Button size="compact-sm" variant="default" disabled={busy} onClick={() => show('files')}>
            {t('storage.tryFiles')}
          </Button>
          <Button size="compact-sm" disabled={busy} onClick={() => ask('files')}>
            {t('storage.trimFiles')}
          </Button>
          <Button size="compact-sm" variant="default" disabled={busy} onClick={() => show('dictionaries')}>
            {t('storage.tryDictionaries')}
          </Button>
          <Button size="compact-sm" disabled={busy} onClick={() => ask('dictionaries')}>
            {t('storage.trimDictionaries')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={busy}
            onClick={() => {
              begin();
              done.mutate({ task: 'check' });
            }}
          >
            {t('storage.checkArchives')}
          </Button>
        </div>
      </Allowed>
      <TrimNews result={busy ? undefined : result} busy={busy} declined={declined} error={error} />
      {question !== null && (
        <ConfirmTrimming
          result={question}
          onAgree={(word, author) => {
            const { task } = question;
            setQuestion(null);
            tried.reset();
            done.mutate(author === '' ? { task, word } : { task, word, author });
          }}
          onDecline={() => {
            setQuestion(null);
            tried.reset();
            setDeclined(true);
          }}
        />
      )}
    </section>
  );
}

type NewsProps = { result: StorageResult | undefined; busy: boolean; declined: boolean; error: Error | null };

/** What there is to say of the last thing that was asked for. */
function TrimNews({ result, busy, declined, error }: NewsProps) {
  const { t, language } = useLanguage();
  return (
    <>
      {busy && <Notice mark="progress" text={t('storage.working')} />}
      {declined && <Notice mark="unknown" text={t('storage.declined')} />}
      {error instanceof ApiError && <Notice mark="broken" text={error.text(language) ?? error.code} />}
      {result !== undefined && (
        <Notice
          mark={result.outcome === 'done' && result.damaged.length === 0 ? 'order' : 'late'}
          text={t(result.dryRun ? 'storage.wouldBe' : 'storage.wasDone')}
        >
          <TrimResultText result={result} />
        </Notice>
      )}
    </>
  );
}
