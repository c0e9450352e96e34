import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import type { EventRow } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Link } from '../../components/frame/link.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { logTime } from '../../format/format.ts';
import { prettyJson } from '../../format/pretty-json.ts';
import { foreignZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { durationText } from '../transfers/transfer-words.ts';
import { LevelMark, objectText } from './event-columns.tsx';

/** The full record of one entry, over the log: what belongs to it, and its values as they are kept. */
export function EventRecord({ eventId }: { eventId: number }) {
  const { t } = useLanguage();
  const [, setSearch] = useSearchState();
  const query = useQuery(queries.event(eventId));
  return (
    <Dialog title={t('log.record', { id: eventId })} onClose={() => setSearch({ event: undefined })}>
      <Loaded query={query} loading={t('log.loading')}>
        {({ events: [event] }) =>
          event === undefined || event.eventId !== eventId ? (
            <Notice mark="unknown" text={t('log.noRecord')} />
          ) : (
            <Record event={event} />
          )
        }
      </Loaded>
    </Dialog>
  );
}

function Record({ event }: { event: EventRow }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { shopCode, registerCode, transferId, shiftNumber } = event;
  const facts: [string, ReactNode][] = [
    [t('log.time'), [logTime(language, event.at, zone), foreignZone(zone, Date.parse(event.at))].join(' ').trim()],
    [t('log.level'), <LevelMark key="level" level={event.level} word={t(`log.level.${event.level}`)} />],
    [t('log.object'), objectLink()],
    [t('log.who'), event.who?.[language] ?? null],
    [t('log.duration'), event.durationMs === null ? null : durationText(event.durationMs, t, language)],
    [t('log.code'), <code key="code">{event.code}</code>],
  ];
  return (
    <div className="log-record">
      <p>{event.text[language]}</p>
      <dl>
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
      </dl>
      <p className="transfer-links">
        {transferId !== null && shopCode !== null && registerCode !== null && (
          <>
            <Link href={addresses.registerLog(shopCode, registerCode, { transfer: transferId })}>
              {t('log.wholeTransfer', { id: transferId })}
            </Link>
            <Link href={addresses.transfer(transferId)}>{t('transfer.title', { id: transferId })}</Link>
          </>
        )}
        {shiftNumber !== null && shopCode !== null && registerCode !== null && (
          <Link href={addresses.registerLog(shopCode, registerCode, { shift: String(shiftNumber) })}>
            {t('log.wholeShift', { number: shiftNumber })}
          </Link>
        )}
        <Link href={addresses.log({ code: event.code })}>{t('log.sameCode')}</Link>
      </p>
      {event.raw !== null && (
        <details>
          <summary>{t('log.raw')}</summary>
          <pre className="mono">{prettyJson(event.raw)}</pre>
        </details>
      )}
    </div>
  );

  function objectLink(): ReactNode {
    const text = objectText(event, t);
    if (shopCode === null) return text;
    const href = registerCode === null ? addresses.shop(shopCode) : addresses.sales(shopCode, registerCode);
    return (
      <Link key="object" href={href}>
        {text}
      </Link>
    );
  }
}
