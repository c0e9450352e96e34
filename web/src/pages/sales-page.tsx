import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Register, TransferRow } from '../../../contracts/web-api.ts';
import { toLocal } from '../../../src/domain/local-time.ts';
import { now } from '../api/clock.ts';
import { queries } from '../api/queries.ts';
import { Allowed } from '../components/allowed.tsx';
import { useFreshness } from '../components/frame/freshness.tsx';
import { Page } from '../components/frame/page.tsx';
import { useShortcut } from '../components/keyboard/shortcuts.ts';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { Zone } from '../ui/zone.tsx';
import { type RegisterPath, useRegisterFrame } from './register-frame.ts';
import { ConfirmLoad } from './sales/confirm-load.tsx';
import { FailedLoad } from './sales/failed-load.tsx';
import { LoadHistory } from './sales/history.tsx';
import { LoadFacts } from './sales/load-facts.tsx';
import { LoadForm } from './sales/load-form.tsx';
import { LoadNotice } from './sales/load-notice.tsx';
import { whyNoNumbers } from './sales/not-asked.tsx';
import { RunningTransfers } from './sales/running-transfers.tsx';
import { type LoadNews, useLoad } from './sales/use-load.ts';
import { readWantedLoad, type WantedLoad, writeWantedLoad } from './sales/wanted-load.ts';
import { RefusalNotice } from './transfers/refusal-notice.tsx';
import { isFailed } from './transfers/transfer-words.ts';
import './sales/sales.css';

/** «Продажи» of a register (S6, M5–M12): how it is loaded, and the form that asks it. */
export function SalesPage({ shopCode, registerCode }: RegisterPath) {
  const { t } = useLanguage();
  const { query, register, crumbs, tabs } = useRegisterFrame({ shopCode, registerCode }, 'sales');
  return (
    <Page title={t('sales.title')} crumbs={crumbs} tabs={tabs} scrolls>
      <Loaded query={query} loading={t('sales.loading')}>
        {({ shop }) =>
          register === undefined ? (
            <Notice mark="unknown" text={t('sales.noRegister', { code: registerCode })} />
          ) : (
            <Sales key={register.registerId} register={register} timeZone={shop.timeZone} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** Transfers in the strip of recent results. */
const RECENT = 30;

function Sales({ register, timeZone }: { register: Register; timeZone: string }) {
  const { shopCode, registerCode } = register;
  const path = { shopCode, registerCode };
  const place = { shop: shopCode, register: registerCode };
  const recent = useQuery(queries.transfers({ ...place, limit: RECENT })).data?.transfers ?? [];
  const running = useQuery(queries.transfers({ ...place, state: 'running', limit: RECENT })).data?.transfers ?? [];
  return (
    <Zone value={timeZone}>
      <div className="sales">
        <LoadFacts register={register} timeZone={timeZone} recent={recent} running={running} />
        <Allowed right="load" shop={shopCode}>
          <LoadPart register={register} timeZone={timeZone} recent={recent} />
        </Allowed>
        <RunningTransfers transfers={running} />
        <LoadHistory path={path} recent={recent} />
      </div>
    </Zone>
  );
}

/** The form, the question of a week or more, and the notice of what came of it. */
function LoadPart(props: { register: Register; timeZone: string; recent: readonly TransferRow[] }) {
  const { register, timeZone, recent } = props;
  const { shopCode, registerCode } = register;
  const path = { shopCode, registerCode };
  const today = toLocal(now(), timeZone).slice(0, 10);
  const [wanted, change] = useWantedLoad(register, today);
  const load = useLoad(path);
  const { silent } = useFreshness();
  const form = useRef<HTMLFieldSetElement>(null);
  const focus = (what: string) => {
    form.current?.querySelector<HTMLInputElement>(what)?.focus();
    return true;
  };
  const { t } = useLanguage();
  useShortcut({ keys: 'KeyL', label: t('sales.openForm'), run: () => focus('input:checked') });
  return (
    <>
      {load.news !== null && !isToldAlready(load.news, recent) && (
        <LoadNotice
          path={path}
          news={load.news}
          onChangePeriod={() => focus('input[type="text"]')}
          onDismiss={load.dismiss}
        />
      )}
      {load.error !== null && <RefusalNotice error={load.error} />}
      <FailedLoad recent={recent} onRetried={load.follow} />
      <LoadForm
        ref={form}
        register={register}
        today={today}
        wanted={wanted}
        onChange={change}
        onLoad={load.load}
        busy={load.busy || silent}
      />
      {load.question !== null && (
        <ConfirmLoad path={path} preview={load.question.preview} onLoad={load.confirm} onDecline={load.decline} />
      )}
    </>
  );
}

/** The failure of a load that was asked for here stands on the page with its buttons. */
function isToldAlready(news: LoadNews, [last]: readonly TransferRow[]): boolean {
  return news.kind === 'asked' && last !== undefined && last.transferId === news.transferId && isFailed(last);
}

/** What the form holds. It is written into the address, so that it survives F5 and can be sent. */
function useWantedLoad(register: Register, today: string): [WantedLoad, (change: Partial<WantedLoad>) => void] {
  const [search, setSearch] = useSearchState();
  const [wanted, setWanted] = useState(() => readWantedLoad(search, today, whyNoNumbers(register) === null));
  const { load, from, to } = writeWantedLoad(wanted);
  const written = search.load === load && search.from === from && search.to === to;
  useEffect(() => {
    if (!written) setSearch({ load, from, to });
  }, [written, load, from, to, setSearch]);
  return [wanted, (change) => setWanted((held) => ({ ...held, ...change }))];
}
