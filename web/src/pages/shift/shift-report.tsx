import { useQuery } from '@tanstack/react-query';
import { lazy, useMemo } from 'react';
import type { ReportName } from '../../../../contracts/web-api.ts';
import { queries, type ShiftPath } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { ReportView } from '../reports/report-view.tsx';

const DrawerChart = lazy(() =>
  import('../reports/charts/drawer-chart.tsx').then((module) => ({ default: module.DrawerChart })),
);

/** A report of one shift: «Отчёт по отделам», «Оплаты», «Движение денег» (S8). */
export function ShiftReport({ path, report }: { path: ShiftPath; report: ReportName }) {
  const { t } = useLanguage();
  const { shopCode, registerCode, shiftKey } = path;
  const asked = useMemo(
    () => ({ shop: shopCode, register: registerCode, shift: shiftKey }),
    [shopCode, registerCode, shiftKey],
  );
  const query = useQuery(queries.report(report, asked));
  const detail = useQuery({ ...queries.shift(path), enabled: report === 'cash' }).data;
  const drawer = report === 'cash' && detail !== undefined ? { chart: <DrawerChart detail={detail} /> } : {};
  return (
    <Loaded query={query} loading={t('reports.loading')} place={path}>
      {(table) => <ReportView table={table} asked={asked} {...drawer} />}
    </Loaded>
  );
}
