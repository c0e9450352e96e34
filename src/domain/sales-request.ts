/** What АСТУ writes into `sale.req` (sales-file §9): `###`, then `dd.MM.yyyy-dd.MM.yyyy`, both days included. */
import type { LocalDate } from './local-time.ts';

export type RequestedPeriod = { from: LocalDate; to: LocalDate };

export type SalesRequestFault =
  /** Not the two lines; also a file that is still being written. */
  | 'not_a_request'
  /** Two lines, but a day that no calendar has. */
  | 'not_a_date'
  | 'reversed'
  | 'too_long';

export type SalesRequestResult =
  | { ok: true; period: RequestedPeriod }
  | { ok: false; fault: SalesRequestFault; days: number | null };

/** The longest period that is answered, in days: a year. A longer one is a slip of whoever asked, and would bury the ERP in files. */
export const LONGEST_REQUEST_DAYS = 366;

const DAY_MS = 86_400_000;
const FORM = /^\uFEFF?###\s*\r?\n\s*(\d{2}\.\d{2}\.\d{4})\s*-\s*(\d{2}\.\d{2}\.\d{4})\s*$/;

/** Reads the text of a request. CRLF, a BOM and spaces at the ends are let pass; anything else is named. */
export function parseSalesRequest(text: string): SalesRequestResult {
  const match = FORM.exec(text);
  if (match === null) return fault('not_a_request');
  const from = isoDate(match[1] ?? '');
  const to = isoDate(match[2] ?? '');
  if (from === null || to === null) return fault('not_a_date');
  if (from > to) return fault('reversed');
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return days > LONGEST_REQUEST_DAYS ? fault('too_long', days) : { ok: true, period: { from, to } };
}

function fault(name: SalesRequestFault, days: number | null = null): SalesRequestResult {
  return { ok: false, fault: name, days };
}

/** `14.03.2026` as `2026-03-14`; null when no calendar of a register has the day. */
function isoDate(text: string): LocalDate | null {
  const [day, month, year] = text.split('.');
  const date = `${year}-${month}-${day}`;
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date ? null : date;
}
