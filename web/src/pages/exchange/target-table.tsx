import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ExportTargetList, ExportTargetRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { exchangeQueries } from '../../api/exchange-queries.ts';
import type { Column } from '../../components/data-table/column.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, MISSING, sampleTime, serverTime } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';

/** Where sales go, and how each target is doing. */
export function TargetTable() {
  const { t } = useLanguage();
  const query = useQuery({ ...exchangeQueries.targets(), placeholderData: keepPreviousData });
  return (
    <Loaded query={query} loading={t('exchange.loading')}>
      {(list) => <Targets list={list} />}
    </Loaded>
  );
}

const rowId = (row: ExportTargetRow) => `${row.kind} ${row.shopCode ?? row.target}`;
const openTarget = (row: ExportTargetRow) => (row.shopCode === null ? undefined : addresses.shopExchange(row.shopCode));

function Targets({ list }: { list: ExportTargetList }) {
  const { t, language } = useLanguage();
  const columns = useMemo(() => targetColumns(t, language), [t, language]);
  return (
    <DataTable
      label={t('exchange.targets')}
      columns={columns}
      rows={list.targets}
      rowId={rowId}
      viewKey="targets"
      open={openTarget}
      summary={t('target.summary', { n: count(language, list.targets.length) })}
      detail={(row) => row.problem?.[language] ?? ''}
      empty={t('target.empty')}
    />
  );
}

function nameOf(t: Translate, row: ExportTargetRow): string {
  return row.shopCode === null ? row.target : t('target.shop', { shop: row.shopCode });
}

function markOf(t: Translate, language: Language, row: ExportTargetRow): { mark: Mark; word: string } {
  if (row.problem === null) return { mark: 'order', word: t('target.well') };
  const again =
    row.nextAttemptAt === null
      ? ''
      : ` (${t('target.attempt', { n: row.attempts, at: serverTime(language, row.nextAttemptAt) })})`;
  return { mark: row.problem.level === 'critical' ? 'broken' : 'late', word: `${row.problem[language]}${again}` };
}

function targetColumns(t: Translate, language: Language): Column<ExportTargetRow>[] {
  return [
    {
      id: 'name',
      heading: t('target.name'),
      kind: 'text',
      width: 170,
      rowHeader: true,
      text: (row) => nameOf(t, row),
      href: openTarget,
    },
    { id: 'kind', heading: t('target.kind'), kind: 'text', width: 140, text: (row) => t(`target.kind.${row.kind}`) },
    {
      id: 'behind',
      heading: t('target.behind'),
      kind: 'number',
      width: 110,
      text: (row) => count(language, row.behind),
      sortBy: (row) => row.behind,
      className: (row) => (row.behind === 0 ? 'cell-quiet' : undefined),
    },
    {
      id: 'last',
      heading: withZone(t('target.last'), undefined),
      kind: 'time',
      width: 150,
      sample: sampleTime(language, 'second'),
      text: (row) => serverTime(language, row.lastSuccessAt),
      sortBy: (row) => row.lastSuccessAt,
    },
    {
      id: 'state',
      heading: t('target.state'),
      kind: 'mark',
      width: 240,
      narrow: 120,
      grow: true,
      text: (row) => markOf(t, language, row).word,
      view: (row) => <StatusMark {...markOf(t, language, row)} />,
      hint: (row) => markOf(t, language, row).word,
    },
    {
      id: 'place',
      heading: t('target.place'),
      kind: 'text',
      width: 160,
      yields: 80,
      grow: true,
      text: (row) => row.place ?? MISSING,
    },
  ];
}
