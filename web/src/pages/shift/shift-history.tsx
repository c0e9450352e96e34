import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ShiftHistory as History, ShiftHistoryEntry } from '../../../../contracts/web-api.ts';
import { queries, type ShiftPath } from '../../api/queries.ts';
import type { Column } from '../../components/data-table/column.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, MISSING, sampleTime, serverTime } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';

/** An entry has no number of its own; its place in the answer is. */
type Row = ShiftHistoryEntry & { place: number };

const rowId = ({ place }: Row) => String(place);
const marks: Record<ShiftHistoryEntry['level'], Mark> = { info: 'order', warning: 'late', error: 'broken' };

/** «История»: what changed in a shift, when, why and by whom. */
export function ShiftHistory({ path }: { path: ShiftPath }) {
  const { t } = useLanguage();
  const query = useQuery(queries.shiftHistory(path));
  return (
    <Loaded query={query} loading={t('shiftLife.loading')} place={path}>
      {(history) => <Entries history={history} />}
    </Loaded>
  );
}

function Entries({ history }: { history: History }) {
  const { t, language } = useLanguage();
  const { entries, total, shift } = history;
  // The oldest has the number 0: what comes in leaves the others theirs.
  const rows = useMemo(() => entries.map((entry, at): Row => ({ ...entry, place: total - at })), [entries, total]);
  return (
    <DataTable
      label={t('shiftPage.history')}
      columns={useHistoryColumns()}
      rows={rows}
      rowId={rowId}
      viewKey={`${shift.shopCode}/${shift.registerCode}/${shift.shiftKey}`}
      defaultSort="-at"
      open={addressOf}
      summary={t('shiftHistory.summary', {
        n: total,
        shown: count(language, entries.length),
        revision: count(language, shift.revision),
      })}
      detail={(row) => row.text[language]}
      empty={t('shiftHistory.empty')}
    />
  );
}

/** Where more stands about what the entry tells of. */
function addressOf({ link }: ShiftHistoryEntry): string | undefined {
  switch (link?.kind) {
    case 'transfer':
      return addresses.transfer(link.id);
    case 'package':
      return addresses.packages({ q: link.id });
    case 'document':
      return addresses.receipt(link.id);
    case 'file':
      return addresses.exportFile(link.id);
    default:
      return undefined;
  }
}

function useHistoryColumns(): Column<Row>[] {
  const { t, language } = useLanguage();
  const zone = useZone();
  return useMemo(
    () => [
      {
        id: 'at',
        heading: withZone(t('shiftHistory.at'), zone),
        kind: 'time',
        width: 150,
        sample: sampleTime(language, 'second'),
        rowHeader: true,
        text: ({ at }) => serverTime(language, at, zone),
        sortBy: ({ at }) => at,
        href: addressOf,
      },
      {
        id: 'kind',
        heading: t('shiftHistory.kind'),
        kind: 'mark',
        width: 110,
        size: ({ kind }) => t(`shiftHistory.kind.${kind}`).length,
        text: ({ kind }) => t(`shiftHistory.kind.${kind}`),
        view: ({ kind, level }) => <StatusMark mark={marks[level]} word={t(`shiftHistory.kind.${kind}`)} />,
      },
      {
        id: 'text',
        heading: t('shiftHistory.text'),
        kind: 'text',
        width: 400,
        yields: 160,
        grow: true,
        text: ({ text }) => text[language],
        hint: ({ text }) => text[language],
      },
      {
        id: 'who',
        heading: t('shiftHistory.who'),
        kind: 'text',
        width: 120,
        yields: 80,
        text: ({ who }) => who ?? MISSING,
      },
    ],
    [t, language, zone],
  );
}
