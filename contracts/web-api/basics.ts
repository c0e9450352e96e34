/** Words that every part of the API uses: money, times, refusals, the state of an export. */
import { z } from 'zod';

export const money = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .meta({ id: 'Money', description: 'Roubles with two decimals', examples: ['200.81'] });

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

export const language = z.enum(['ru', 'en']);

/** Every refusal of the API. `message` is in both languages, `code` is stable. */
export const problem = z
  .object({
    code: z.string(),
    message: z.object({ ru: z.string(), en: z.string() }),
    details: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Problem' });

/** Export state of a shift («не выгружена», «изменена после выгрузки», «ошибка выгрузки», «выгружается», «выгружена»): the first three are blue (M21). */
export const exportState = z
  .enum(['not_exported', 'changed', 'failed', 'exporting', 'exported'])
  .meta({ id: 'ExportState' });

export const shiftExport = z
  .object({
    state: exportState,
    revision: z.number().int().nullable().meta({ description: 'Revision of the shift that the ERP has' }),
    fileName: z.string().nullable(),
    exportedAt: utcTime.nullable(),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'ShiftExport' });

export type Money = z.infer<typeof money>;
export type Problem = z.infer<typeof problem>;
export type ExportState = z.infer<typeof exportState>;
export type ShiftExport = z.infer<typeof shiftExport>;
