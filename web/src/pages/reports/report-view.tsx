import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import type { ReportName, ReportQuery, ReportRow, ReportTable } from '../../../../contracts/web-api.ts';
import { type More, useMore } from '../../api/feeds.ts';
import { queries } from '../../api/queries.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { count } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { keyText } from '../../ui/texts.ts';
import { FileLinks } from './file-links.tsx';
import { PrintSheet } from './print-sheet.tsx';
import { useReportColumns } from './report-columns.tsx';
import { ReportFacts } from './report-facts.tsx';
import { rowAddress } from './row-address.ts';
import './reports.css';

// Pictures come when a report that has one is opened.
const ReportChart = lazy(() => import('./charts/report-chart.tsx').then((module) => ({ default: module.ReportChart })));

const rowId = (row: ReportRow) => row.key;

/** Reports at which people would rather look. */
function hasChart({ report, by, rows }: ReportTable): boolean {
  return rows.length > 0 && ((report === 'sales' && by === 'day') || report === 'payments' || report === 'hours');
}

type ReportViewProps = {
  table: ReportTable;
  asked: Partial<ReportQuery>;
  /** A picture in the place of its own. */
  chart?: ReactNode;
};

/** A report that was asked for: what there is to know about it, its table, its printed form. Its rows are read as they are needed. */
export function ReportView({ table, asked, chart }: ReportViewProps) {
  const { t, language } = useLanguage();
  const columns = useReportColumns(table);
  const shown = table.rows.length;
  const name = table.report as ReportName;
  const { queryKey } = queries.report(name, asked);
  const readBehind = useCallback((known: ReportTable) => queries.reportBehind(name, asked, known), [name, asked]);
  const more = useMore<ReportTable>({ queryKey, readBehind }, table.next !== null);
  const print = usePrint(more);
  return (
    <div className="report">
      <div className="report-head">
        <ReportFacts table={table} />
        <span className="report-actions">
          <FileLinks table={table} />
          <Button size="compact-sm" variant="default" onClick={print}>
            {t('report.print')}
          </Button>
        </span>
      </div>
      {(chart !== undefined || hasChart(table)) && (
        <details className="report-chart" open>
          <summary>{t('report.chart')}</summary>
          <Suspense>{chart ?? <ReportChart table={table} />}</Suspense>
        </details>
      )}
      <div className="report-table">
        <DataTable
          label={keyText(language, `report.${table.report}`)}
          columns={columns}
          rows={table.rows}
          rowId={rowId}
          viewKey={`${name} ${JSON.stringify(asked)}`}
          open={(row) => rowAddress(table, row)}
          summary={
            shown === table.rowCount
              ? t('report.summary', { n: table.rowCount })
              : t('report.shown', { shown: count(language, shown), n: table.rowCount })
          }
          more={more === undefined ? undefined : { ...more, byItself: true }}
          totalsLabel={t('report.totals')}
          empty={t(table.shift === null ? 'report.empty' : 'report.emptyShift')}
        />
      </div>
      <PrintSheet table={table} />
    </div>
  );
}

/** Prints when all rows are there: a sheet whose rows are not those of its totals is no report. */
function usePrint(more: More | undefined): () => void {
  const [waiting, setWaiting] = useState(false);
  const load = more?.load;
  const state = more?.state;
  useEffect(() => {
    if (!waiting) return;
    if (state === 'idle') load?.();
    if (state === undefined) window.print();
    if (state === undefined || state === 'failed') setWaiting(false);
  }, [waiting, load, state]);
  return () => setWaiting(true);
}
