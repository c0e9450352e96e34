import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TransferDocuments as Documents, TransferDocument, TransferRow } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { Link } from '../../components/frame/link.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, MISSING, money, timeToSecond } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { ArchivedDocuments } from './archived-documents.tsx';
import '../../components/plain-table.css';

const outcomes: Record<TransferDocument['outcome'], { mark: Mark; text: ScreenText }> = {
  written: { mark: 'order', text: 'transfer.document.written' },
  conflict: { mark: 'broken', text: 'transfer.document.conflict' },
  set_aside: { mark: 'late', text: 'transfer.document.setAside' },
};

/** Rows that are drawn at once; the others follow on request. */
const SHOWN = 100;

/** What became of each document that a load brought; «только ошибки» leaves those that need a person. */
export function TransferDocuments({ transfer }: { transfer: TransferRow }) {
  const { t } = useLanguage();
  const [only, setOnly] = useState<'all' | 'problems'>('all');
  const query = useQuery({
    ...queries.transferDocuments(transfer.transferId, only),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-labelledby="documents" className="transfer-list">
      <h2 id="documents">{t('transfer.documentsTitle')}</h2>
      <label className="transfer-only">
        <input
          type="checkbox"
          checked={only === 'problems'}
          onChange={(event) => setOnly(event.currentTarget.checked ? 'problems' : 'all')}
        />
        {t('transfer.onlyProblems')}
      </label>
      <Loaded query={query} loading={t('transfer.documentsLoading')}>
        {(list) => (
          <DocumentTable list={list} same={transfer.documentsSame} only={only} transferId={transfer.transferId} />
        )}
      </Loaded>
    </section>
  );
}

type TableProps = { list: Documents; same: number; only: 'all' | 'problems'; transferId: string };

function DocumentTable({ list, same, only, transferId }: TableProps) {
  const { t, language } = useLanguage();
  const [shown, setShown] = useState(SHOWN);
  const [archived, setArchived] = useState(false);
  const { written, conflict, set_aside: aside } = list.counts;
  const rows = list.documents.slice(0, shown);
  return (
    <>
      <p className="secondary">
        {t('transfer.documentsSummary', {
          written: count(language, written),
          same: count(language, same),
          conflict: count(language, conflict),
          aside: count(language, aside),
        })}
      </p>
      {list.trimmed.days > 0 && (
        <Notice
          mark="unknown"
          text={t('transfer.documentsTrimmed', { list: list.trimmed.archives.map(({ path }) => path).join(', ') })}
        >
          <Link href={addresses.storage()}>{t('storage.title')}</Link>{' '}
          <button type="button" className="text-button" onClick={() => setArchived(!archived)} aria-expanded={archived}>
            {t('transfer.showArchived')}
          </button>
        </Notice>
      )}
      {archived && <ArchivedDocuments archives={list.trimmed.archives} transferId={transferId} />}
      {rows.length === 0 ? (
        <p>{t(only === 'problems' ? 'transfer.noProblems' : 'transfer.noDocuments')}</p>
      ) : (
        <Rows rows={rows} />
      )}
      {list.documents.length > shown && (
        <button type="button" className="text-button" onClick={() => setShown(shown + SHOWN * 10)}>
          {t('transfer.moreDocuments', { n: list.documents.length - shown })}
        </button>
      )}
    </>
  );
}

function Rows({ rows }: { rows: readonly TransferDocument[] }) {
  const { t, language } = useLanguage();
  return (
    <div className="plain-box">
      <table className="plain-table" aria-label={t('transfer.documentsTitle')}>
        <thead>
          <tr>
            <th scope="col">{t('transfer.document.number')}</th>
            <th scope="col">{t('transfer.document.fate')}</th>
            <th scope="col" className="cell-number">
              {t('transfer.document.shift')}
            </th>
            <th scope="col">{t('transfer.document.closed')}</th>
            <th scope="col" className="cell-number">
              {t('transfer.document.sum')}
            </th>
            <th scope="col">{t('transfer.document.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a record that was set aside has no number of its own
            <tr key={`${row.packageName} ${row.documentId} ${row.section} ${row.ordinal} ${index}`}>
              <th scope="row">
                {row.documentId === null ? (
                  <Link href={addresses.setAside()}>{placeOf(row)}</Link>
                ) : (
                  <Link href={addresses.receipt(String(row.documentId))}>
                    {row.receiptNumber ?? row.documentNumber ?? `#${row.documentId}`}
                  </Link>
                )}
              </th>
              <td>
                <StatusMark mark={outcomes[row.outcome].mark} word={t(outcomes[row.outcome].text)} />
              </td>
              <td className="cell-number">{row.shiftNumber ?? MISSING}</td>
              <td>{timeToSecond(language, row.closedAt)}</td>
              <td className="cell-number">{money(language, row.sum)}</td>
              <td className="cell-wraps">{row.reason?.[language] ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function placeOf({ section, ordinal }: TransferDocument): string {
    return t('transfer.document.place', { section, ordinal });
  }
}
