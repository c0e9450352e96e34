import { useQuery } from '@tanstack/react-query';
import type { ReportName } from '../../../../contracts/web-api.ts';
import { queries, type ShiftPath } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { ReportView } from '../reports/report-view.tsx';

/** A report of one shift: «Отчёт по отделам», «Оплаты», «Движение денег» (S8). */
export function ShiftReport({ path, report }: { path: ShiftPath; report: ReportName }) {
  const { t } = useLanguage();
  const { shopCode, registerCode, shiftKey } = path;
  const query = useQuery(queries.report(report, { shop: shopCode, register: registerCode, shift: shiftKey }));
  return (
    <Loaded query={query} loading={t('reports.loading')} place={path}>
      {(table) => <ReportView table={table} viewKey={`${report} ${shopCode}/${registerCode}/${shiftKey}`} />}
    </Loaded>
  );
}
