/** Business days in marks and words. */
import type { DayCell, NetworkDays, RegisterDay } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Mark } from '../../components/status-mark.tsx';
import { count, money } from '../../format/format.ts';
import type { Translate } from '../../ui/language.tsx';

const marks: Record<DayCell['state'], Mark> = {
  running: 'progress',
  differs: 'broken',
  waiting: 'unknown',
  not_exported: 'not-exported',
  remarks: 'order',
  closed: 'order',
  unknown: 'off',
};

export function dayMark({ state }: Pick<DayCell, 'state'>): Mark {
  return marks[state];
}

/** What a cell shows beside its mark: the sum that differs, how many registers are waited for, how many shifts the ERP lacks. */
export function cellText(cell: DayCell, t: Translate, language: Language): string {
  switch (cell.state) {
    case 'differs':
      return cell.difference === null ? count(language, cell.openCases) : money(language, cell.difference);
    case 'waiting':
      return t('days.waitingShort', { n: cell.waitingFor.length });
    case 'not_exported':
      return count(language, cell.notExported);
    case 'running':
      return t('days.running');
    case 'remarks':
      return t('days.remarksShort');
    default:
      return '';
  }
}

const totalMarks: Record<NetworkDays['totals'][number]['state'], Mark> = {
  running: 'progress',
  blocked: 'broken',
  remarks: 'order',
  closed: 'order',
  unknown: 'unknown',
};

export function totalMark({ state }: NetworkDays['totals'][number]): Mark {
  return totalMarks[state];
}

const registerMarks: Record<RegisterDay['state'], Mark> = {
  complete: 'order',
  no_sales: 'order',
  open: 'progress',
  missing: 'late',
  set_aside: 'late',
  silent: 'unknown',
  out_of_service: 'off',
  unknown: 'off',
};

export function registerMark({ state }: Pick<RegisterDay, 'state'>): Mark {
  return registerMarks[state];
}

const weekdays = {
  ru: new Intl.DateTimeFormat('ru', { weekday: 'short', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' }),
};

/** `пн`, `Mon`. */
export function weekday(language: Language, date: string): string {
  return weekdays[language].format(new Date(`${date}T00:00:00Z`));
}
