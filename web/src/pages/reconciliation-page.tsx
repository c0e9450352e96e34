import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ShiftList, ShiftRow } from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { toLocal } from '../../../src/domain/local-time.ts';
import type { Language } from '../../../src/messages/messages.ts';
import { fillRoute } from '../api/client.ts';
import { now } from '../api/clock.ts';
import { queries } from '../api/queries.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { useGo } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { useShortcut } from '../components/keyboard/shortcuts.ts';
import { Loaded } from '../components/loaded.tsx';
import { PeriodField } from '../components/period-field/period-field.tsx';
import { type Period, presets } from '../components/period-field/presets.ts';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { count } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, type Translate, useLanguage } from '../ui/language.tsx';
import { Zone } from '../ui/zone.tsx';
import { usePeriod } from './days/use-period.ts';
import { shiftRows, useMarkedShifts } from './exchange/marked-shifts.tsx';
import { exportHint, isBlue } from './names.ts';
import { GapTable } from './reconciliation/gap-table.tsx';
import { NoShifts } from './reconciliation/no-shifts.tsx';
import { RegisterNotices } from './reconciliation/register-notices.tsx';
import { openShift, rowNotes, useShiftColumns } from './reconciliation/shift-columns.tsx';
import { type RegisterPath, useRegisterFrame } from './register-frame.ts';
import { FileButtons } from './reports/file-links.tsx';
import { checkNote } from './shift-notes.ts';
import './reconciliation/reconciliation.css';
import './reports/reports.css';

export type ShiftState = 'all' | 'not_exported' | 'differing' | 'open';
const states: [ShiftState, ScreenText][] = [
  ['all', 'reconciliation.all'],
  ['not_exported', 'reconciliation.notExported'],
  ['differing', 'reconciliation.differing'],
  ['open', 'reconciliation.open'],
];

const GAPS = 'gaps';

/** «Сверка продаж» of a register (M19–M21): its shifts of a period; blue is what the ERP does not have. */
export function ReconciliationPage({ shopCode, registerCode }: RegisterPath) {
  const { t } = useLanguage();
  const go = useGo();
  const { query, crumbs, tabs } = useRegisterFrame({ shopCode, registerCode }, 'reconciliation');
  const timeZone = query.data?.shop.timeZone;
  const today = timeZone === undefined ? null : toLocal(now(), timeZone).slice(0, 10);
  useShortcut({
    keys: 'KeyL',
    label: t('sales.openForm'),
    run: () => {
      go(addresses.sales(shopCode, registerCode));
      return true;
    },
  });
  return (
    <Page title={t('reconciliation.title')} crumbs={crumbs} tabs={tabs}>
      <Loaded query={query} loading={t('reconciliation.loading')}>
        {() =>
          today !== null && (
            <Zone value={timeZone}>
              <Shifts shopCode={shopCode} registerCode={registerCode} today={today} />
            </Zone>
          )
        }
      </Loaded>
    </Page>
  );
}

function Shifts({ shopCode, registerCode, today }: RegisterPath & { today: string }) {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  const period = usePeriod(presets(today).days30);
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'all';
  const path = { shopCode, registerCode };
  const query = useQuery({
    ...queries.shifts(shopCode, registerCode, { ...period, state }),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="reconciliation">
      <div className="reconciliation-filters">
        <PeriodField period={period} today={today} onChange={(next) => setSearch(next, 'push')} />
        <span className="secondary">{t('reconciliation.rule')}</span>
        <ShiftFiles path={path} period={period} state={state} />
      </div>
      <RegisterNotices {...path} />
      <div className="reconciliation-table">
        <Loaded query={query} loading={t('reconciliation.loading')} place={path}>
          {(list) =>
            search.state === GAPS ? (
              <GapTable path={path} bar={<Views list={list} current={GAPS} path={path} />} />
            ) : (
              <ShiftTable list={list} readMs={query.dataUpdatedAt} state={state} path={path} />
            )
          }
        </Loaded>
      </div>
    </div>
  );
}

/** The shifts of the list as a file; the gaps are none of them. */
function ShiftFiles({ path, period, state }: { path: RegisterPath; period: Period; state: ShiftState }) {
  const { language } = useLanguage();
  const query = { shop: path.shopCode, register: path.registerCode, ...period, state, lang: language };
  const file = fillRoute(routes.reportFile, { report: 'shifts' });
  return (
    <span className="report-actions">
      <FileButtons address={(format) => `${file}?${new URLSearchParams({ ...query, format }).toString()}`} />
    </span>
  );
}

const rowId = (shift: ShiftRow) => String(shift.shiftId);
const rowClass = (shift: ShiftRow) => (isBlue(shift.export.state) ? 'row-not-exported' : undefined);

/** Everything there is to say about a shift in words: what is odd, how it was exported, how far it was checked. */
function rowText(shift: ShiftRow, t: Translate, language: Language): string {
  const { notes } = rowNotes(shift, t, language);
  const exported = exportHint(t, language, shift.export);
  return [...notes, `${t('shift.erp')}: ${exported}.`.replace('..', '.'), checkNote(shift, t)]
    .filter((part) => part !== null)
    .join(' ');
}

type ShiftTableProps = { list: ShiftList; readMs: number; state: ShiftState; path: RegisterPath };

function ShiftTable({ list, readMs, state, path }: ShiftTableProps) {
  const { t, language } = useLanguage();
  const columns = useShiftColumns(list);
  const { counts } = list;
  const viewKey = `${path.shopCode}/${path.registerCode} ${list.from} ${list.to} ${state}`;
  const { marking, above } = useMarkedShifts(viewKey, list.shifts, readMs, shiftRows);
  return (
    <div className="table-with-news">
      {above}
      <DataTable
        label={t('reconciliation.title')}
        columns={columns}
        rows={list.shifts}
        rowId={rowId}
        viewKey={viewKey}
        marking={marking}
        defaultSort="-opened"
        open={openShift}
        rowClass={rowClass}
        summary={t('reconciliation.summary', {
          shifts: count(language, list.shifts.length),
          notExported: count(language, counts.not_exported),
        })}
        totalsLabel={t('reconciliation.totals', { n: list.totals.shifts })}
        bar={<Views list={list} current={state} path={path} />}
        detail={(shift) => rowText(shift, t, language)}
        empty={<NoShifts list={list} state={state} path={path} />}
      />
    </div>
  );
}

/** Quick filters of the shifts, and beside them the missing receipt numbers. */
function Views({ list, current, path }: { list: ShiftList; current: ShiftState | typeof GAPS; path: RegisterPath }) {
  const { t } = useLanguage();
  const { shopCode, registerCode } = path;
  const gaps = useQuery(queries.gaps({ shop: shopCode, register: registerCode, state: 'open', limit: 1 })).data;
  const { from, to } = list;
  const tabOf = (name: ShiftState | typeof GAPS, text: ScreenText, n: number | undefined) => ({
    label: t(text),
    count: n,
    href: addresses.reconciliation(shopCode, registerCode, { from, to, state: name === 'all' ? undefined : name }),
    current: name === current,
  });
  return (
    <QuickTabs
      label={t('table.views')}
      tabs={[
        ...states.map(([name, text]) => tabOf(name, text, list.counts[name])),
        tabOf(GAPS, 'reconciliation.gaps', gaps?.counts.open),
      ]}
    />
  );
}
