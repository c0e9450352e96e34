import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ArchivesToReturn, StorageResult } from '../../../../contracts/web-api.ts';
import { ApiError } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { runTrimming, tryTrimming } from '../../api/storage-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Notice } from '../../components/notice.tsx';
import { PeriodField } from '../../components/period-field/period-field.tsx';
import type { Period } from '../../components/period-field/presets.ts';
import { wallTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { ConfirmWord } from './confirm-word.tsx';
import { TrimResultText } from './trim-result.tsx';

const states = ['processed', 'error', 'broken'] as const;

/** Packages of a kind and a period come back out of their archives; first is told which, how many, and how many are loaded already. */
export function ReturnPackages({ asOf }: { asOf: string }) {
  // Archives carry the date of the server.
  const zone = useQuery(queries.status()).data?.timeZone;
  return zone === undefined ? null : <Wanted today={wallTime(asOf, zone).slice(0, 10)} />;
}

function Wanted({ today }: { today: string }) {
  const { t } = useLanguage();
  const id = useId();
  const [state, setState] = useState<ArchivesToReturn['state']>('processed');
  const [period, setPeriod] = useState<Period>({ from: today, to: today });
  return (
    <Allowed right="trim" network>
      <fieldset className="storage-restore">
        <legend>{t('storage.return')}</legend>
        <label htmlFor={id}>{t('storage.returnKind')}</label>{' '}
        <select
          id={id}
          value={state}
          onChange={({ currentTarget }) => setState(states.find((one) => one === currentTarget.value) ?? 'processed')}
        >
          {states.map((one) => (
            <option key={one} value={one}>
              {t(`packages.${one}`)}
            </option>
          ))}
        </select>
        <PeriodField period={period} today={today} onChange={setPeriod} />
        <Returning wanted={{ state, from: period.from, to: period.to }} key={`${state}/${period.from}/${period.to}`} />
      </fieldset>
    </Allowed>
  );
}

function Returning({ wanted }: { wanted: ArchivesToReturn }) {
  const { t, language } = useLanguage();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [declined, setDeclined] = useState(false);
  const order = { task: 'restore', restore: wanted } as const;
  const tried = useMutation({ mutationFn: () => tryTrimming(order) });
  const done = useMutation({
    mutationFn: (word: string) => runTrimming({ ...order, word }),
    onSettled: () => {
      for (const key of [queryKeys.storage(), queryKeys.packages(), queryKeys.status()])
        void client.invalidateQueries({ queryKey: key });
    },
  });
  const error = done.error ?? tried.error;
  const result = done.data ?? tried.data;
  const canReturn = !done.isPending && done.data === undefined && (tried.data?.restored?.packages ?? 0) > 0;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        disabled={tried.isPending || done.isPending}
        onClick={() => {
          done.reset();
          setDeclined(false);
          tried.mutate();
        }}
      >
        {t('storage.tryReturn')}
      </Button>
      {done.isPending && <Notice mark="progress" text={t('storage.working')} />}
      {declined && <Notice mark="unknown" text={t('storage.returnDeclined')} />}
      {error instanceof ApiError && <Notice mark="broken" text={error.text(language) ?? error.code} />}
      {result !== undefined && !done.isPending && <Found result={result} />}
      {canReturn && (
        <Button size="compact-sm" onClick={() => setAsking(true)}>
          {t('storage.doReturn')}
        </Button>
      )}
      {asking && result !== undefined && (
        <ConfirmWord
          title={t('storage.question.restore')}
          agree={t('storage.do.restore')}
          words={{ word: 'storage.returnWord', type: 'storage.typeReturn', leave: 'storage.leaveReturn' }}
          onAgree={(word) => {
            setAsking(false);
            done.mutate(word);
          }}
          onDecline={() => {
            setAsking(false);
            setDeclined(true);
          }}
        >
          <TrimResultText result={result} />
          <p>{t('storage.returnText')}</p>
        </ConfirmWord>
      )}
    </>
  );
}

/** What would come back, or came, with the first of the names. */
function Found({ result }: { result: StorageResult }) {
  const { t } = useLanguage();
  const names = result.dryRun ? (result.restored?.names ?? []) : [];
  return (
    <Notice
      mark={result.outcome === 'done' ? 'order' : 'late'}
      text={t(result.dryRun ? 'storage.wouldBe' : 'storage.wasDone')}
    >
      <TrimResultText result={result} />
      {names.length > 0 && (
        <details>
          <summary>{t('storage.returnNames', { n: names.length })}</summary>
          <ul className="storage-result">
            {names.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}
