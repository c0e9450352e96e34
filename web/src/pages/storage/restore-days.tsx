import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { NewRestoration, RestorationAsked } from '../../../../contracts/web-api.ts';
import { ApiError } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { restoreDays, storageQueries, tryRestoring } from '../../api/storage-requests.ts';
import { Notice } from '../../components/notice.tsx';
import { PeriodField } from '../../components/period-field/period-field.tsx';
import type { Period } from '../../components/period-field/presets.ts';
import { size } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { shopName } from '../names.ts';

/** «Поднять из архива»: the days of a shop come back into the tables as they were; first is told how much that is. */
export function RestoreDays() {
  const { t } = useLanguage();
  const id = useId();
  const shops = useQuery(queries.shops()).data?.shops ?? [];
  const archives = useQuery(storageQueries.dayArchives()).data;
  const newest = archives?.archives[0];
  const [chosen, setChosen] = useState<string | null>(null);
  const [period, setPeriod] = useState<Period | null>(null);
  const shopCode = chosen ?? newest?.shopCode ?? '';
  const days = period ?? { from: newest?.businessDate ?? '', to: newest?.businessDate ?? '' };
  const today = archives?.asOf.slice(0, 10) ?? '';
  return (
    <fieldset className="storage-restore">
      <legend>{t('storage.restore')}</legend>
      <label htmlFor={id}>{t('place.shop')}</label>{' '}
      <select id={id} value={shopCode} onChange={(event) => setChosen(event.currentTarget.value)}>
        {shops.map((shop) => (
          <option key={shop.shopCode} value={shop.shopCode}>
            {shopName(t, shop.shopCode, shop.name)}
          </option>
        ))}
      </select>
      <PeriodField period={days} today={today} onChange={setPeriod} />
      <Restoring wanted={{ shopCode, from: days.from, to: days.to }} key={`${shopCode}/${days.from}/${days.to}`} />
    </fieldset>
  );
}

function Restoring({ wanted }: { wanted: NewRestoration }) {
  const { t, language } = useLanguage();
  const client = useQueryClient();
  const tried = useMutation({ mutationFn: tryRestoring });
  const done = useMutation({
    mutationFn: restoreDays,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.storage() }),
  });
  const error = done.error ?? tried.error;
  const found = tried.data;
  const look = (event: FormEvent | { preventDefault(): void }) => {
    event.preventDefault();
    done.reset();
    tried.mutate(wanted);
  };
  return (
    <>
      <Button size="compact-sm" variant="default" disabled={tried.isPending} onClick={look}>
        {t('storage.tryRestore')}
      </Button>
      {error instanceof ApiError && <Notice mark="broken" text={error.text(language) ?? error.code} />}
      {done.data !== undefined && <Notice mark="progress" text={t('storage.restoreAsked')} />}
      {found !== undefined && !done.isSuccess && (
        <>
          <p>{t('storage.wouldRestore', factsOf(found, language))}</p>
          <Button size="compact-sm" disabled={done.isPending} onClick={() => done.mutate(wanted)}>
            {t('storage.doRestore')}
          </Button>
        </>
      )}
    </>
  );
}

function factsOf({ archives, documents }: RestorationAsked, language: 'ru' | 'en') {
  const bytes = archives.reduce((sum, archive) => sum + archive.size, 0);
  return { days: archives.length, documents, size: size(language, bytes) };
}
