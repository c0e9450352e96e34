import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import type { ReportRow, ReportTable } from '../../../../contracts/web-api.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { count } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { keyText } from './cell-text.ts';
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

/** A report: what there is to know about it, its table, its printed form. `viewKey` names what it is about; `chart` is a picture in the place of its own. */
export function ReportView({ table, viewKey, chart }: { table: ReportTable; viewKey: string; chart?: ReactNode }) {
  const { t, language } = useLanguage();
  const columns = useReportColumns(table);
  const shown = table.rows.length;
  return (
    <div className="report">
      <div className="report-head">
        <ReportFacts table={table} />
        <span className="report-actions">
          <FileLinks table={table} />
          <Button size="compact-sm" variant="default" onClick={() => window.print()}>
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
          viewKey={viewKey}
          open={(row) => rowAddress(table, row)}
          summary={
            shown === table.rowCount
              ? t('report.summary', { n: table.rowCount })
              : t('report.shown', { shown: count(language, shown), n: table.rowCount })
          }
          totalsLabel={t('report.totals')}
          empty={t(table.shift === null ? 'report.empty' : 'report.emptyShift')}
        />
      </div>
      <PrintSheet table={table} />
    </div>
  );
}
