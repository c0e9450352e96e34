import { useMemo } from 'react';
import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { DefinitionsButton } from '../../components/definitions/definitions-button.tsx';
import { date, kopecksMoney } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { type PaymentColumn, type PivotRow, pivotTotals, type Turnover } from './pivot.ts';

const classTexts: Record<PaymentColumn, ScreenText> = {
  cash: 'totals.cash',
  noncash: 'totals.noncash',
  other: 'totals.other',
  unmapped: 'totals.unmapped',
};

const nothing: Turnover = { sales: 0, refunds: 0 };

/** Sales and returns by hour, department and payment class, as they were kept when the shift was loaded. */
export function ClassTotals({ detail }: { detail: ShiftDetail }) {
  const { t, language } = useLanguage();
  const pivot = useMemo(() => pivotTotals(detail.totals), [detail.totals]);
  const days = new Set(pivot.rows.map((row) => row.hour.slice(0, 10)));
  const hourText = (hour: string) => `${days.size > 1 ? `${date(language, hour)} ` : ''}${hour.slice(11, 13)}:00`;
  return (
    <section aria-labelledby="class-totals">
      <div className="section-head">
        <h2 id="class-totals">{t('totals.title')}</h2>
        <DefinitionsButton figures={['classTotals']} />
      </div>
      {pivot.rows.length === 0 ? (
        <p className="secondary">{t('totals.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section className="figures-box" tabIndex={0} aria-label={t('totals.title')}>
          <table className="figures class-totals">
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  {t('totals.hour')}
                </th>
                <th scope="col" rowSpan={2}>
                  {t('totals.department')}
                </th>
                {pivot.classes.map((name) => (
                  <th key={name} scope="colgroup" colSpan={2} className="figures-group">
                    {t(classTexts[name])}
                  </th>
                ))}
                <th scope="colgroup" colSpan={3} className="figures-group">
                  {t('totals.all')}
                </th>
              </tr>
              <tr>
                {[...pivot.classes, 'all'].map((name) => (
                  <SalesAndRefundsHead key={name} revenue={name === 'all'} />
                ))}
              </tr>
            </thead>
            <tbody>
              {pivot.rows.map((row) => (
                <tr key={`${row.hour} ${row.departmentCode}`}>
                  <th scope="row" className="number">
                    {hourText(row.hour)}
                  </th>
                  <td>{row.departmentCode}</td>
                  <Cells row={row} classes={pivot.classes} />
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  {t('totals.all')}
                </th>
                <Cells row={pivot.total} classes={pivot.classes} />
              </tr>
            </tfoot>
          </table>
        </section>
      )}
    </section>
  );
}

function SalesAndRefundsHead({ revenue }: { revenue: boolean }) {
  const { t } = useLanguage();
  return (
    <>
      <th scope="col" className="number">
        {t('totals.sales')}
      </th>
      <th scope="col" className="number">
        {t('totals.refunds')}
      </th>
      {revenue && (
        <th scope="col" className="number">
          {t('totals.revenue')}
        </th>
      )}
    </>
  );
}

function Cells({ row, classes }: { row: Pick<PivotRow, 'cells' | 'all'>; classes: PaymentColumn[] }) {
  const { language } = useLanguage();
  const cell = (turnover: Turnover = nothing, part: keyof Turnover) => kopecksMoney(language, turnover[part]);
  return (
    <>
      {classes.flatMap((name) => [
        <td key={`${name} sales`} className="number">
          {cell(row.cells[name], 'sales')}
        </td>,
        <td key={`${name} refunds`} className="number">
          {cell(row.cells[name], 'refunds')}
        </td>,
      ])}
      <td className="number">{cell(row.all, 'sales')}</td>
      <td className="number">{cell(row.all, 'refunds')}</td>
      <td className="number">{kopecksMoney(language, row.all.sales - row.all.refunds)}</td>
    </>
  );
}
