import { useQuery } from '@tanstack/react-query';
import type { StorageState } from '../../../contracts/web-api.ts';
import { storageQueries } from '../api/storage-requests.ts';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { time } from '../format/format.ts';
import { useLanguage } from '../ui/language.tsx';
import { ArchiveTable } from './storage/archive-table.tsx';
import { LastRuns } from './storage/last-runs.tsx';
import { PlaceTable } from './storage/place-table.tsx';
import { ReturnPackages } from './storage/return-packages.tsx';
import { TrimActions } from './storage/trim-actions.tsx';
import { TrimmedDocuments } from './storage/trimmed-documents.tsx';
import { UndecidedPackages } from './storage/undecided-packages.tsx';
import './storage/storage.css';

/** «Хранение» (S17): what lies where and for how long, when it was trimmed, what waits for a decision. */
export function StoragePage() {
  const { t } = useLanguage();
  const query = useQuery(storageQueries.state());
  return (
    <Page title={t('storage.title')} scrolls>
      <Loaded query={query} loading={t('storage.loading')}>
        {(state) => (
          <div className="storage">
            <Troubles state={state} />
            <PlaceTable places={state.places} />
            <TrimActions />
            <TrimmedDocuments />
            <LastRuns runs={state.lastRuns} backup={state.lastBackup} />
            <UndecidedPackages counts={state.undecided} />
            <ArchiveTable />
            <ReturnPackages asOf={state.asOf} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Troubles({ state }: { state: StorageState }) {
  const { t, language } = useLanguage();
  const { damaged } = state.archives;
  return (
    <>
      {state.lowDisks > 0 && <Notice mark="broken" text={t('storage.low')} />}
      {damaged > 0 && <Notice mark="broken" text={t('storage.damaged', { n: damaged })} />}
      <p className="secondary">{t('storage.rule', { days: state.keepDays, at: time(language, state.nextRunAt) })}</p>
    </>
  );
}
