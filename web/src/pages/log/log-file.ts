import { routes } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { AskedLog } from './log-filter.ts';

/** Where the entries of a filter come from as a CSV file, in the language of the screen. */
export function logFileAddress(asked: AskedLog, language: Language): string {
  const filled = Object.entries({ ...asked, lang: language }).map(([name, value]) => [name, String(value)]);
  return `${routes.logDownload}?${new URLSearchParams(filled).toString()}`;
}
