/** How a shift is addressed by people and in URLs: number and date, because numbers repeat: `347@2026-03-14`. */
import { type LocalDate, type LocalTime, localDateOf } from './local-time.ts';

export type ShiftKey = {
  shiftNumber: number;
  date: LocalDate /** 1 = the first shift of that number and date. */;
  ordinal: number;
};

const KEY = /^(\d{1,15})@(\d{4}-\d{2}-\d{2})(?:\.(\d{1,4}))?$/;

/** Reads a key; null when the text is not one. */
export function parseShiftKey(text: string): ShiftKey | null {
  const match = KEY.exec(text);
  if (match === null) return null;
  const ordinal = Number(match[3] ?? '1');
  if (ordinal < 1) return null;
  return { shiftNumber: Number(match[1]), date: match[2] ?? '', ordinal };
}

/** The key of a shift: its open date, or the business date when it has no open time; the ordinal is written from 2 on. */
export function shiftKey(
  shift: { shiftNumber: number; openedAt: LocalTime | null; businessDate: LocalDate },
  ordinal = 1,
): string {
  const date = shift.openedAt === null ? shift.businessDate : localDateOf(shift.openedAt);
  return `${shift.shiftNumber}@${date}${ordinal > 1 ? `.${ordinal}` : ''}`;
}
