import { useQuery } from '@tanstack/react-query';
import type { Expiry, ServerStatus } from '../../../contracts/web-api.ts';
import { expiries } from '../api/expiry-requests.ts';
import { queries } from '../api/queries.ts';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { PlainHead } from '../components/plain-head.tsx';
import { type Mark, StatusMark } from '../components/status-mark.tsx';
import { MISSING, serverTime } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { type ScreenText, useLanguage } from '../ui/language.tsx';
import './line/line.css';
import '../components/plain-table.css';

const headings: ScreenText[] = [
  'expiries.ends',
  'expiries.state',
  'expiries.what',
  'expiries.whose',
  'expiries.todo',
  'expiries.serial',
];
const times = { of: ['expiries.ends'] as const, zone: undefined };

const marks: Record<Expiry['state'], Mark> = { good: 'order', ends_soon: 'late', ended: 'broken' };

/** «Сроки» (M18): how registers come, and everything that ends, the nearest end first, with what to do. */
export function ExpiriesPage() {
  const { t } = useLanguage();
  const query = useQuery(expiries());
  const lines = useQuery(queries.status()).data?.lines;
  return (
    <Page title={t('expiries.title')} scrolls>
      <div className="line">
        {lines !== undefined && <LineNotice lines={lines} />}
        <Loaded query={query} loading={t('expiries.loading')}>
          {({ expiries: rows }) =>
            rows.length === 0 ? <p className="secondary">{t('expiries.empty')}</p> : <ExpiryTable rows={rows} />
          }
        </Loaded>
      </div>
    </Page>
  );
}

function LineNotice({ lines: { encrypted, plaintext } }: { lines: ServerStatus['lines'] }) {
  const { t } = useLanguage();
  if (!encrypted && !plaintext.includes('gRPC')) return <Notice mark="broken" text={t('expiries.closed')} />;
  if (plaintext.length > 0)
    return <Notice mark="late" text={t('expiries.plaintext', { doors: plaintext.join(', ') })} />;
  return <Notice mark="order" text={t('expiries.encrypted')} />;
}

function ExpiryTable({ rows }: { rows: readonly Expiry[] }) {
  const { t } = useLanguage();
  const label = t('expiries.list');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reached by keys
    <section className="plain-box" tabIndex={0} aria-label={label}>
      <table className="plain-table" aria-label={label}>
        <PlainHead headings={headings} times={times} />
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.kind} ${row.name} ${row.serial}`} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row }: { row: Expiry }) {
  const { t, language } = useLanguage();
  const { kind, state, shopCode, registerCode, serial, name } = row;
  return (
    <tr>
      <th scope="row">{serverTime(language, row.endsAt)}</th>
      <td>
        <StatusMark mark={marks[state]} word={t(`expiries.state_${state}`)} />
      </td>
      <td>{t(`expiries.kind_${kind}`)}</td>
      <td>
        {shopCode === null || registerCode === null ? (
          name
        ) : (
          <Link href={addresses.registerLine(shopCode, registerCode)}>{`${shopCode}/${registerCode}`}</Link>
        )}
      </td>
      <td className="cell-wraps">{t(`expiries.todo_${kind}`)}</td>
      <td>{serial ?? (kind === 'register-token' ? name : MISSING)}</td>
    </tr>
  );
}
