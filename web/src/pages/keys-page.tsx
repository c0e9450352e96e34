import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessKeyRow } from '../../../contracts/web-api.ts';
import { issueKey, peopleQueries, revokeKey } from '../api/people-requests.ts';
import { queryKeys } from '../api/query-keys.ts';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { PlainHead } from '../components/plain-head.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { serverTime } from '../format/format.ts';
import { useLanguage } from '../ui/language.tsx';
import { KeyForm } from './access/key-form.tsx';
import { RevokeQuestion } from './access/revoke-question.tsx';
import { useScopeText } from './access/scope-text.ts';
import { ShownOnce } from './access/shown-once.tsx';
import { useSettingsTabs } from './settings-page.tsx';
import './access/access.css';
import '../components/plain-table.css';

/** «Ключи API» (S16): what programs come in with. */
export function KeysPage() {
  const { t } = useLanguage();
  const query = useQuery(peopleQueries.keys());
  return (
    <Page title={t('settings.title')} tabs={useSettingsTabs('keys')} scrolls>
      <Loaded query={query} loading={t('apiKeys.loading')}>
        {({ keys }) => <Keys keys={keys} />}
      </Loaded>
    </Page>
  );
}

function Keys({ keys }: { keys: readonly AccessKeyRow[] }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<{ name: string; token: string } | null>(null);
  const [leaving, setLeaving] = useState<AccessKeyRow | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.people() });
  return (
    <div className="access-page">
      <div className="access-actions">
        <Button size="compact-sm" onClick={() => setMaking(true)}>
          {t('apiKeys.new')}
        </Button>
      </div>
      <KeyTable keys={keys} onRevoke={setLeaving} />
      {making && (
        <KeyForm
          onCancel={() => setMaking(false)}
          onSave={async (wanted) => {
            const { token } = await issueKey(wanted);
            setMaking(false);
            setShown({ name: wanted.name, token });
            await refresh();
          }}
        />
      )}
      {shown !== null && (
        <ShownOnce
          title={t('apiKeys.shownTitle', { name: shown.name })}
          text={t('apiKeys.shownText')}
          secret={shown.token}
          onClose={() => setShown(null)}
        />
      )}
      {leaving !== null && (
        <RevokeQuestion
          title={t('apiKeys.revokeTitle', { name: leaving.name })}
          text={t('apiKeys.revokeText')}
          onCancel={() => setLeaving(null)}
          onRevoke={async () => {
            await revokeKey(leaving.keyId);
            setLeaving(null);
            await refresh();
          }}
        />
      )}
    </div>
  );
}

const HEADINGS = [
  'apiKeys.id',
  'apiKeys.name',
  'apiKeys.state',
  'apiKeys.rights',
  'people.shops',
  'apiKeys.ends',
  'apiKeys.lastUsed',
  'apiKeys.issued',
  'people.actions',
] as const;
const TIMES = { of: ['apiKeys.ends', 'apiKeys.lastUsed', 'apiKeys.issued'] as const, zone: undefined };

function KeyTable({ keys, onRevoke }: { keys: readonly AccessKeyRow[]; onRevoke: (row: AccessKeyRow) => void }) {
  const { t, language } = useLanguage();
  const scopeText = useScopeText();
  const label = t('settings.keys');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reached by keys
    <section className="plain-box" tabIndex={0} aria-label={label}>
      <table className="plain-table" aria-label={label}>
        <PlainHead headings={HEADINGS} times={TIMES} />
        <tbody>
          {keys.map((row) => (
            <tr key={row.keyId}>
              <th scope="row">{row.keyId}</th>
              <td>{row.name}</td>
              <td>
                <StatusMark mark={row.state === 'good' ? 'order' : 'off'} word={t(`apiKeys.state.${row.state}`)} />
              </td>
              <td className="cell-wraps">{row.rights.map((one) => t(`right.${one}`)).join(', ')}</td>
              <td className="cell-wraps">{scopeText(row.shops)}</td>
              <td>{row.endsAt === null ? t('apiKeys.noEnd') : serverTime(language, row.endsAt)}</td>
              <td>{serverTime(language, row.lastUsedAt)}</td>
              <td>
                {serverTime(language, row.createdAt)} {row.createdBy}
              </td>
              <td>
                {row.state === 'good' && (
                  <button
                    type="button"
                    className="text-button"
                    aria-label={`${t('apiKeys.revoke')}: ${row.name}`}
                    onClick={() => onRevoke(row)}
                  >
                    {t('apiKeys.revoke')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {keys.length === 0 && <p>{t('apiKeys.empty')}</p>}
    </section>
  );
}
