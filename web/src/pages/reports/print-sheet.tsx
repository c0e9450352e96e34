import { useEffect, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import type { ReportTable } from '../../../../contracts/web-api.ts';
import { previousPeriodText } from '../../../../src/messages/previous-period.ts';
import { count, date } from '../../format/format.ts';
import { zonedTime } from '../../format/zones.ts';
import { useLanguage } from '../../ui/language.tsx';
import { keyText } from '../../ui/texts.ts';
import { cellText, columnHeading } from './cell-text.ts';
import { placeText } from './place-text.ts';
import { missingTexts } from './report-facts.tsx';

/** The report on paper: heading block, all rows, totals, lines to sign. Drawn only while the browser prints. */
export function PrintSheet({ table }: { table: ReportTable }) {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing ? createPortal(<Sheet table={table} />, document.body) : null;
}

function Sheet({ table }: { table: ReportTable }) {
  const { t, language } = useLanguage();
  const { columns, rows, rowCount, totals, from, to, missing, asOf, shop } = table;
  const previous = previousPeriodText(language, table, keyText);
  return (
    <section className="print-sheet">
      <h1>{keyText(language, `report.${table.report}`)}</h1>
      <p>{placeText(table, t)}</p>
      <p>
        {date(language, from)} – {date(language, to)} ·{' '}
        {t('report.asOf', { at: zonedTime(language, asOf, shop?.timeZone) })}
      </p>
      {previous !== null && <p>{previous}</p>}
      {!missing.complete && (
        <p>
          {t('report.incomplete')}: {missingTexts(missing, t).join('; ')}
        </p>
      )}
      {rows.length < rowCount && <p>{t('report.shown', { shown: count(language, rows.length), n: rowCount })}</p>}
      <table>
        <thead>
          <tr>
            {columns.map(({ key, group }) => (
              <th key={key}>
                {group !== null && <small>{keyText(language, `group.${group}`)} </small>}
                {columnHeading(language, { key, group })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {columns.map((column) => (
                <td key={column.key} data-kind={column.kind}>
                  {cellText(language, column, row.cells[column.key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            {columns.map((column, index) => (
              <td key={column.key} data-kind={column.kind}>
                {index === 0
                  ? t('report.totals')
                  : (totals[column.key] ?? null) === null
                    ? ''
                    : cellText(language, column, totals[column.key])}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
      <p className="print-signs">
        <span>{t('report.prepared')} ______________________</span>
        <span>{t('report.checked')} ______________________</span>
      </p>
    </section>
  );
}
