import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import type { RegisterDay, ShopDay, ShopDays } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { DefinitionsButton } from '../../components/definitions/definitions-button.tsx';
import type { FigureName } from '../../components/definitions/figures.ts';
import { Link } from '../../components/frame/link.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, date, MISSING, money, time } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { useSearchState } from '../../routes/search.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { resultMark } from '../cases/case-words.ts';
import { exportMark, isBlue, registerName } from '../names.ts';
import { cellText, dayMark, registerMark, weekday } from './day-words.ts';
import { DisclosureRow } from './disclosure-row.tsx';
import { type SumColumn, sumColumns, sumsOfShift } from './sum-columns.ts';

const figures: readonly FigureName[] = [
  'saleCash',
  'saleNoncash',
  'saleOther',
  'revenueCash',
  'revenueNoncash',
  'revenueOther',
  'drawerSum',
  'refundCash',
  'refundNoncash',
  'refundOther',
];

/** The business dates of a shop with their sums; each opens into registers, those into shifts, and all of it adds up. */
export function ShopDayTable({ list }: { list: ShopDays }) {
  const { t, language } = useLanguage();
  const columns = useMemo(() => sumColumns(list), [list]);
  if (list.days.length === 0) return <p>{t('days.empty')}</p>;
  const notExported = list.days.filter((day) => day.exportedShifts < day.shifts).length;
  return (
    <section aria-label={t('reconciliation.title')}>
      <div className="section-head">
        <p className="secondary">{t('days.summary', { n: list.days.length, notExported })}</p>
        <DefinitionsButton figures={figures} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <div className="days-scroll" tabIndex={0}>
        <table className="days-table" aria-label={t('reconciliation.title')}>
          <Head columns={columns} />
          <tbody onKeyDown={moveAmongRows}>
            {list.days.map((day) => (
              <Day key={day.businessDate} shopCode={list.shop.shopCode} day={day} columns={columns} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" className="days-foot days-corner">
                {t('days.totals', { n: list.days.length })}
              </th>
              <td className="number days-foot">{count(language, list.totals.closedDocuments)}</td>
              <Sums row={list.totals} columns={columns} className="days-foot" />
              <Shifts row={list.totals} className="days-foot" />
              <td className="days-foot" />
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

/** ↑ and ↓ lead from one opening row to the next; → opens and ← closes it. */
function moveAmongRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const button = (event.target as HTMLElement).closest<HTMLButtonElement>('button[data-row]');
  if (button === null) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[data-row]')];
  const at = buttons.indexOf(button);
  const open = button.getAttribute('aria-expanded') === 'true';
  const moves: Record<string, () => void> = {
    ArrowDown: () => buttons[at + 1]?.focus(),
    ArrowUp: () => buttons[at - 1]?.focus(),
    ArrowRight: () => !open && button.click(),
    ArrowLeft: () => open && button.click(),
  };
  const move = moves[event.code];
  if (move === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  move();
}

const groups: [SumColumn['group'], ScreenText][] = [
  ['sale', 'shift.sales'],
  ['revenue', 'shift.revenue'],
  ['drawer', 'shift.drawer'],
  ['refund', 'shift.refunds'],
];

function Head({ columns }: { columns: readonly SumColumn[] }) {
  const { t } = useLanguage();
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} className="days-head days-corner">
          {t('days.date')}
        </th>
        <th scope="col" rowSpan={2} className="number days-head" title={t('days.documentsHint')}>
          {t('days.documents')}
        </th>
        {groups.map(([group, text]) => {
          const own = columns.filter((column) => column.group === group);
          return group === 'drawer' ? (
            <th key={group} scope="col" rowSpan={2} className="number days-head" title={t('days.drawerHint')}>
              {t(text)}
            </th>
          ) : (
            <th key={group} scope="colgroup" colSpan={own.length} className="days-group days-head">
              {t(text)}
            </th>
          );
        })}
        <th scope="col" rowSpan={2} className="number days-head" title={t('days.shiftsHint')}>
          {t('days.shifts')}
        </th>
        <th scope="col" rowSpan={2} className="days-head">
          {t('days.state')}
        </th>
      </tr>
      <tr>
        {columns
          .filter(({ group }) => group !== 'drawer')
          .map(({ name, heading }) => (
            <th key={name} scope="col" className="number days-head days-head-2">
              {t(heading)}
            </th>
          ))}
      </tr>
    </thead>
  );
}

type DayProps = { shopCode: string; day: ShopDay; columns: readonly SumColumn[] };

function Day({ shopCode, day, columns }: DayProps) {
  const { t, language } = useLanguage();
  const [{ day: opened }, setSearch] = useSearchState();
  const open = opened === day.businessDate;
  const blue = day.exportedShifts < day.shifts;
  const row = useRef<HTMLTableRowElement>(null);
  // The day that an address names is brought into sight once.
  const named = useRef(open);
  useEffect(() => {
    if (named.current) row.current?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <>
      <tr ref={row} className={blue ? 'days-blue' : undefined} title={day.day.text[language]}>
        <DisclosureRow
          level={1}
          open={open}
          onToggle={() => setSearch({ day: open ? undefined : day.businessDate })}
          label={`${date(language, day.businessDate)}, ${weekday(language, day.businessDate)}`}
        />
        <td className="number">{count(language, day.closedDocuments)}</td>
        <Sums row={day} columns={columns} />
        <Shifts row={day} />
        <td>
          <StatusMark mark={dayMark(day.day)} word={stateText(day, t, language)} />{' '}
          {blue && day.day.state !== 'not_exported' && (
            <StatusMark mark="not-exported" word={t('export.notExported')} quiet />
          )}
        </td>
      </tr>
      {open && <Registers shopCode={shopCode} day={day} columns={columns} />}
    </>
  );
}

/** The word of the state, with its number where it has one. */
function stateText(day: ShopDay, t: ReturnType<typeof useLanguage>['t'], language: 'ru' | 'en'): string {
  const { state, waitingFor } = day.day;
  if (state === 'waiting') return t('days.waitingFor', { registers: waitingFor.join(', ') });
  if (state === 'differs') return t('days.differs', { sum: cellText(day.day, t, language) });
  if (state === 'not_exported') return t('days.notExported', { n: day.day.notExported });
  return t(state === 'closed' ? 'days.closed' : state === 'remarks' ? 'days.remarks' : 'days.running');
}

function Registers({ shopCode, day, columns }: DayProps) {
  const { t } = useLanguage();
  const query = useQuery(queries.shopDay(shopCode, day.businessDate));
  if (query.data === undefined)
    return (
      <tr>
        <td colSpan={columns.length + 4} className="secondary">
          {query.error === null ? t('days.loadingDay') : t('state.failed')}
        </td>
      </tr>
    );
  return query.data.registers.map((register) => (
    <Register
      key={register.registerCode}
      shopCode={shopCode}
      businessDate={day.businessDate}
      register={register}
      columns={columns}
    />
  ));
}

type RegisterProps = { shopCode: string; businessDate: string; register: RegisterDay; columns: readonly SumColumn[] };

function Register({ shopCode, businessDate, register, columns }: RegisterProps) {
  const { t, language } = useLanguage();
  const [{ register: opened }, setSearch] = useSearchState();
  const open = opened === register.registerCode;
  const { registerCode } = register;
  return (
    <>
      <tr className={register.exportedShifts < register.shifts ? 'days-blue' : undefined}>
        <DisclosureRow
          level={2}
          open={register.rows.length === 0 ? undefined : open}
          onToggle={() => setSearch({ register: open ? undefined : registerCode })}
          label={registerName(t, registerCode, register.name)}
        />
        <td className="number">{count(language, register.closedDocuments)}</td>
        <Sums row={register} columns={columns} />
        <Shifts row={register} />
        <td>
          <StatusMark mark={registerMark(register)} word={register.text[language]} />{' '}
          <Link href={addresses.reconciliation(shopCode, registerCode, { from: businessDate, to: businessDate })}>
            {t('days.openRegister')}
          </Link>
        </td>
      </tr>
      {open && register.rows.map((row) => <Shift key={row.shift.shiftId} row={row} columns={columns} />)}
    </>
  );
}

function Shift({ row, columns }: { row: RegisterDay['rows'][number]; columns: readonly SumColumn[] }) {
  const { t, language } = useLanguage();
  const { shift, closedDocuments, held } = row;
  const numbers = held.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
  return (
    <tr className={isBlue(shift.export.state) ? 'days-blue' : undefined}>
      <th scope="row" className="days-row-name days-level-3">
        <Link href={addresses.shift(shift.shopCode, shift.registerCode, shift.key)}>
          {t('days.shift', { number: shift.shiftNumber, opened: time(language, shift.openedAt).slice(-5) })}
        </Link>
      </th>
      <td className="number">{count(language, closedDocuments)}</td>
      <Sums row={sumsOfShift(shift)} columns={columns} />
      <td>
        <StatusMark {...exportMark(t, shift.export.state)} quiet />
      </td>
      <td>
        <StatusMark {...resultMark(shift.check, t)} />
        {numbers !== '' && <span className="secondary"> {t('days.held', { numbers })}</span>}
      </td>
    </tr>
  );
}

type SumRow = Record<SumColumn['name'], string | null> & { computed: boolean; shifts?: number };

type SumsProps = { row: SumRow; columns: readonly SumColumn[]; className?: string };

function Sums({ row, columns, className = '' }: SumsProps) {
  const { t, language } = useLanguage();
  return columns.map(({ name }) => (
    <td
      key={name}
      className={`number ${row[name] === '0.00' ? 'cell-quiet' : ''} ${className}`}
      title={row.computed ? t('days.computed') : undefined}
    >
      {row[name] === null || row.shifts === 0 ? MISSING : money(language, row[name])}
    </td>
  ));
}

type ShiftsProps = { row: Pick<ShopDay, 'shifts' | 'exportedShifts'>; className?: string };

function Shifts({ row, className = '' }: ShiftsProps) {
  const { t, language } = useLanguage();
  return (
    <td className={`number ${className}`} title={t('days.shiftsHint')}>
      {`${count(language, row.exportedShifts)} / ${count(language, row.shifts)}`}
    </td>
  );
}
