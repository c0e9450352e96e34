import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ExportList, ExportRow } from '../../../../contracts/web-api.ts';
import type { More } from '../../api/feeds.ts';
import { queries } from '../../api/queries.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { count, serverTime } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { isBlue } from '../names.ts';
import { exportRows, useMarkedShifts } from './marked-shifts.tsx';
import { openShift, useExportColumns } from './missing-columns.tsx';

export type ExportedState = 'all' | 'not_exported' | 'exported';

const empties: Record<ExportedState, ScreenText> = {
  all: 'exports.empty',
  not_exported: 'exports.allDone',
  exported: 'exports.noneExported',
};

/** Shifts that are read at once, and the most that the server hands out. */
const PAGE = 500;
const MOST = 10_000;

const rowId = (row: ExportRow) => `${row.shopCode}/${row.registerCode}/${row.shiftKey}`;
const rowClass = (row: ExportRow) => (isBlue(row.export.state) ? 'row-not-exported' : undefined);

type MissingProps = { shop?: string; state: ExportedState; bar: ReactNode };

/** Shifts of a shop or of all and whether the ERP has them; marked ones are exported again. */
export function MissingTable({ shop, state, bar }: MissingProps) {
  const { t } = useLanguage();
  const [limit, setLimit] = useState(PAGE);
  const query = useQuery({ ...queries.exports({ shop, state, limit }), placeholderData: keepPreviousData });
  const full = (query.data?.next ?? null) === null || limit >= MOST;
  const more: More | undefined = full
    ? undefined
    : { load: () => setLimit(limit + PAGE), state: query.isPlaceholderData ? 'loading' : 'idle' };
  return (
    <Loaded query={query} loading={t('exports.loading')}>
      {(list) => (
        <Shifts
          list={list}
          readMs={query.dataUpdatedAt}
          viewKey={`${shop ?? ''} ${state}`}
          state={state}
          bar={bar}
          more={more}
        />
      )}
    </Loaded>
  );
}

type ShiftsProps = Omit<MissingProps, 'shop'> & {
  list: ExportList;
  readMs: number;
  viewKey: string;
  more: More | undefined;
};

function Shifts({ list, readMs, viewKey, state, bar, more }: ShiftsProps) {
  const { t, language } = useLanguage();
  const columns = useExportColumns();
  const { marking, above } = useMarkedShifts(viewKey, list.exports, readMs, exportRows);
  return (
    <div className="table-with-news">
      {above}
      <DataTable
        label={t('exports.title')}
        columns={columns}
        rows={list.exports}
        rowId={rowId}
        viewKey={viewKey}
        marking={marking}
        open={openShift}
        rowClass={rowClass}
        summary={t('exports.summary', {
          shown: count(language, list.exports.length),
          notExported: count(language, list.counts.notExported),
          open: count(language, list.counts.notExportedOpen),
        })}
        bar={bar}
        more={more}
        detail={(row) => <ExportText row={row} />}
        empty={t(empties[state])}
      />
    </div>
  );
}

/** The whole path and the whole reason, which the cells may cut. */
function ExportText({ row }: { row: ExportRow }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const file = row.path ?? row.export.fileName;
  return (
    <>
      {file !== null && <code>{file}</code>} {row.export.reason?.[language]}{' '}
      {row.nextAttemptAt !== null &&
        t('erpFile.tries', { n: count(language, row.attempts), at: serverTime(language, row.nextAttemptAt, zone) })}
    </>
  );
}
