import { useMemo } from 'react';
import type { TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, kopecksOf, MISSING, money, sampleTime, serverTime } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { attemptsText, durationText, lastedMs, rangeText, transferState } from './transfer-words.ts';

export const transferId = (transfer: TransferRow): string => transfer.transferId;
export const openTransfer = (transfer: TransferRow): string => addresses.transfer(transfer.transferId);

/** Columns of a list of transfers; that of one register leaves the place out and tells who asked. `asOf` = age of the list. */
export function useTransferColumns(list: 'everywhere' | 'ofRegister', asOf: string): Column<TransferRow>[] {
  const { t, language } = useLanguage();
  const zone = useZone();
  return useMemo(() => {
    const here = list === 'ofRegister';
    return [
      ...leadingColumns(t, zone),
      ...(here ? [] : placeColumns(t)),
      ...askedColumns(t, language),
      ...figureColumns(t, language),
      ...timeColumns(t, language, zone, Date.parse(asOf)),
      here ? authorColumn(t) : attemptColumn(t, language),
    ];
  }, [t, language, zone, list, asOf]);
}

function leadingColumns(t: Translate, zone: string | undefined): Column<TransferRow>[] {
  return [
    {
      id: 'number',
      heading: t('transfers.number'),
      kind: 'text',
      width: 56,
      rowHeader: true,
      text: (transfer) => transfer.transferId,
      sortBy: (transfer) => Number(transfer.transferId.slice(2)),
      size: (transfer) => Number(transfer.transferId.slice(2)),
      href: openTransfer,
    },
    {
      id: 'state',
      heading: t('transfers.state'),
      kind: 'mark',
      width: 184,
      narrow: 40,
      narrowHeading: 'unseen',
      text: (transfer) => transferState(transfer, t, zone).word,
      size: (transfer) => transferState(transfer, t, zone).word.length,
      view: (transfer, form) => <StatusMark {...transferState(transfer, t, zone)} quiet={form !== 'wide'} />,
      hint: (transfer) => transferState(transfer, t, zone).word,
    },
  ];
}

function placeColumns(t: Translate): Column<TransferRow>[] {
  return [
    { id: 'shop', heading: t('transfers.shop'), kind: 'text', width: 64, yields: 56, text: (row) => row.shopCode },
    {
      id: 'register',
      heading: t('transfers.register'),
      kind: 'text',
      width: 60,
      text: (row) => row.registerCode,
      href: (row) => addresses.sales(row.shopCode, row.registerCode),
    },
  ];
}

function askedColumns(t: Translate, language: Language): Column<TransferRow>[] {
  return [
    {
      id: 'cause',
      heading: t('transfers.cause'),
      kind: 'text',
      width: 84,
      yields: 64,
      text: (transfer) => t(`transfer.cause.${transfer.cause}`),
    },
    {
      id: 'range',
      heading: t('transfers.range'),
      kind: 'text',
      // A period is never cut; what a schedule or a person names otherwise is shorter.
      width: 182,
      grow: true,
      text: (transfer) => rangeText(transfer, t, language),
      sortBy: (transfer) => transfer.range.from,
    },
  ];
}

function figureColumns(t: Translate, language: Language): Column<TransferRow>[] {
  const figures = [
    ['shifts', undefined, 'transfers.shifts', 60],
    ['all', 'transfers.documents', 'transfers.allDocuments', 66],
    ['documentsNew', 'transfers.documents', 'transfers.new', 66],
  ] as const;
  const figureOf = (transfer: TransferRow, id: (typeof figures)[number][0]) =>
    id === 'all' ? transfer.documentsNew + transfer.documentsSame : transfer[id];
  const counts = figures.map(
    ([id, group, heading, width]): Column<TransferRow> => ({
      id,
      ...(group === undefined ? {} : { group: t(group) }),
      heading: t(heading),
      kind: 'number',
      width,
      text: (transfer) => count(language, figureOf(transfer, id)),
      sortBy: (transfer) => figureOf(transfer, id),
      size: (transfer) => figureOf(transfer, id),
      className: (transfer) => (figureOf(transfer, id) === 0 ? 'cell-quiet' : undefined),
    }),
  );
  return [
    ...counts,
    {
      id: 'sum',
      heading: t('transfers.sum'),
      kind: 'number',
      width: 96,
      text: (transfer) => money(language, transfer.documentsSum),
      sortBy: ({ documentsSum }) => (documentsSum === null ? null : kopecksOf(documentsSum)),
      size: ({ documentsSum }) => documentsSum?.length ?? 1,
      className: ({ documentsSum }) => (documentsSum === '0.00' || documentsSum === null ? 'cell-quiet' : undefined),
      hint: ({ documentsSum }) => t(documentsSum === null ? 'transfers.sumUnknown' : 'transfers.sumHint'),
    },
  ];
}

function timeColumns(t: Translate, language: Language, zone: string | undefined, nowMs: number): Column<TransferRow>[] {
  return [
    {
      id: 'started',
      heading: withZone(t('transfers.started'), zone),
      kind: 'time',
      width: 150,
      sample: sampleTime(language, 'second'),
      text: (transfer) => serverTime(language, transfer.requestedAt, zone),
      sortBy: (transfer) => transfer.requestedAt,
    },
    {
      id: 'lasted',
      heading: t('transfers.lasted'),
      kind: 'number',
      width: 84,
      text: (transfer) => durationText(lastedMs(transfer, nowMs), t, language),
      sortBy: (transfer) => lastedMs(transfer, nowMs),
    },
  ];
}

function attemptColumn(t: Translate, language: Language): Column<TransferRow> {
  return {
    id: 'attempt',
    heading: t('transfers.attempt'),
    kind: 'number',
    width: 74,
    optional: true,
    text: (transfer) => attemptsText(transfer, language) ?? MISSING,
    sortBy: (transfer) => (attemptsText(transfer, language) === null ? null : transfer.attempts),
    size: (transfer) => transfer.attempts,
  };
}

function authorColumn(t: Translate): Column<TransferRow> {
  return {
    id: 'author',
    heading: t('transfers.author'),
    kind: 'text',
    width: 110,
    yields: 70,
    text: (transfer) => transfer.author ?? MISSING,
  };
}
