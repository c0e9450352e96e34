/** What the audit trail is narrowed to: in the address of the page, and as the server is asked. */
import { type AuditFileQuery, routes } from '../../../../contracts/web-api.ts';
import { auditObjects, auditResults, auditVerbs } from '../../../../src/domain/audit-words.ts';
import { toUtc } from '../../../../src/domain/local-time.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { addDays, isDate } from '../../components/period-field/calendar-dates.ts';
import type { Search } from '../../routes/search.ts';

export type AskedAudit = Omit<AuditFileQuery, 'lang' | 'dialect'>;

/** The question to the server; what the address spells wrongly is left out, so that the page still opens. */
export function askedAudit(search: Search, zone: string): AskedAudit {
  const asked: AskedAudit = {
    from: dayOf(search.from, 0, zone),
    to: dayOf(search.to, 1, zone),
    who: search.who,
    verb: auditVerbs.find((word) => word === search.verb),
    object: auditObjects.find((word) => word === search.object),
    key: search.key,
    shop: search.shop,
    result: auditResults.find((word) => word === search.result),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as AskedAudit;
}

/** The beginning of a day on the clock of the server, so many days later. */
function dayOf(text: string | undefined, later: number, zone: string): string | undefined {
  if (text === undefined || !isDate(text)) return undefined;
  return new Date(toUtc(`${addDays(text, later)}T00:00:00`, zone)).toISOString();
}

/** The keys of the address that narrow the trail. */
export const NO_FILTER = {
  from: undefined,
  to: undefined,
  who: undefined,
  verb: undefined,
  object: undefined,
  key: undefined,
  shop: undefined,
  result: undefined,
} as const;

/** Where the entries of a filter come from as a CSV file, in the language of the screen. */
export function auditFileAddress(asked: AskedAudit, language: Language): string {
  const filled = Object.entries({ ...asked, lang: language }).map(([name, value]) => [name, String(value)]);
  return `${routes.auditFile}?${new URLSearchParams(filled).toString()}`;
}
