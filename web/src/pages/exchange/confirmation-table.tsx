import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { ConfirmationList, ConfirmationRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { exchangeQueries } from '../../api/exchange-queries.ts';
import type { Column } from '../../components/data-table/column.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, kopecksDifference, kopecksOf, MISSING, money, sampleTime, serverTime } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';

const SHOWN = 200;

/** What the ERP says that it has booked, beside what its files held. */
export function ConfirmationTable({ bar }: { bar: ReactNode }) {
  const { t } = useLanguage();
  const query = useQuery({ ...exchangeQueries.confirmations({ limit: SHOWN }), placeholderData: keepPreviousData });
  return (
    <Loaded query={query} loading={t('exchange.loading')}>
      {(list) => <Confirmations list={list} bar={bar} />}
    </Loaded>
  );
}

const rowId = (row: ConfirmationRow) => String(row.confirmationId);
const openShift = (row: ConfirmationRow) => addresses.shift(row.shopCode, row.registerCode, row.shiftKey);

function Confirmations({ list, bar }: { list: ConfirmationList; bar: ReactNode }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const columns = useMemo(
    () => [...whichColumns(t, language, zone), ...figureColumns(t, language)],
    [t, language, zone],
  );
  return (
    <DataTable
      label={t('exchange.confirmations')}
      columns={columns}
      rows={list.confirmations}
      rowId={rowId}
      viewKey="confirmations"
      open={openShift}
      summary={t('confirmation.summary', {
        n: count(language, list.confirmations.length),
        differing: count(language, list.differing),
      })}
      bar={bar}
      empty={t('confirmation.empty')}
    />
  );
}

function markOf(t: Translate, row: ConfirmationRow): { mark: Mark; word: string } {
  const { matches } = row.confirmation;
  const word = t(matches ? 'confirmation.matches' : 'confirmation.differs');
  if (!row.isLatest) return { mark: 'unknown', word: t('confirmation.old', { word }) };
  return { mark: matches ? 'order' : 'broken', word };
}

function whichColumns(t: Translate, language: Language, zone: string | undefined): Column<ConfirmationRow>[] {
  return [
    {
      id: 'at',
      heading: withZone(t('confirmation.at'), zone),
      kind: 'time',
      width: 150,
      sample: sampleTime(language, 'second'),
      text: (row) => serverTime(language, row.confirmation.at, zone),
      sortBy: (row) => row.confirmation.at,
    },
    {
      id: 'state',
      heading: t('confirmation.state'),
      kind: 'mark',
      width: 160,
      narrow: 40,
      narrowHeading: 'unseen',
      text: (row) => markOf(t, row).word,
      view: (row, form) => <StatusMark {...markOf(t, row)} quiet={form !== 'wide'} />,
    },
    {
      id: 'place',
      heading: t('erpFile.place'),
      kind: 'text',
      width: 72,
      text: (row) => `${row.shopCode}/${row.registerCode}`,
    },
    {
      id: 'shift',
      heading: t('erpFile.shift'),
      kind: 'text',
      width: 136,
      rowHeader: true,
      text: (row) => row.shiftKey,
      href: openShift,
    },
    {
      id: 'file',
      heading: t('erpFile.id'),
      kind: 'text',
      width: 72,
      text: (row) => row.fileId ?? MISSING,
      href: (row) => (row.fileId === null ? undefined : addresses.exportFile(row.fileId)),
    },
  ];
}

/** Both sides and their difference: the ERP less us. */
function figureColumns(t: Translate, language: Language): Column<ConfirmationRow>[] {
  type Side = 'confirmation.theirs' | 'confirmation.ours';
  const sum = (id: string, group: Side, of: (row: ConfirmationRow) => string | null): Column<ConfirmationRow> => ({
    id,
    group: t(group),
    heading: t('confirmation.sum'),
    kind: 'number',
    width: 110,
    text: (row) => money(language, of(row)),
    sortBy: (row) => kopecksOf(of(row)),
  });
  const receipts = (id: string, group: Side, of: (row: ConfirmationRow) => number): Column<ConfirmationRow> => ({
    id,
    group: t(group),
    heading: t('confirmation.receipts' satisfies ScreenText),
    kind: 'number',
    width: 72,
    text: (row) => count(language, of(row)),
    sortBy: of,
  });
  const differenceOf = ({ confirmation }: ConfirmationRow) =>
    kopecksOf(confirmation.revenue) - kopecksOf(confirmation.ownRevenue);
  return [
    receipts('theirReceipts', 'confirmation.theirs', (row) => row.confirmation.receiptCount),
    sum('theirSum', 'confirmation.theirs', (row) => row.confirmation.revenue),
    receipts('ownReceipts', 'confirmation.ours', (row) => row.confirmation.ownReceiptCount),
    sum('ownSum', 'confirmation.ours', (row) => row.confirmation.ownRevenue),
    {
      id: 'difference',
      heading: t('confirmation.difference'),
      kind: 'number',
      width: 110,
      text: (row) => kopecksDifference(language, differenceOf(row)),
      sortBy: differenceOf,
      className: (row) => (row.confirmation.matches ? 'cell-quiet' : 'cell-differs'),
    },
    {
      id: 'reference',
      heading: t('confirmation.reference'),
      kind: 'text',
      width: 120,
      yields: 60,
      grow: true,
      text: (row) => row.confirmation.reference ?? MISSING,
    },
  ];
}
