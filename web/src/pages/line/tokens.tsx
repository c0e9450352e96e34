import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Register, RegisterTokenRow } from '../../../../contracts/web-api.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { issueToken, registerTokens, revokeToken } from '../../api/token-requests.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PlainHead } from '../../components/plain-head.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { serverTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { endOfDay } from '../access/end-of-day.ts';
import { Field, Wrong } from '../access/fields.tsx';
import { RevokeQuestion } from '../access/revoke-question.tsx';
import { ShownOnce } from '../access/shown-once.tsx';
import { useSending } from '../access/use-sending.ts';
import '../access/access.css';
import '../../components/plain-table.css';

/** The tokens of a register: issued, shown once, revoked. */
export function Tokens({ register }: { register: Register }) {
  const { t } = useLanguage();
  const { shopCode, registerCode } = register;
  const codes = { shopCode, registerCode };
  const query = useQuery(registerTokens(codes));
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<{ tokenId: string; token: string } | null>(null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.registers(shopCode) });
  return (
    <section aria-labelledby="line-tokens">
      <h2 id="line-tokens">{t('line.tokens')}</h2>
      <p className="secondary">{t('line.tokensText')}</p>
      <div className="access-actions">
        <Button size="compact-sm" onClick={() => setMaking(true)}>
          {t('line.issue')}
        </Button>
      </div>
      <Loaded query={query} loading={t('line.loading')}>
        {({ tokens }) => <TokenTable tokens={tokens} onRevoke={setLeaving} />}
      </Loaded>
      {making && (
        <TokenForm
          onCancel={() => setMaking(false)}
          onSave={async (endsAt) => {
            const issued = await issueToken(codes, { endsAt });
            setMaking(false);
            setShown(issued);
            await refresh();
          }}
        />
      )}
      {shown !== null && (
        <ShownOnce
          title={t('line.shownTitle', { token: shown.tokenId })}
          text={t('line.shownText')}
          secret={shown.token}
          onClose={() => setShown(null)}
        />
      )}
      {leaving !== null && (
        <RevokeQuestion
          title={t('line.revokeTitle', { token: leaving })}
          text={t('line.revokeText')}
          onCancel={() => setLeaving(null)}
          onRevoke={async () => {
            await revokeToken(codes, leaving);
            setLeaving(null);
            await refresh();
          }}
        />
      )}
    </section>
  );
}

type FormProps = { onSave: (endsAt: string | null) => Promise<void>; onCancel: () => void };

function TokenForm({ onSave, onCancel }: FormProps) {
  const { t } = useLanguage();
  const { wrong, busy, send } = useSending();
  const [until, setUntil] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(() => onSave(endOfDay(until)));
  };
  return (
    <Dialog title={t('line.issue')} onClose={onCancel}>
      <form className="form-groups" onSubmit={submit} noValidate>
        <Field label={t('apiKeys.until')} type="date" complete="off" first value={until} onTake={setUntil} />
        <Wrong text={wrong} />
        <div className="dialog-answers">
          <Button type="submit" disabled={busy}>
            {t('apiKeys.issue')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('access.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const HEADINGS = [
  'line.token',
  'apiKeys.state',
  'apiKeys.ends',
  'apiKeys.lastUsed',
  'apiKeys.issued',
  'people.actions',
] as const;
const TIMES = { of: ['apiKeys.ends', 'apiKeys.lastUsed', 'apiKeys.issued'] as const, zone: undefined };

type TableProps = { tokens: readonly RegisterTokenRow[]; onRevoke: (tokenId: string) => void };

function TokenTable({ tokens, onRevoke }: TableProps) {
  const { t, language } = useLanguage();
  if (tokens.length === 0) return <p>{t('line.noTokens')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <div className="plain-box" tabIndex={0}>
      <table className="plain-table" aria-labelledby="line-tokens">
        <PlainHead headings={HEADINGS} times={TIMES} />
        <tbody>
          {tokens.map((row) => (
            <tr key={row.tokenId}>
              <th scope="row">{row.tokenId}</th>
              <td>
                <StatusMark mark={row.state === 'good' ? 'order' : 'off'} word={t(`apiKeys.state.${row.state}`)} />
              </td>
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
                    aria-label={`${t('apiKeys.revoke')}: ${row.tokenId}`}
                    onClick={() => onRevoke(row.tokenId)}
                  >
                    {t('apiKeys.revoke')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
