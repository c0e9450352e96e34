import { Button } from '@mantine/core';
import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError } from '../api/client.ts';
import { addresses } from '../routes/addresses.ts';
import { type Translate, useLanguage } from '../ui/language.tsx';
import { Link } from './frame/link.tsx';
import { StatusMark } from './status-mark.tsx';
import './loaded.css';

type Place = { shopCode: string; registerCode?: string };

type LoadedProps<Data> = {
  query: UseQueryResult<Data>;
  /** What is being fetched, for readers: «Загружаем смены…». */
  loading: string;
  /** Where the page stands, so that a way on can be offered when the server does not know it. */
  place?: Place;
  children: (data: Data) => ReactNode;
};

/** The states of anything that comes from the server: wait, failure with a way on, data; old data stay when a refresh fails. */
export function Loaded<Data>({ query, loading, place, children }: LoadedProps<Data>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isPlaceholderData && <div className="reloading-bar" />}
        {query.error !== null && <Failure error={query.error} onRetry={() => void query.refetch()} inLine />}
        {children(query.data)}
      </>
    );
  }
  if (query.error instanceof ApiError && query.error.status === 404)
    return <Missing error={query.error} place={place} />;
  if (query.error instanceof ApiError && query.error.status === 403) return <NoRight error={query.error} />;
  if (query.error !== null) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <Waiting text={loading} />;
}

const SLOW_MS = 5_000;

/** Grey rows of the real height, first drawn after 300 ms; after five seconds a sentence says that it takes long. */
function Waiting({ text }: { text: string }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setSlow(true), SLOW_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div className="waiting">
      <p className="unseen" role="status">
        {text}
      </p>
      {slow && (
        <p className="waiting-slow">
          {t('state.slow')}{' '}
          <button type="button" className="text-button" onClick={() => void client.cancelQueries()}>
            {t('state.stop')}
          </button>
        </p>
      )}
      <div className="waiting-rows" aria-hidden="true">
        {Array.from({ length: 12 }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never change places
          <div key={row} className="waiting-row" />
        ))}
      </div>
    </div>
  );
}

/** The nearest place that is there: the register of an unknown shift, the shop of an unknown register, else all shops. */
function wayOn(t: Translate, code: string, place: Place | undefined): { href: string; text: string } {
  if (code === 'not_found.transfer')
    return { href: addresses.transfers({ state: 'all' }), text: t('notFound.transfers') };
  if (code === 'not_found.document_trimmed') return { href: addresses.storage(), text: t('notFound.storage') };
  if (place === undefined || code === 'not_found.shop') return { href: addresses.shops(), text: t('notFound.shops') };
  const { shopCode, registerCode } = place;
  if (registerCode === undefined || code === 'not_found.register')
    return { href: addresses.shop(shopCode), text: t('notFound.shop', { code: shopCode }) };
  return {
    href: addresses.reconciliation(shopCode, registerCode),
    text: t('notFound.register', { code: registerCode }),
  };
}

/** An address of something that is not there: asking again would not help, so a way on is offered instead. */
function Missing({ error, place }: { error: ApiError; place: Place | undefined }) {
  const { t, language } = useLanguage();
  const { href, text } = wayOn(t, error.code, place);
  return (
    <div className="failure failure-missing" role="alert">
      <StatusMark mark="unknown" word={error.text(language) ?? t('notFound.title')} />
      <span className="failure-do">
        <code>{error.code}</code>
        <Link href={href}>{text}</Link>
      </span>
    </div>
  );
}

/** What the server does not let somebody see: it names the right and who can give it; asking again would not help. */
function NoRight({ error }: { error: ApiError }) {
  const { t, language } = useLanguage();
  return (
    <div className="failure failure-missing" role="alert">
      <StatusMark mark="unknown" word={error.text(language) ?? error.code} />
      <span className="failure-do">
        <code>{error.code}</code>
        <Link href={addresses.shops()}>{t('notFound.shops')}</Link>
      </span>
    </div>
  );
}

/** What failed, why, what to do, the code for support, and the button to try again. */
function Failure({ error, onRetry, inLine = false }: { error: Error; onRetry: () => void; inLine?: boolean }) {
  const { t, language } = useLanguage();
  const known = error instanceof ApiError ? error : null;
  const text = known?.text(language) ?? (known?.status === 0 ? t('state.unreachable') : t('state.failed'));
  return (
    <div className={inLine ? 'failure failure-line' : 'failure'} role="alert">
      <StatusMark mark="broken" word={text} />
      <span className="failure-do">
        <code>{known?.code ?? error.message}</code>
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {t('state.retry')}
        </Button>
      </span>
    </div>
  );
}
