import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Ref, useId, useState } from 'react';
import type { NewTransfer, Register } from '../../../../contracts/web-api.ts';
import { needsConfirmation } from '../../../../src/domain/load-period.ts';
import type { LocalDate } from '../../../../src/domain/local-time.ts';
import { queries } from '../../api/queries.ts';
import { Link } from '../../components/frame/link.tsx';
import { daysOf } from '../../components/period-field/calendar-dates.ts';
import { PeriodField } from '../../components/period-field/period-field.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { whyNoNumbers } from './asked-by.tsx';
import { LOAD_MODES, type LoadMode, rangeOf, readTime, type WantedLoad } from './wanted-load.ts';

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
        {wanted.mode === 'shifts' && <ShiftsPart wanted={wanted} onChange={onChange} />}
        {wanted.mode === 'file' && <FilePart register={register} />}
      </div>
      {wanted.mode !== 'file' && (
        <Button size="sm" disabled={busy || range === null} onClick={() => range !== null && onLoad(range)}>
          {buttonText(range, t)}
        </Button>
      )}
    </fieldset>
  );
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

function TimeInput({ label, value, onTake }: { label: string; value: string; onTake: (time: string) => void }) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const finish = () => {
    if (typed === null) return;
    const time = readTime(typed);
    setWrong(time === null);
    if (time === null) return;
    setTyped(null);
    onTake(time);
  };
  return (
    <>
      <input
        type="text"
        className="load-time"
        inputMode="numeric"
        autoComplete="off"
        aria-label={label}
        aria-invalid={wrong}
        value={typed ?? value}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={finish}
        onKeyDown={(event) => (event.code === 'Enter' || event.code === 'NumpadEnter') && finish()}
      />
      {wrong && <span role="alert">{t('sales.timeWrong')}</span>}
    </>
  );
}

function ShiftsPart({ wanted, onChange }: PartProps) {
  const { t } = useLanguage();
  const wrong = rangeOf(wanted) === null && wanted.shiftFrom !== '' && wanted.shiftTo !== '';
  return (
    <div className="load-period">
      <label>
        <span className="secondary">{t('sales.shiftFrom')}</span>
        <input
          type="text"
          className="load-number"
          inputMode="numeric"
          autoComplete="off"
          value={wanted.shiftFrom}
          onChange={(event) => onChange({ shiftFrom: event.currentTarget.value })}
        />
      </label>
      <label>
        <span className="secondary">{t('sales.shiftTo')}</span>
        <input
          type="text"
          className="load-number"
          inputMode="numeric"
          autoComplete="off"
          value={wanted.shiftTo}
          onChange={(event) => onChange({ shiftTo: event.currentTarget.value })}
        />
      </label>
      {wrong && <span role="alert">{t('sales.shiftWrong')}</span>}
    </div>
  );
}

/** A file is taken by the command line; what it took stands among the packages. */
function FilePart({ register }: { register: Register }) {
  const { t } = useLanguage();
  const { shopCode, registerCode } = register;
  return (
    <p className="load-preview">
      <span className="secondary">{t('sales.fileText')}</span>
      <code>{`smena load-file <file> --shop ${shopCode}`}</code>
      <Link href={addresses.packages({ shop: shopCode, register: registerCode })}>{t('sales.fileLink')}</Link>
    </p>
  );
}
