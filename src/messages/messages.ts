/**
 * The one catalogue of texts, Russian and English, by stable code: the same words in log, API, command line and screen.
 * A text holds `{name}` for a value (`nameRu` or `nameEn` when somebody else's words come in both languages),
 * `{sum:money}` for kopecks, `{apart:difference}` for kopecks with their sign, `{n:смена|смены|смен|смены}` for a counted word (ru: one|few|many|other, en: one|other; the
 * number is printed before the word), `{at:time}` for a local time, `{day:date}` for a local date and `{reason:sentence}` for one more sentence, which
 * may be absent.
 */

import { accessEvents, accessWords } from './areas/access.ts';
import { archiveEvents, archiveWords } from './areas/archive.ts';
import { backupEvents, backupWords } from './areas/backups.ts';
import { caseEvents, caseWords } from './areas/cases.ts';
import { dayWords } from './areas/days.ts';
import { descriptionEvents, descriptionWords } from './areas/descriptions.ts';
import { erpEvents, erpReasons, erpWords } from './areas/erp.ts';
import { errors } from './areas/errors.ts';
import { events } from './areas/events.ts';
import { exports_ } from './areas/exports.ts';
import { gapEvents, gapWords } from './areas/gaps.ts';
import { lineEvents, lineWords } from './areas/lines.ts';
import { loads } from './areas/loads.ts';
import { queueEvents, queueReasons } from './areas/queue.ts';
import { reasons } from './areas/reasons.ts';
import { requests } from './areas/requests.ts';
import { rightWords } from './areas/rights.ts';
import { scheduleEvents, scheduleWords } from './areas/schedules.ts';
import { settingEvents, settingWords } from './areas/settings.ts';
import { shiftLifeWords } from './areas/shift-life.ts';
import { streamEvents, streamWords } from './areas/stream.ts';
import { thriftEvents, thriftReasons } from './areas/thrift.ts';
import { transferEvents, transferWords } from './areas/transfers.ts';
import { trimEvents, trimReasons, trimWords } from './areas/trim.ts';
import { upperEvents, upperWords } from './areas/upper.ts';
import { formatDate, formatMoney, formatTime } from './formats.ts';
import { joinTexts } from './join-texts.ts';
import type { Language } from './language.ts';

export { valuesCode } from './areas/cases.ts';
export { type Language, languages } from './language.ts';

export type MessageParams = Readonly<Record<string, string | number | null>>;
type Texts = Record<string, string>;

export type EventCode =
  | keyof (typeof accessEvents)['ru']
  | keyof (typeof backupEvents)['ru']
  | keyof (typeof lineEvents)['ru']
  | keyof (typeof upperEvents)['ru']
  | keyof (typeof trimEvents)['ru']
  | keyof (typeof events)['ru']
  | keyof (typeof archiveEvents)['ru']
  | keyof (typeof erpEvents)['ru']
  | keyof (typeof settingEvents)['ru']
  | keyof (typeof streamEvents)['ru']
  | keyof (typeof gapEvents)['ru']
  | keyof (typeof caseEvents)['ru']
  | keyof (typeof queueEvents)['ru']
  | keyof (typeof descriptionEvents)['ru']
  | keyof (typeof thriftEvents)['ru']
  | keyof (typeof transferEvents)['ru']
  | keyof (typeof scheduleEvents)['ru'];
export type ErrorCode =
  | keyof (typeof rightWords)['ru']
  | keyof (typeof accessWords)['ru']
  | keyof (typeof backupWords)['ru']
  | keyof (typeof lineWords)['ru']
  | keyof (typeof upperWords)['ru']
  | keyof (typeof trimWords)['ru']
  | keyof (typeof errors)['ru']
  | keyof (typeof archiveWords)['ru']
  | keyof (typeof erpWords)['ru']
  | keyof (typeof requests)['ru']
  | keyof (typeof gapWords)['ru']
  | keyof (typeof caseWords)['ru']
  | keyof (typeof loads)['ru']
  | keyof (typeof streamWords)['ru']
  | keyof (typeof transferWords)['ru']
  | keyof (typeof scheduleWords)['ru']
  | keyof (typeof settingWords)['ru']
  | keyof (typeof descriptionWords)['ru'];
export type ReasonCode =
  | keyof (typeof trimReasons)['ru']
  | keyof (typeof reasons)['ru']
  | keyof (typeof exports_)['ru']
  | keyof (typeof erpReasons)['ru']
  | keyof (typeof queueReasons)['ru']
  | keyof (typeof thriftReasons)['ru'];
export type MessageCode = EventCode | ErrorCode | ReasonCode;

