/** Reports: tables whose totals tie out with the shifts, of a shift, a register, a shop or the whole network, over a period. */
import { z } from 'zod';
import {
  cursorKey,
  language,
  limitKey,
  localDate,
  namesItsShop,
  nextCursor,
  placeKeys,
  shopNotNamed,
  trimmedDays,
  utcTime,
} from './basics.ts';
import { documentClass } from './documents.ts';
import { type reportNames, reportRows } from './words.ts';

const reportKeys = {
  ...placeKeys,
  shift: z.string().max(64).optional().meta({
    description: 'Address of one shift, `347@2026-03-14`, together with `shop` and `register`; it has no period',
  }),
  from: localDate.optional().meta({ description: 'First business date, included; without a period the last 7 days' }),
  to: localDate.optional().meta({ description: 'Last business date, included' }),
  by: z.enum(reportRows).default('day').meta({ description: 'Rows of the report `sales`' }),
  state: z
    .enum(['all', 'not_exported', 'differing', 'open'])
    .default('all')
    .meta({ description: 'Shifts of the report `shifts`' }),
};

const namesItsRegister = (query: { shift?: string | undefined; register?: string | undefined }) =>
  query.shift === undefined || query.register !== undefined;
const registerNotNamed = { path: ['shift'], error: 'field.needs_register' };

const lineCursor = /^\d{4}-\d{2}-\d{2}_\d{1,15}_\d{1,15}_\d{1,9}$/;
/** The form of `next` by report: the place of a line of a document, that of a shift, a number of rows. Others have a single page. */
export const reportCursors: Partial<Record<string, RegExp>> = {
  refunds: lineCursor,
  cancelled: lineCursor,
  cash: lineCursor,
  shifts: /^\d{4}-\d{2}-\d{2}_(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})?_\d{1,15}$/,
  goods: /^\d{1,9}$/,
};

export const reportQuery = z
  .strictObject({ ...reportKeys, limit: limitKey(10_000), after: cursorKey(/^[\w:-]{1,60}$/) })
  .refine(namesItsShop, shopNotNamed)
  .refine(namesItsRegister, registerNotNamed);

export const fileFormats = ['xlsx', 'csv'] as const;
export const csvDialects = ['people', 'rfc4180'] as const;

/** Keys of every file for a person. */
export const fileKeys = {
  format: z.enum(fileFormats).default('xlsx'),
  dialect: z
    .enum(csvDialects)
    .default('people')
    .meta({ description: 'CSV for people (mark of UTF-8, semicolons, decimal comma) or for programs (RFC 4180)' }),
  lang: language.default('ru'),
};

export const reportFileQuery = z
  .strictObject({ ...reportKeys, ...fileKeys })
  .refine(namesItsShop, shopNotNamed)
  .refine(namesItsRegister, registerNotNamed);

const amount = z
  .string()
  .regex(/^-?\d{1,13}([.,]\d{1,2})?$/)
  .meta({ description: 'Roubles, `1215.81` or `1215,81`' });

const receiptKeys = {
  ...placeKeys,
  shift: reportKeys.shift,
  from: localDate.optional().meta({ description: 'First business date, included' }),
  to: localDate.optional().meta({ description: 'Last business date, included' }),
  number: z.coerce
    .number()
    .int()
    .min(0)
    .max(999_999_999_999)
    .optional()
    .meta({ description: 'Number of the receipt or document' }),
  sum: amount.optional().meta({ description: 'Total of the document, `1215.81`' }),
  within: amount.optional().meta({ description: 'So much more or less than `sum`' }),
  kind: documentClass.optional().meta({ description: 'Class of the document' }),
  payment: z.coerce.number().int().optional().meta({ description: 'Code of a payment type' }),
  card: z
    .string()
    .regex(/^\d{2,19}$/)
    .optional()
    .meta({ description: 'Last digits of the card' }),
  item: z.string().min(1).max(100).optional().meta({ description: 'Code, barcode or a part of the name of an item' }),
  department: z.string().max(64).optional().meta({ description: 'Code of a department' }),
  cashier: z.string().min(1).max(64).optional().meta({ description: 'Code of the cashier' }),
  fiscal: z.string().min(1).max(64).optional().meta({ description: 'Fiscal document number' }),
  identifier: z.string().min(1).max(200).optional().meta({ description: 'Global id of the document' }),
};

export const receiptQuery = z
  .strictObject({
    ...receiptKeys,
    limit: limitKey(10_000, 50),
    after: cursorKey(/^\d{4}-\d{2}-\d{2}_\d{1,15}_\d{1,15}$/),
  })
  .refine(namesItsShop, shopNotNamed)
  .refine(namesItsRegister, registerNotNamed);

