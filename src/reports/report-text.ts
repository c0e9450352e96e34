/** How values of tables are written in answers: money with two decimals, reasons in both languages, codes in number order. */
import { formatKopecks, type Kopecks } from '../domain/money.ts';
import { type MessageParams, messageText } from '../messages/messages.ts';

/** Kopecks as text; null (not known) stays null and never becomes zero. */
export function moneyOrNull(value: Kopecks | null): string | null {
  return value === null ? null : formatKopecks(value);
}

/** A text of the catalogue in both languages. */
export function bothTexts(code: string, params: MessageParams): { ru: string; en: string } {
  return { ru: messageText('ru', code, params), en: messageText('en', code, params) };
}

/** A kept reason (code and JSON of its values) as people read it; null when there is none. */
export function reasonText(
  code: string | null,
  details: string | null,
): { code: string; ru: string; en: string } | null {
  return code === null ? null : { code, ...bothTexts(code, paramsOf(details)) };
}

/** Values of a message as a table keeps them: a JSON object, or nothing. */
export function paramsOf(json: string | null): MessageParams {
  return json === null || json === '' ? {} : (JSON.parse(json) as MessageParams);
}

const collator = new Intl.Collator('ru', { numeric: true });

/** Order of codes for people: 2 before 10. The databases sort text by rules of their own. */
export function compareCodes(a: string, b: string): number {
  return collator.compare(a, b);
}
