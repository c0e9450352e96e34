import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import type { AuditEntry } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Link } from '../../components/frame/link.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { logTime, MISSING } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { ResultMark } from './audit-columns.tsx';
import { changedFields, objectText, whoText } from './audit-words.ts';

/** One entry over the trail: from where, before and after, its place in the chain. */
export function AuditEntryDialog({ number }: { number: number }) {
  const { t } = useLanguage();
  const [, setSearch] = useSearchState();
  const query = useQuery(queries.auditEntry(number));
  return (
    <Dialog title={t('audit.entry', { number })} onClose={() => setSearch({ event: undefined })}>
      <Loaded query={query} loading={t('audit.loading')}>
        {({ entries: [entry] }) =>
          entry === undefined || entry.number !== number ? (
            <Notice mark="unknown" text={t('audit.noEntry')} />
          ) : (
            <Entry entry={entry} />
          )
        }
      </Loaded>
    </Dialog>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { actor, object, shopCode } = entry;
  const facts: [string, ReactNode][] = [
    [t('audit.column_time'), logTime(language, entry.at, zone)],
    [t('audit.column_who'), `${whoText(entry, t)} (${t(`audit.actor_${actor.kind}`)})`],
    [t('audit.column_channel'), t(`audit.channel_${entry.channel}`)],
    [t('audit.column_actor_address'), actor.address ?? t('audit.atServer')],
    [t('audit.column_verb'), t(`audit.verb_${entry.verb}`)],
    [t('audit.column_object'), objectText(entry, t)],
    [
      t('audit.column_shop'),
      shopCode === null ? null : (
        <Link key="shop" href={addresses.shop(shopCode)}>
          {shopCode}
        </Link>
      ),
    ],
    [t('audit.column_reason'), entry.reason],
    [t('audit.column_result'), <ResultMark key="result" result={entry.result} t={t} />],
  ];
  return (
    <div className="audit-entry">
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
      <Change entry={entry} />
      <p className="transfer-links">
        <Link href={addresses.audit({ object: object.kind, key: object.key })}>{t('audit.sameObject')}</Link>
        {actor.name !== '' && (
          <Link href={addresses.audit({ who: actor.name })}>{t('audit.sameWho', { who: actor.name })}</Link>
        )}
      </p>
      {entry.hash !== null && (
        <dl className="audit-hashes">
          <dt>{t('audit.column_hash')}</dt>
          <dd className="mono">{entry.hash}</dd>
          <dt>{t('audit.previous')}</dt>
          <dd className="mono">{entry.previous}</dd>
        </dl>
      )}
    </div>
  );
}

/** What was there and what is there now, field by field. */
function Change({ entry }: { entry: AuditEntry }) {
  const { t } = useLanguage();
  const fields = changedFields(entry);
  if (fields.length === 0) return <p className="secondary">{t('audit.noValues')}</p>;
  return (
    <table className="audit-change">
      <caption className="unseen">{t('audit.values')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('audit.field')}</th>
          <th scope="col">{t('audit.column_old')}</th>
          <th scope="col">{t('audit.column_new')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, old, now }) => (
          <tr key={name}>
            <th scope="row" className="mono">
              {name}
            </th>
            <td>{old ?? MISSING}</td>
            <td>{now ?? MISSING}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
