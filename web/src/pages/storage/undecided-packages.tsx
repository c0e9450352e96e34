import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PackageRow, PackagesDecided, StorageState } from '../../../../contracts/web-api.ts';
import { ApiError } from '../../api/client.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { decidePackages, retryPackages, storageQueries } from '../../api/storage-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { MarkedTable } from '../../components/marked-table/marked-table.tsx';
import { useRowMarks } from '../../components/marked-table/use-row-marks.ts';
import { Notice } from '../../components/notice.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { MISSING, serverMinute } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { readStored } from '../../ui/stored.ts';
import { DecidePackages } from './decide-packages.tsx';

/** Packages that never reached the tables: nothing of them is deleted until they are loaded or somebody has decided. */
export function UndecidedPackages({ counts }: { counts: StorageState['undecided'] }) {
  const { t } = useLanguage();
  const error = useQuery(storageQueries.packages('error'));
  const broken = useQuery(storageQueries.packages('broken'));
  return (
    <section aria-labelledby="storage-undecided">
      <h2 id="storage-undecided">{t('storage.undecided')}</h2>
      <p className="secondary">{t('storage.undecidedText', { error: counts.error, broken: counts.broken })}</p>
      <Loaded query={error} loading={t('storage.loading')}>
        {(first) => (
          <Loaded query={broken} loading={t('storage.loading')}>
            {(second) => <Packages rows={[...first.packages, ...second.packages]} />}
          </Loaded>
        )}
      </Loaded>
    </section>
  );
}

const headings: ScreenText[] = [
  'packages.name',
  'packages.state',
  'storage.decision',
  'packages.received',
  'packages.shop',
  'packages.reason',
];
const nameOf = ({ name }: PackageRow) => name;

function Packages({ rows }: { rows: readonly PackageRow[] }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const marks = useRowMarks(rows, nameOf, () => true);
  const [deciding, setDeciding] = useState(false);
  const work = useMutation({
    mutationFn: (call: () => Promise<PackagesDecided>) => call(),
    onSuccess: () => marks.drop(),
    onSettled: () => {
      for (const key of [queryKeys.storage(), queryKeys.packages(), queryKeys.status()])
        void client.invalidateQueries({ queryKey: key });
    },
  });
  if (rows.length === 0) return <StatusMark mark="order" word={t('storage.allLoaded')} />;
  const packages = marks.marked.map(nameOf);
  const retry = () => {
    const author = readStored('author') ?? '';
    work.mutate(() => retryPackages(author === '' ? { packages } : { packages, author }));
  };
  return (
    <>
      <Allowed right="load">
        <div className="storage-actions">
          <Button
            size="compact-sm"
            disabled={packages.length === 0 || work.isPending}
            onClick={() => setDeciding(true)}
          >
            {t('storage.decide', { n: packages.length })}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={packages.length === 0 || work.isPending}
            onClick={retry}
          >
            {t('storage.retry', { n: packages.length })}
          </Button>
        </div>
      </Allowed>
      <Outcome error={work.error} done={work.data} />
      <MarkedTable
        label={t('storage.undecided')}
        headings={headings}
        rows={rows}
        idOf={nameOf}
        marks={marks}
        cells={(row) => <Cells row={row} />}
      />
      {deciding && (
        <DecidePackages
          count={packages.length}
          onDecide={(reason, author) => {
            setDeciding(false);
            work.mutate(() => decidePackages({ packages, reason, ...(author === '' ? {} : { author }) }));
          }}
          onDecline={() => setDeciding(false)}
        />
      )}
    </>
  );
}

function Outcome({ error, done }: { error: Error | null; done: PackagesDecided | undefined }) {
  const { t, language } = useLanguage();
  if (error instanceof ApiError) return <Notice mark="broken" text={error.text(language) ?? error.code} />;
  if (done === undefined) return null;
  const { changed, refused } = done;
  return (
    <Notice mark={refused.length === 0 ? 'order' : 'late'} text={t('storage.changed', { n: changed.length })}>
      {refused.map(({ name, reason }) => (
        <p key={name}>{reason[language]}</p>
      ))}
    </Notice>
  );
}

function Cells({ row }: { row: PackageRow }) {
  const { t, language } = useLanguage();
  return (
    <>
      <td>
        <StatusMark mark={row.decision === null ? 'broken' : 'order'} word={t(`packages.${row.state}`)} />
      </td>
      <td className="cell-wraps">{row.decision === null ? t('storage.none') : row.decision.reason}</td>
      <td>{serverMinute(language, row.receivedAt)}</td>
      <td>{row.shopCode ?? row.shopId ?? MISSING}</td>
      <td className="cell-wraps">{row.reason?.[language] ?? MISSING}</td>
    </>
  );
}