export const catalogue: Record<Language, Texts> = {
  ru: /* @__PURE__ */ joinTexts(
    rightWords.ru,
    accessEvents.ru,
    accessWords.ru,
    lineEvents.ru,
    lineWords.ru,
    upperEvents.ru,
    upperWords.ru,
    trimEvents.ru,
    trimReasons.ru,
    trimWords.ru,
    backupEvents.ru,
    backupWords.ru,
    requests.ru,
    loads.ru,
    errors.ru,
    reasons.ru,
    exports_.ru,
    archiveEvents.ru,
    archiveWords.ru,
    erpEvents.ru,
    erpReasons.ru,
    erpWords.ru,
    events.ru,
    streamEvents.ru,
    streamWords.ru,
    gapEvents.ru,
    gapWords.ru,
    caseEvents.ru,
    caseWords.ru,
    dayWords.ru,
    shiftLifeWords.ru,
    thriftEvents.ru,
    thriftReasons.ru,
    queueEvents.ru,
    queueReasons.ru,
    transferEvents.ru,
    transferWords.ru,
    scheduleEvents.ru,
    scheduleWords.ru,
    settingEvents.ru,
    settingWords.ru,
    descriptionEvents.ru,
    descriptionWords.ru,
  ),
  en: /* @__PURE__ */ joinTexts(
    rightWords.en,
    accessEvents.en,
    accessWords.en,
    lineEvents.en,
    lineWords.en,
    upperEvents.en,
    upperWords.en,
    trimEvents.en,
    trimReasons.en,
    trimWords.en,
    backupEvents.en,
    backupWords.en,
    requests.en,
    loads.en,
    errors.en,
    reasons.en,
    exports_.en,
    archiveEvents.en,
    archiveWords.en,
    erpEvents.en,
    erpReasons.en,
    erpWords.en,
    events.en,
    streamEvents.en,
    streamWords.en,
    gapEvents.en,
    gapWords.en,
    caseEvents.en,
    caseWords.en,
    dayWords.en,
    shiftLifeWords.en,
    thriftEvents.en,
    thriftReasons.en,
    queueEvents.en,
    queueReasons.en,
    transferEvents.en,
    transferWords.en,
    scheduleEvents.en,
    scheduleWords.en,
    settingEvents.en,
    settingWords.en,
    descriptionEvents.en,
    descriptionWords.en,
  ),
};

/** True when the catalogue has a text for the code. */
export function hasMessage(code: string): boolean {
  return Object.hasOwn(catalogue.ru, code);
}

/** The text of a code in a language; an unknown code is shown as itself with its values, so that nothing is hidden. */
export function messageText(language: Language, code: string, params: MessageParams = {}): string {
  const texts = catalogue[language];
  if (!Object.hasOwn(texts, code)) return `${code} ${JSON.stringify(params)}`;
  return fillText(language, texts[code] ?? code, withInnerTexts(language, params));
}

/** A text for the screen and log of a register, whose language is not known: Russian, then English. */
export function bothLanguages(code: MessageCode, params: MessageParams): string {
  return `${messageText('ru', code, params)} / ${messageText('en', code, params)}`;
}

/** A value `@code` is the text of that code with the same values: a reason inside a sentence, in the reader's language. */
function withInnerTexts(language: Language, params: MessageParams): MessageParams {
  const entries = Object.entries(params).map(([name, value]) => {
    const code = typeof value === 'string' && value.startsWith('@') ? value.slice(1) : '';
    if (!hasMessage(code)) return [name, value] as const;
    const { [name]: _, ...others } = params;
    return [name, messageText(language, code, others)] as const;
  });
  return Object.fromEntries(entries);
}

/** A text by its code and values, to be worded in the language of whoever reads it. */
export type CodedText = { readonly code: MessageCode; readonly params?: MessageParams };

/** The values that put `text` into the place `name` of another text. */
export function innerText(name: string, text: CodedText): MessageParams {
  return { ...text.params, [name]: `@${text.code}` };
}

const PLACE = /\{(\w+)(?::([^}]+))?\}/g;

/** Puts values into a text of the catalogue's form. A missing value is printed as «—», never as zero. */
export function fillText(language: Language, text: string, params: MessageParams): string {
  return text.replace(PLACE, (_, name: string, form: string | undefined) => {
    const value = params[name] ?? params[`${name}${language === 'ru' ? 'Ru' : 'En'}`];
    if (form === 'sentence') return value === undefined || value === null ? '' : ` ${value}`;
    if (value === undefined || value === null) return '—';
    if (form === undefined) return String(value);
    if (form === 'money') return formatMoney(language, Number(value));
    if (form === 'difference') return `${Number(value) > 0 ? '+' : ''}${formatMoney(language, Number(value))}`;
    if (form === 'time') return formatTime(language, String(value));
    if (form === 'date') return formatDate(language, String(value));
    return `${formatCount(language, Number(value))} ${pluralForm(language, Number(value), form.split('|'))}`;
  });
}

const countFormats = { ru: new Intl.NumberFormat('ru'), en: new Intl.NumberFormat('en') };
const pluralRules = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

/** A count with grouped digits. */
export function formatCount(language: Language, value: number): string {
  return countFormats[language].format(value);
}

/** The form of a word that goes with a number: ru one|few|many|other, en one|other. */
export function pluralForm(language: Language, value: number, forms: readonly string[]): string {
  const rule = pluralRules[language].select(value);
  const order = language === 'ru' ? ['one', 'few', 'many', 'other'] : ['one', 'other'];
  return forms[order.indexOf(rule)] ?? forms.at(-1) ?? '';
}
