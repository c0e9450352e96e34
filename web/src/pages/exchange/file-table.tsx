import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ExportFileList, ExportFileRow } from '../../../../contracts/web-api.ts';
import { exchangeQueries } from '../../api/exchange-queries.ts';
import type { More } from '../../api/feeds.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Link } from '../../components/frame/link.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { count, moneyWithSign, serverTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { useTick } from '../sales/use-tick.ts';
import { fileAddress, fileReason, useFileColumns } from './file-columns.tsx';

const PAGE = 200;
const MOST = 1_000;
const AGE_TICK_MS = 30_000;

const rowId = (file: ExportFileRow) => file.fileId ?? `${file.shopCode}/${file.registerCode}/${file.shiftKey}`;
/** A shift that could not be written is what the ERP does not have. */
const rowClass = (file: ExportFileRow) => (file.state === 'failed' ? 'row-not-exported' : undefined);

/** The queue of files of a shop, or of all. */
export function FileTable({ shop, bar }: { shop: string | undefined; bar: ReactNode }) {
  const { t } = useLanguage();
  const [limit, setLimit] = useState(PAGE);
  const query = useQuery({ ...exchangeQueries.files({ shop, limit }), placeholderData: keepPreviousData });
  const full = (query.data?.next ?? null) === null || limit >= MOST;
  const more: More | undefined = full
    ? undefined
    : { load: () => setLimit(limit + PAGE), state: query.isPlaceholderData ? 'loading' : 'idle' };
  return (
    <Loaded query={query} loading={t('exchange.loading')}>
      {(list) => <Files list={list} shop={shop} bar={bar} more={more} />}
    </Loaded>
  );
}

type FilesProps = { list: ExportFileList; shop: string | undefined; bar: ReactNode; more: More | undefined };

function Files({ list, shop, bar, more }: FilesProps) {
  const { t, language } = useLanguage();
  const columns = useFileColumns(list.files, useTick(AGE_TICK_MS));
  return (
    <DataTable
      label={t('exchange.files')}
      columns={columns}
      rows={list.files}
      rowId={rowId}
      viewKey={`files ${shop ?? ''}`}
      open={fileAddress}
      rowClass={rowClass}
      summary={t('erpFile.summary', {
        n: count(language, list.files.length),
        waiting: count(language, list.counts.waiting),
        failed: count(language, list.counts.failed),
      })}
      bar={bar}
      more={more}
      detail={(file) => <FileText file={file} />}
      empty={t('erpFile.empty')}
    />
  );
}

/** What the cells may cut: the path, the whole reason, when it is tried again, what the ERP says. */
function FileText({ file }: { file: ExportFileRow }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const href = fileAddress(file);
  return (
    <>
      {file.path !== null && <code>{file.path}</code>} {fileReason(t, language, file)}{' '}
      {file.nextAttemptAt !== null &&
        t('erpFile.tries', { n: count(language, file.attempts), at: serverTime(language, file.nextAttemptAt, zone) })}
      {file.confirmation !== null && !file.confirmation.matches && <BookedOtherwise file={file} />}{' '}
      {href !== undefined && <Link href={href}>{t('erpFile.look')}</Link>}
    </>
  );
}

/** Both sides of what the ERP has booked otherwise. */
export function BookedOtherwise({ file: { confirmation } }: { file: ExportFileRow }) {
  const { t, language } = useLanguage();
  if (confirmation === null) return null;
  const { receiptCount, revenue, ownReceiptCount, ownRevenue } = confirmation;
  const text = t('erpFile.erpText', {
    receipts: count(language, receiptCount),
    sum: moneyWithSign(language, revenue),
    ownReceipts: count(language, ownReceiptCount),
    ownSum: moneyWithSign(language, ownRevenue),
  });
  return <>{`${t('erpFile.erp')}: ${text}.`}</>;
}
