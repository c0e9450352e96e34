import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ExportFileText } from '../../../contracts/web-api.ts';
import { exchangeQueries } from '../api/exchange-queries.ts';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { count, moneyWithSign, serverTime, size } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { fileMark, fileReason } from './exchange/file-columns.tsx';
import { FileLines } from './exchange/file-lines.tsx';
import { BookedOtherwise } from './exchange/file-table.tsx';
import './exchange/exchange.css';

/** Lines of one page of the file. */
const LINES = 400;

/** «Посмотреть файл»: the real text with its lines marked, and what our copy of the reader's rules says. */
export function ExportFilePage({ fileId }: { fileId: string }) {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const from = Math.max(1, Number(search.from) || 1);
  const query = useQuery({ ...exchangeQueries.file(fileId, from, LINES), placeholderData: keepPreviousData });
  return (
    <Page
      title={t('erpFile.title', { id: fileId })}
      crumbs={[
        { label: t('exports.title'), href: addresses.exports() },
        { label: t('exchange.files'), href: addresses.exportsTab('files') },
      ]}
      scrolls
    >
      <Loaded query={query} loading={t('erpFile.loading')}>
        {(file) => <FileView file={file} from={from} />}
      </Loaded>
    </Page>
  );
}

function FileView({ file, from }: { file: ExportFileText; from: number }) {
  const { t, language } = useLanguage();
  return (
    <div className="file-view">
      <FileFacts file={file} />
      {file.file.reason !== null && <p>{fileReason(t, language, file.file)}</p>}
      <Verdict file={file} />
      <FileLines file={file} from={from} page={LINES} />
    </div>
  );
}

function FileFacts({ file: { file, source } }: { file: ExportFileText }) {
  const { t, language } = useLanguage();
  const facts: [string, ReactNode][] = [
    [t('erpFile.state'), <StatusMark key="state" {...fileMark(t, file)} />],
    [
      t('erpFile.shift'),
      <Link key="shift" href={addresses.shift(file.shopCode, file.registerCode, file.shiftKey)}>
        {`${file.shopCode}/${file.registerCode}/${file.shiftKey}`}
      </Link>,
    ],
    [t('erpFile.receipts'), count(language, file.receiptCount)],
    [t('erpFile.revenue'), moneyWithSign(language, file.revenue)],
    [t('erpFile.created'), serverTime(language, file.publishedAt)],
    [t('erpFile.takenAt'), serverTime(language, file.state === 'taken' ? file.endedAt : null)],
    [t('erpFile.confirmedAt'), serverTime(language, file.confirmedAt)],
    [t('erpFile.size'), file.size === null ? '—' : size(language, file.size)],
    [t('erpFile.attempt'), count(language, file.attempts)],
    [t('erpFile.source'), t(`erpFile.source.${source}`)],
    [t('erpFile.path'), <code key="path">{file.path}</code>],
  ];
  return (
    <dl className="exchange-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the reader of the ERP would do with the file, and each departure from its rules. */
function Verdict({ file: { file, verdict, problems } }: { file: ExportFileText }) {
  const { t } = useLanguage();
  const well = verdict === 'accepted' && problems.length === 0;
  return (
    <section aria-label={t('erpFile.verdict')}>
      <Notice mark={well ? 'order' : 'broken'} text={t(`erpFile.verdict.${verdict}`)}>
        {problems.length > 0 && <span>{t('erpFile.verdict.problems', { n: problems.length })}</span>}
      </Notice>
      {problems.length > 0 && (
        <ul className="file-problems">
          {problems.map(({ rule, text }) => (
            <li key={`${rule} ${text}`}>{`${rule}: ${text}`}</li>
          ))}
        </ul>
      )}
      {file.confirmation !== null && !file.confirmation.matches && (
        <p>
          <BookedOtherwise file={file} />
        </p>
      )}
    </section>
  );
}
