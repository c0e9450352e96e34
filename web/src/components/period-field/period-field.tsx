import { ActionIcon } from '@mantine/core';
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { LocalDate } from '../../../../src/domain/local-time.ts';
import { formatDate } from '../../../../src/messages/formats.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { daysOf } from './calendar-dates.ts';
import { judgePeriod, type Period, type PeriodProblem, shiftPeriod } from './presets.ts';
import { readTypedDate } from './typed-date.ts';
import './period-field.css';

// Popover, calendar and its date library are a quarter of the kit; they come when they are first wanted.
const PeriodChoices = lazy(() => import('./period-choices.tsx').then((module) => ({ default: module.PeriodChoices })));

type ChoicesProps = { period: Period; today: LocalDate; onTake: (from: LocalDate, to: LocalDate) => boolean };
const problemTexts: Record<PeriodProblem, ScreenText> = { notADate: 'period.notADate', future: 'period.future' };

type PeriodFieldProps = {
  period: Period /** Date of the shop now. */;
  today: LocalDate;
  onChange: (period: Period) => void;
};

/** A period by dates, both days included: typed, taken from presets or a calendar, moved by `[` and `]`. */
export function PeriodField({ period, today, onChange }: PeriodFieldProps) {
  const { t, language } = useLanguage();
  const [note, setNote] = useState<ScreenText | null>(null);
  const take = (from: LocalDate | null, to: LocalDate | null) => {
    const judged = judgePeriod(from, to, today);
    setNote(judged.ok ? (judged.swapped ? 'period.swapped' : null) : problemTexts[judged.problem]);
    if (judged.ok) onChange(judged.period);
    return judged.ok;
  };
  const move = (direction: -1 | 1) => {
    setNote(null);
    onChange(shiftPeriod(period, direction, today));
    return true;
  };
  useShortcut({ keys: 'BracketLeft', label: t('period.previous'), run: () => move(-1) });
  useShortcut({ keys: 'BracketRight', label: t('period.next'), run: () => move(1) });
  return (
    <fieldset className="period-field">
      <legend className="unseen">{t('period.label')}</legend>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        onClick={() => move(-1)}
        aria-label={t('period.previous')}
        title={t('period.previous')}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <DateInput label={t('period.from')} value={period.from} today={today} onTake={(date) => take(date, period.to)} />
      <DateInput label={t('period.to')} value={period.to} today={today} onTake={(date) => take(period.from, date)} />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        onClick={() => move(1)}
        disabled={period.to >= today}
        aria-label={t('period.next')}
        title={t('period.next')}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
      <ChoicesButton period={period} today={today} onTake={take} />
      <span className="period-days">{t('period.days', { n: daysOf(period.from, period.to) })}</span>
      <span className="period-note" role="status">
        {note === null ? '' : t(note, { today: formatDate(language, today) })}
      </span>
    </fieldset>
  );
}

type DateInputProps = {
  label: string;
  value: LocalDate;
  today: LocalDate;
  onTake: (date: LocalDate | null) => boolean;
};

function DateInput({ label, value, today, onTake }: DateInputProps) {
  const { language } = useLanguage();
  const shown = formatDate(language, value);
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const finish = () => {
    if (typed === null) return;
    const date = readTypedDate(typed, today);
    const taken = onTake(date);
    setWrong(!taken);
    if (taken) setTyped(null);
  };
  return (
    <label className="period-date">
      <span>{label}</span>
      <input
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={typed ?? shown}
        aria-invalid={wrong}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.code === 'Enter' || event.code === 'NumpadEnter') finish();
          if (event.code !== 'Escape') return;
          setTyped(null);
          setWrong(false);
        }}
      />
    </label>
  );
}

/**
 * The button of the choices; they and the kit's popover and calendar are loaded when it is first pressed. The button stays
 * mounted all the while, because it takes the focus back.
 */
function ChoicesButton({ period, today, onTake }: ChoicesProps) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const change = (next: boolean) => {
    setOpen(next);
    if (next) setWanted(true);
    else button.current?.focus();
  };
  return (
    <>
      <ActionIcon
        ref={button}
        variant="default"
        size={28}
        onClick={() => change(!open)}
        // The focus goes into the choices a moment after they are drawn.
        onKeyDown={(event) => open && event.code === 'Escape' && change(false)}
        aria-label={t('period.choose')}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={t('period.choose')}
      >
        <IconCalendar size={16} />
      </ActionIcon>
      {wanted && (
        <Suspense fallback={null}>
          <PeriodChoices period={period} today={today} open={open} onOpen={change} onTake={onTake} button={button} />
        </Suspense>
      )}
    </>
  );
}
