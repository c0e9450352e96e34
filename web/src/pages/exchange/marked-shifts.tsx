import { useEffect } from 'react';
import type { ExportRow, ShiftRow } from '../../../../contracts/web-api.ts';
import { formatKopecks } from '../../../../src/domain/money.ts';
import type { ShiftAddress } from '../../api/exchange-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import type { Marking } from '../../components/data-table/data-table.tsx';
import { type Marks, useMarks } from '../../components/data-table/marks.ts';
import { announce } from '../../components/frame/announcer.tsx';
import { Notice } from '../../components/notice.tsx';
import { count, kopecksOf, moneyWithSign } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { AgainButton, AgainNewsAndQuestion } from './export-again.tsx';
import { type ExportedShift, useExportAgain } from './use-export-again.ts';

/** The sum that a row stands for, roubles as text. */
type Summed<Row> = { addressOf: (row: Row) => ShiftAddress; revenueOf: (row: Row) => string | null };

export const exportRows: Summed<ExportRow> = {
  addressOf: ({ shopCode, registerCode, shiftKey }) => ({ shopCode, registerCode, shiftKey }),
  revenueOf: (row) => row.revenue,
};

export const shiftRows: Summed<ShiftRow> = {
  addressOf: ({ shopCode, registerCode, key }) => ({ shopCode, registerCode, shiftKey: key }),
  revenueOf: (row) => row.revenue,
};

/** Marking shifts of a table and exporting them again (M22): the marks, the bar, and what there is to say above the table. */
export function useMarkedShifts<Row extends { export: ExportedShift['export'] }>(
  viewKey: string,
  rows: readonly Row[],
  readMs: number,
  { addressOf, revenueOf }: Summed<Row>,
) {
  const { t, language } = useLanguage();
  const marks = useMarks(viewKey);
  const again = useExportAgain(() => marks.set(new Set()));
  const marking: Marking<Row> = {
    marks,
    summary(marked) {
      const kopecks = marked.reduce((sum, row) => sum + kopecksOf(revenueOf(row)), 0);
      const text = marked.length === rows.length && rows.length > 1 ? 'exportAgain.markedAll' : 'exportAgain.marked';
      return t(text, {
        n: count(language, marked.length),
        sum: moneyWithSign(language, Number.isNaN(kopecks) ? null : formatKopecks(kopecks)),
      });
    },
    actions: (marked) => (
      <Allowed right="export">
        <AgainButton shifts={marked.map(addressOf)} busy={again.busy} onAsk={again.ask} />
      </Allowed>
    ),
  };
  const exported = rows.map((row) => ({ ...addressOf(row), export: row.export }));
  const above = (
    <>
      <AgainNewsAndQuestion again={again} rows={exported} readMs={readMs} />
      <DroppedMarks marks={marks} />
    </>
  );
  return { marking, above };
}

/** N7. */
function DroppedMarks({ marks: { dropped } }: { marks: Marks }) {
  const { t } = useLanguage();
  useEffect(() => {
    if (dropped) announce(t('table.marksDropped'));
  }, [dropped, t]);
  return dropped ? <Notice mark="unknown" text={t('table.marksDropped')} /> : null;
}
