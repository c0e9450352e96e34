import '@mantine/core/styles/Popover.css';
import '@mantine/dates/styles.css';
import 'dayjs/locale/ru';
import { Popover } from '@mantine/core';
import { DatePicker, DatesProvider } from '@mantine/dates';
import { type Ref, type RefObject, useLayoutEffect, useState } from 'react';
import type { LocalDate } from '../../../../src/domain/local-time.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { type Period, type PresetName, presets } from './presets.ts';

const presetTexts: Record<PresetName, ScreenText> = {
  today: 'period.today',
  yesterday: 'period.yesterday',
  week: 'period.week',
  lastWeek: 'period.lastWeek',
  month: 'period.month',
  lastMonth: 'period.lastMonth',
  days30: 'period.days30',
};

type PeriodChoicesProps = {
  period: Period;
  today: LocalDate;
  open: boolean;
  onOpen: (open: boolean) => void;
  onTake: (from: LocalDate, to: LocalDate) => boolean;
  /** The button that opens them; it stands on the page already. */
  button: RefObject<HTMLElement | null>;
};

/** The usual periods and a month to choose both ends in. */
export function PeriodChoices({ period, today, open, onOpen, onTake, button }: PeriodChoicesProps) {
  const { t } = useLanguage();
  const choose = (from: LocalDate, to: LocalDate) => {
    onTake(from, to);
    onOpen(false);
  };
  return (
    <Popover
      opened={open}
      onChange={onOpen}
      position="bottom-start"
      shadow="md"
      trapFocus
      withRoles={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Standing element={button} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" className="period-choices" aria-label={t('period.choose')}>
        <ul>
          {(Object.entries(presets(today)) as [PresetName, Period][]).map(([name, preset]) => (
            <li key={name}>
              <button type="button" className="text-button" onClick={() => choose(preset.from, preset.to)}>
                {t(presetTexts[name])}
              </button>
            </li>
          ))}
        </ul>
        <Calendar period={period} today={today} onChoose={choose} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Tells the kit which element of the page is meant, and draws none. */
function Standing({ element, ref }: { element: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref !== 'function') return;
    const release = ref(element.current);
    return typeof release === 'function' ? release : () => void ref(null);
  }, [element, ref]);
  return null;
}

type CalendarProps = { period: Period; today: LocalDate; onChoose: (from: LocalDate, to: LocalDate) => void };

function Calendar({ period, today, onChoose }: CalendarProps) {
  const { language, t } = useLanguage();
  const [range, setRange] = useState<[string | null, string | null]>([period.from, period.to]);
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: 1, weekendDays: [0, 6] }}>
      <DatePicker
        type="range"
        allowSingleDateInRange
        value={range}
        defaultDate={period.to}
        maxDate={today}
        size="sm"
        ariaLabels={{ previousMonth: t('period.previousMonth'), nextMonth: t('period.nextMonth') }}
        onChange={([from, to]) => {
          setRange([from, to]);
          if (from !== null && to !== null) onChoose(from, to);
        }}
      />
    </DatesProvider>
  );
}
