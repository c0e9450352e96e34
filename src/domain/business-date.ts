/** The business date («дата продаж») of a shift (glossary §7). */
import { type LocalDate, type LocalTime, localDateOf } from './local-time.ts';

/** The date of the open time; without one that of the first receipt, else of the earliest document, else of the closing. */
export function businessDateOf(times: {
  openedAt: LocalTime | null;
  firstReceiptAt: LocalTime | null;
  firstDocumentAt: LocalTime | null;
  closedAt: LocalTime | null;
}): LocalDate | null {
  const time = times.openedAt ?? times.firstReceiptAt ?? times.firstDocumentAt ?? times.closedAt;
  return time === null ? null : localDateOf(time);
}