export const receiptFileQuery = z
  .strictObject({ ...receiptKeys, ...fileKeys })
  .refine(namesItsShop, shopNotNamed)
  .refine(namesItsRegister, registerNotNamed);

/** How cells of a column are written: money and quantities as decimal text, a percentage as text with one decimal. */
export const columnKind = z.enum([
  'text',
  'code',
  'word',
  'count',
  'money',
  'quantity',
  'percent',
  'date',
  'time',
  'hour',
]);

export const reportColumn = z
  .object({
    key: z.string(),
    kind: columnKind,
    group: z.string().nullable().meta({ description: 'Upper heading that neighbours share' }),
    figure: z.string().nullable().meta({ description: 'Name of the definition of the figure' }),
  })
  .meta({ id: 'ReportColumn' });

/** null = not known, never zero. */
export const reportCells = z
  .record(z.string(), z.union([z.string(), z.number(), z.null()]))
  .meta({ id: 'ReportCells' });

/** What a row leads to: a shift, a document, or a place. */
export const rowTarget = z
  .object({
    shop: z.string().optional(),
    register: z.string().optional(),
    shift: z.string().optional(),
    document: z.string().optional(),
    department: z.string().optional(),
    date: localDate.optional(),
  })
  .meta({ id: 'RowTarget' });

export const reportRow = z.object({ key: z.string(), cells: reportCells, target: rowTarget }).meta({ id: 'ReportRow' });

/** A figure of the report beside the same figure of its shifts. */
export const reportTie = z
  .object({
    figure: z.string(),
    report: z.string(),
    shifts: z.string().meta({ description: 'What the registers reported of the same shifts, else what was counted' }),
    equal: z.boolean(),
  })
  .meta({ id: 'ReportTie' });

/** What the figures of a period lack. */
export const reportMissing = z
  .object({
    silent: z
      .array(z.object({ shopCode: z.string(), registerCode: z.string(), name: z.string().nullable() }))
      .meta({ description: 'Registers in service without any shift in the period; the first 50' }),
    silentCount: z.number().int(),
    openShifts: z.number().int(),
    missingReceipts: z.number().int().meta({ description: 'Receipt numbers that are not on the server' }),
    setAside: z.number().int().meta({ description: 'Records that wait for a decision, of these registers' }),
    recounting: z.number().int().meta({ description: 'Shifts that are being counted anew' }),
    complete: z.boolean(),
    trimmed: trimmedDays,
  })
  .meta({ id: 'ReportMissing' });

export const reportTable = z
  .object({
    report: z.string(),
    by: z.string().nullable(),
    shop: z.object({ shopCode: z.string(), name: z.string().nullable(), timeZone: z.string() }).nullable(),
    register: z.object({ registerCode: z.string(), name: z.string().nullable() }).nullable(),
    shift: z.object({ key: z.string(), shiftNumber: z.number().int() }).nullable(),
    from: z.union([localDate, z.literal('')]).meta({ description: 'Empty = from the beginning' }),
    to: z.union([localDate, z.literal('')]),
    previous: z.object({ from: localDate, to: localDate, totals: reportCells }).nullable(),
    filter: z
      .array(z.object({ key: z.string(), value: z.string() }))
      .meta({ description: 'What else the rows are narrowed to' }),
    columns: z.array(reportColumn),
    rows: z.array(reportRow),
    totals: reportCells.meta({ description: 'Of all rows of the report, on whatever page they are' }),
    rowCount: z.number().int(),
    next: nextCursor,
    ties: z.array(reportTie),
    heat: z
      .array(z.object({ weekday: z.number().int(), hour: z.number().int(), revenue: z.string() }))
      .nullable()
      .meta({ description: 'Revenue by weekday (1 = Monday) and hour, of the report `hours`' }),
    missing: reportMissing,
    loadMode: z.string().meta({ description: 'sales.loadMode: where the sales of the report are read from' }),
    asOf: utcTime,
  })
  .meta({ id: 'ReportTable' });

export type ReceiptQuery = z.infer<typeof receiptQuery>;
export type ReceiptFileQuery = z.infer<typeof receiptFileQuery>;
export type ReportName = (typeof reportNames)[number];
export type ReportQuery = z.infer<typeof reportQuery>;
export type ReportFileQuery = z.infer<typeof reportFileQuery>;
export type FileFormat = (typeof fileFormats)[number];
export type CsvDialect = (typeof csvDialects)[number];
export type ColumnKind = z.infer<typeof columnKind>;
export type ReportColumn = z.infer<typeof reportColumn>;
export type ReportCells = z.infer<typeof reportCells>;
export type ReportRow = z.infer<typeof reportRow>;
export type RowTarget = z.infer<typeof rowTarget>;
export type ReportTie = z.infer<typeof reportTie>;
export type ReportMissing = z.infer<typeof reportMissing>;
export type ReportTable = z.infer<typeof reportTable>;
