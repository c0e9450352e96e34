import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Ref, useId } from 'react';
import type { NewTransfer, Register } from '../../../../contracts/web-api.ts';
import { needsConfirmation } from '../../../../src/domain/load-period.ts';
import type { LocalDate } from '../../../../src/domain/local-time.ts';
import { useLimits } from '../../api/own-rights.ts';
import { queries } from '../../api/queries.ts';
import { daysOf } from '../../components/period-field/calendar-dates.ts';
import { PeriodField } from '../../components/period-field/period-field.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { FilePart } from './file-part.tsx';
import { whyNoNumbers } from './not-asked.tsx';
import { ShiftNumbers } from './shift-numbers.tsx';
import { TimeInput } from './time-input.tsx';
import { LOAD_MODES, type LoadMode, loadPresets, rangeOf, type WantedLoad } from './wanted-load.ts';

type LoadFormProps = {
  register: Register;
  /** Date of the shop now. */
  today: LocalDate;
  wanted: WantedLoad;
  onChange: (change: Partial<WantedLoad>) => void;
  onLoad: (range: NewTransfer['range']) => void;
  busy: boolean;
  ref: Ref<HTMLFieldSetElement>;
};

/** What to load: new data, a period, numbers of shifts (over a command stream), or how a file is taken. */
export function LoadForm({ register, today, wanted, onChange, onLoad, busy, ref }: LoadFormProps) {
  const { t } = useLanguage();
  const range = rangeOf(wanted);
  const most = useLimits().loadDays;
  const tooLong = sizeOf(range) > most;
  return (
    <fieldset className="load-form" ref={ref}>
      <legend>{t('sales.form')}</legend>
      <Modes mode={wanted.mode} noNumbers={whyNoNumbers(register)} onChange={(mode) => onChange({ mode })} />
      <div className="load-details">
        {wanted.mode === 'new' && (
          <p className="secondary">{t(register.lastSaleAt === null ? 'sales.newFirstText' : 'sales.newText')}</p>
        )}
        {wanted.mode === 'dates' && (
          <PeriodPart register={register} today={today} wanted={wanted} onChange={onChange} />
        )}
        {wanted.mode === 'shifts' && <ShiftNumbers wanted={wanted} onChange={onChange} />}
        {wanted.mode === 'file' && <FilePart register={register} />}
      </div>
      {wanted.mode !== 'file' && (
        <Button size="sm" disabled={busy || range === null || tooLong} onClick={() => range !== null && onLoad(range)}>
          {buttonText(range, t)}
        </Button>
      )}
      {tooLong && <StatusMark mark="late" word={t('sales.tooLong', { n: most })} />}
    </fieldset>
  );
}

/** Calendar days of a period, or shifts by number: what some people may ask for only so much of. */
function sizeOf(range: NewTransfer['range'] | null): number {
  if (range === null || range.kind === 'new') return 0;
  if (range.kind === 'shifts') return range.to - range.from + 1;
  return daysOf(range.from.slice(0, 10), range.to.slice(0, 10));
}

/** The verb and its object: «Загрузить за 8 дней». */
function buttonText(range: NewTransfer['range'] | null, t: Translate): string {
  if (range === null) return t('sales.form');
  if (range.kind === 'new') return t('sales.loadNew');
  if (range.kind === 'shifts') return t('sales.loadShifts', { n: range.to - range.from + 1 });
  return t('sales.loadDays', { n: daysOf(range.from.slice(0, 10), range.to.slice(0, 10)) });
}

type ModesProps = {
  mode: LoadMode;
  /** Why numbers of shifts cannot be asked for; null = they can. */
  noNumbers: ReturnType<typeof whyNoNumbers>;
  onChange: (mode: LoadMode) => void;
};

function Modes({ mode, noNumbers, onChange }: ModesProps) {
  const { t } = useLanguage();
  const name = useId();
  return (
    <div className="load-modes">
      {LOAD_MODES.map((value) => {
        const datesOnly = value === 'shifts' && noNumbers !== null;
        return (
          <label key={value} className={datesOnly ? 'secondary' : undefined}>
            <input
              type="radio"
              name={name}
              checked={mode === value}
              disabled={datesOnly}
              aria-describedby={datesOnly ? `${name}-why` : undefined}
              onChange={() => onChange(value)}
            />
            {t(`sales.mode.${value}`)}
          </label>
        );
      })}
      {noNumbers !== null && (
        <span id={`${name}-why`} className="secondary">
          {t(noNumbers)}
        </span>
      )}
    </div>
  );
}

type PartProps = Pick<LoadFormProps, 'wanted' | 'onChange'>;

/** A period with times of day, what the server has of it already, and the warning of a week or more (M10). */
function PeriodPart({ register, today, wanted, onChange }: PartProps & Pick<LoadFormProps, 'register' | 'today'>) {
  const { t } = useLanguage();
  const { from, to } = wanted;
  const stored = useQuery({
    ...queries.shifts(register.shopCode, register.registerCode, { from, to, state: 'all', limit: 1 }),
    placeholderData: keepPreviousData,
  }).data?.totals;
  return (
    <>
      <div className="load-period">
        <PeriodField period={{ from, to }} today={today} onChange={onChange} />
        <TimeInput label={t('sales.fromTime')} value={wanted.fromTime} onTake={(fromTime) => onChange({ fromTime })} />
        <span aria-hidden="true">–</span>
        <TimeInput label={t('sales.toTime')} value={wanted.toTime} onTake={(toTime) => onChange({ toTime })} />
        {rangeOf(wanted) === null && <span role="alert">{t('sales.reversed')}</span>}
        {loadPresets(today).map(({ name, period }) => (
          <button
            key={name}
            type="button"
            className="load-preset"
            onClick={() => onChange({ ...period, fromTime: '00:00', toTime: '23:59' })}
          >
            {t(`sales.preset.${name}`)}
          </button>
        ))}
      </div>
      <p className="load-preview">
        <span className="secondary">
          {stored !== undefined &&
            (stored.shifts === 0
              ? t('sales.previewNone')
              : t('sales.preview', { shifts: stored.shifts, receipts: stored.receiptCount }))}
        </span>
        {needsConfirmation({ from, to }) && <StatusMark mark="late" word={t('sales.weekNote')} />}
      </p>
    </>
  );
}
