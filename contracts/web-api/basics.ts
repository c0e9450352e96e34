/** Words that every part of the API uses: money, times, refusals, the state of an export. */
import { z } from 'zod';

/** An amount that somebody sends. */
export const sentMoney = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .meta({ id: 'SentMoney', description: 'Roubles with two decimals', examples: ['200.81'] });

/** An amount that the server tells; without the right `see-money` every one is null. */
export const money = sentMoney.nullable().meta({
  id: 'Money',
  description: 'Roubles with two decimals; null for whoever has no right `see-money`',
  examples: ['200.81'],
});

/** A text exactly as it came or is kept, with whatever amounts it holds. Always under the name `raw`, by which it is left out. */
export const rawText = z
  .string()
  .nullable()
  .meta({ id: 'RawText', description: 'Exactly as it came or is kept; null for whoever has no right `see-money`' });

export const quantity = z
  .string()
  .regex(/^-?\d+\.\d{3}$/)
  .meta({ id: 'Quantity', description: 'Quantity with three decimals', examples: ['2.000'] });

export const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
  .meta({ id: 'LocalTime', description: "Shop's local time without a zone" });

export const localDate = z.iso.date().meta({ id: 'LocalDate', description: 'Calendar date of the shop' });

export const utcTime = z.string().regex(/Z$/).meta({ id: 'UtcTime', description: 'UTC time' });

/** Nobody has to name a shop or a register: null = it is called by its code. */
export const givenName = z
  .string()
  .nullable()
  .meta({ description: 'null = nobody has named it; it is called by its code' });

/** A shop as the heading of lists. */
export const shopHeading = z.object({ shopCode: z.string(), name: givenName, timeZone: z.string() });

export const language = z.enum(['ru', 'en']);

/** Days of which documents lie in archives: a list of documents lacks them, sums do not. */
export const trimmedDays = z
  .object({
    days: z.number().int(),
    archives: z
      .array(z.object({ shopCode: z.string(), businessDate: localDate, path: z.string() }))
      .meta({ description: 'The latest 20' }),
  })
  .meta({ id: 'TrimmedDays' });
export type TrimmedDays = z.infer<typeof trimmedDays>;

/** The query of a request that takes none: a parameter that would be ignored is a slip of whoever wrote it. */
export const noQuery = z.strictObject({});

/** Rows of the whole filter, however many are listed. */
export const rowTotal = z.number().int().nullable().meta({
  description:
    'Rows of the whole filter; 100001 = more than 100000; null = a text is looked for and nobody has counted',
});

export const dryRun = z
  .enum(['true', 'false'])
  .default('false')
  .meta({ description: 'true = only tried: done as always and undone before the answer, which tells what would be' });

/** The query of a request that changes something. */
export const changeQuery = z.strictObject({ dryRun });

/** The code of a shop that is made: the exchange folder of the shop is named by it. */
export const shopCode = z
  .string()
  .regex(/^\d{1,9}$/, 'field.shop_code')
  .meta({ description: 'Shop code; digits only: the exchange folder of the shop is named by it' });

/** Query keys of the lists that can be narrowed to a shop or to one of its registers. */
export const placeKeys = {
  shop: z.string().min(1).max(64).optional().meta({ description: 'Shop code' }),
  register: z.string().min(1).max(64).optional().meta({ description: 'Register code, together with `shop`' }),
};

/** A register code means something only within a shop: a check of such a query, and what to say when it fails. */
export function namesItsShop(query: { shop?: string | undefined; register?: string | undefined }): boolean {
  return query.register === undefined || query.shop !== undefined;
}
export const shopNotNamed = { path: ['register'], error: 'field.needs_shop' };

/** Most rows of one answer; `byDefault` when the question names no number. */
export function limitKey(most: number, byDefault = most) {
  return z.coerce.number().int().min(1).max(most).default(byDefault).meta({ description: 'Most rows of the answer' });
}

/** A cursor: the text that an answer gave as `next`. Anything else is refused. */
export function cursorKey(form: RegExp) {
  return z
    .string()
    .regex(form, 'field.not_a_cursor')
    .optional()
    .meta({ description: 'Cursor: `next` of the answer before; the rows after that page' });
}

/** The cursor of the page that follows; null on the last one. */
export const nextCursor = z.string().nullable().meta({ description: 'Cursor of the next page, null on the last one' });

/** Text that a row must hold somewhere, whatever the case. */
export const textKey = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .meta({ description: 'Text that a row holds somewhere; an answer may then be short and still have a `next`' });

/** The query of lists in the order of codes. */
export const codeListQuery = z.strictObject({ limit: limitKey(10_000), after: cursorKey(/^.{1,64}$/) });

/** Every refusal of the API. `message` is in both languages, `code` is stable. */
export const problem = z
  .object({
    code: z.string(),
    message: z.object({ ru: z.string(), en: z.string() }),
    details: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Problem' });

/**
 * Export state of a shift («не выгружена», «изменена после выгрузки», «ошибка выгрузки», «выгружается», «выгружена»,
 * «принята АСТУ»): the first three are blue (M21).
 */
export const exportState = z
  .enum(['not_exported', 'changed', 'failed', 'exporting', 'exported', 'accepted'])
  .meta({ id: 'ExportState' });

/** An open shift is behind for a moment after every receipt, so it is counted by itself and is no reason to look. */
export const notExportedCounts = {
  notExported: z
    .number()
    .int()
    .meta({ description: 'Closed shifts that the ERP lacks in their latest state, and open ones whose export failed' }),
  notExportedOpen: z.number().int().meta({ description: 'Open shifts whose next export is still to come' }),
};

export const shiftExport = z
  .object({
    state: exportState,
    revision: z.number().int().nullable().meta({ description: 'Revision of the shift that the ERP has' }),
    fileName: z.string().nullable(),
    exportedAt: utcTime.nullable(),
    confirmed: z
      .enum(['no', 'matches', 'differs'])
      .meta({ description: 'What the ERP says of the state that it has: its count and sum are ours, or others' }),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'ShiftExport' });

export type Money = z.infer<typeof money>;
export type Problem = z.infer<typeof problem>;
export type ExportState = z.infer<typeof exportState>;
export type ShiftExport = z.infer<typeof shiftExport>;
