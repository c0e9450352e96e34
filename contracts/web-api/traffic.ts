/** What comes in, goes out and happens: packages, set-aside records, exports, the log. */
import { z } from 'zod';
import {
  cursorKey,
  language,
  limitKey,
  localDate,
  localTime,
  money,
  namesItsShop,
  nextCursor,
  notExportedCounts,
  placeKeys,
  rawText,
  rowTotal,
  shiftExport,
  shopCode,
  shopNotNamed,
  textKey,
  utcTime,
} from './basics.ts';

/** Query key of the lists that can be narrowed to one load. */
const transferKey = z
  .string()
  .regex(/^T-\d{1,15}$/)
  .optional()
  .meta({ description: 'Number of a load: only what belongs to it', examples: ['T-88'] });

export const packageState = z.enum(['waiting', 'processed', 'error', 'broken']);

export const packageRow = z
  .object({
    name: z.string(),
    packageId: z.string().nullable().meta({ description: 'null for a file by hand, and when the register sent none' }),
    fileName: z.string().nullable().meta({ description: 'Name of a file by hand' }),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    registerId: z.string().nullable().meta({ description: 'As the register wrote it; null for a file by hand' }),
    shopId: z.string().nullable().meta({ description: 'As the register wrote it' }),
    door: z.string(),
    serverCode: z
      .string()
      .nullable()
      .meta({ description: 'The server of a store that brought it; null = the register, a broker or a person did' }),
    receivedAt: utcTime,
    size: z.number().int(),
    sha256: z.string().nullable().meta({ description: 'Of the bytes as they came; null while it waits' }),
    transferId: z.string().nullable().meta({ description: 'The load that it belongs to' }),
    state: packageState,
    archive: z
      .object({ name: z.string(), deleted: z.boolean() })
      .nullable()
      .meta({ description: 'The archive for which it has left its folder; deleted when its days were over' }),
    decision: z
      .object({ reason: z.string(), author: z.string().nullable(), at: utcTime })
      .nullable()
      .meta({ description: 'What somebody decided of a package that could not be loaded' }),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
    attempts: z.number().int(),
    documents: z.object({
      new: z.number().int(),
      same: z.number().int(),
      enriched: z.number().int(),
      conflict: z.number().int(),
      set_aside: z.number().int(),
    }),
  })
  .meta({ id: 'PackageRow' });

export const packageListQuery = z
  .strictObject({
    state: z.enum(['all', 'waiting', 'processed', 'error', 'broken']).default('all'),
    ...placeKeys,
    transfer: transferKey,
    q: textKey,
    limit: limitKey(1_000, 200),
    before: cursorKey(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z_.{1,150}$/),
    after: cursorKey(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/).meta({
      description: 'Only what came or changed since: `newest` of an earlier answer; rows may come again',
    }),
  })
  .refine(namesItsShop, shopNotNamed);

export const packageList = z
  .object({
    packages: z.array(packageRow),
    counts: z.object({ waiting: z.number().int(), error: z.number().int(), broken: z.number().int() }),
    total: rowTotal,
    next: nextCursor,
    newest: utcTime.meta({ description: 'For `after` of the next question' }),
    asOf: utcTime,
  })
  .meta({ id: 'PackageList' });

export const setAsideRow = z
  .object({
    receivedAt: utcTime,
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    section: z.string(),
    ordinal: z.number().int(),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }),
    raw: rawText,
    packageName: z.string(),
    solved: z
      .object({ at: utcTime, packageName: z.string() })
      .nullable()
      .meta({ description: 'When the same document arrived in a form that could be loaded, and with which package' }),
  })
  .meta({ id: 'SetAsideRow' });

export const setAsideListQuery = z
  .strictObject({
    ...placeKeys,
    state: z.enum(['open', 'solved', 'all']).default('open').meta({ description: 'open = waits for a decision' }),
    limit: limitKey(1_000, 200),
    before: cursorKey(/^\d{1,15}$/),
  })
  .refine(namesItsShop, shopNotNamed);

export const setAsideList = z
  .object({ setAside: z.array(setAsideRow), total: z.number().int(), next: nextCursor, asOf: utcTime })
  .meta({ id: 'SetAsideList' });

export const exportRow = z
  .object({
    shopCode: z.string(),
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    shiftKey: z.string(),
    closed: z.boolean(),
    businessDate: localDate,
    receiptCount: z.number().int(),
    revenue: money,
    export: shiftExport,
    path: z.string().nullable().meta({ description: 'Path of the file below the exchange folder' }),
    attempts: z.number().int().meta({ description: 'Attempts that failed since it was last exported' }),
    nextAttemptAt: utcTime.nullable().meta({ description: 'When it is tried again by itself' }),
  })
  .meta({ id: 'ExportRow' });

export const exportListQuery = z.strictObject({
  state: z.enum(['all', 'not_exported', 'exported']).default('all'),
  shop: placeKeys.shop,
  limit: limitKey(10_000, 500),
  after: cursorKey(/^(missing_\d{4}-\d{2}-\d{2}|exported_\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z)_\d{1,15}$/),
});

export const exportList = z
  .object({
    exports: z
      .array(exportRow)
      .meta({ description: 'Not exported shifts first, oldest first; then the latest exported ones' }),
    next: nextCursor,
    counts: z.object(notExportedCounts).meta({ description: 'The list `not_exported` holds both kinds' }),
    asOf: utcTime,
  })
  .meta({ id: 'ExportList' });

export const eventRow = z
  .object({
    eventId: z.number().int(),
    at: utcTime,
    level: z.enum(['info', 'warning', 'error']),
    code: z.string(),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    text: z.object({ ru: z.string(), en: z.string() }),
    who: z
      .object({ ru: z.string(), en: z.string() })
      .nullable()
      .meta({ description: 'Who or what brought it about: a person by name, else the cause of the load' }),
    durationMs: z.number().int().nullable().meta({ description: 'How long it took, where something ended' }),
    transferId: z.string().nullable().meta({ description: 'The load that it tells of' }),
    shiftNumber: z.number().int().nullable().meta({ description: 'The shift that it tells of' }),
    raw: rawText.meta({ description: 'The values of the entry as they are kept (JSON); null without `see-money`' }),
  })
  .meta({ id: 'EventRow' });

const eventKey = z.coerce.number().int().min(0);

/** What the log can be narrowed to; the list, its histogram and the download take the same. */
const eventFilter = {
  level: z.enum(['info', 'warning', 'error']).optional().meta({ description: 'This level and the graver ones' }),
  ...placeKeys,
  transfer: transferKey,
  shift: z.coerce.number().int().min(0).optional().meta({ description: 'Number of a shift: what tells of it' }),
  code: z
    .string()
    .regex(/^[a-z_]{1,40}(\.[a-z_]{1,60})?$/)
    .optional()
    .meta({ description: 'Code of an entry, or its beginning before the dot' }),
  who: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Who or what brought it about, as the entry says it' }),
  from: utcTime.optional().meta({ description: 'Not before this moment' }),
  to: utcTime.optional().meta({ description: 'Before this moment' }),
  q: textKey,
};

export const eventListQuery = z
  .strictObject({
    ...eventFilter,
    limit: limitKey(1_000, 200),
    before: eventKey.min(1).optional().meta({ description: 'Cursor: `next` of the answer before; older rows' }),
    after: eventKey.optional().meta({ description: 'Only rows that are newer than the one with this `eventId`' }),
  })
  .refine(namesItsShop, shopNotNamed);

export const eventList = z
  .object({
    events: z.array(eventRow),
    counts: z
      .object({ info: rowTotal, warning: rowTotal, error: rowTotal })
      .meta({ description: 'Entries of this level and the graver ones, of everything else that is asked for' }),
    next: z.number().int().nullable(),
    asOf: utcTime,
  })
  .meta({ id: 'EventList' });

export const eventHistogramQuery = z.strictObject(eventFilter).refine(namesItsShop, shopNotNamed);

export const eventHistogram = z
  .object({
    from: utcTime,
    to: utcTime,
    stepMs: z.number().int(),
    buckets: z.array(
      z.object({ at: utcTime, info: z.number().int(), warning: z.number().int(), error: z.number().int() }),
    ),
    complete: z.boolean().meta({ description: 'false = there were too many entries to look through for the text' }),
    asOf: utcTime,
  })
  .meta({ id: 'EventHistogram' });

export const eventDownloadQuery = z
  .strictObject({ ...eventFilter, lang: language.default('ru') })
  .refine(namesItsShop, shopNotNamed);

export const fileQuery = z.strictObject({
  shop: shopCode,
  create: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'true = a shop with this code is made when there is none; else the file is refused' }),
});

/** What became of one file brought by hand or by the command line. */
export const loadFileResult = z
  .object({
    schema: z.literal(1),
    file: z.string(),
    outcome: z.enum(['processed', 'already', 'error', 'broken']),
    shifts: z.array(
      z.object({
        key: z.string(),
        shopCode: z.string(),
        registerCode: z.string(),
        shiftNumber: z.number().int(),
        openedAt: localTime.nullable(),
        closedAt: localTime.nullable(),
        saleSum: money,
        refundSum: money,
        revenue: money,
        drawerSum: money,
      }),
    ),
    documents: z.object({
      new: z.number().int(),
      same: z.number().int(),
      enriched: z.number().int(),
      conflict: z.number().int(),
      set_aside: z.number().int(),
    }),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'LoadFileResult' });

/** What would become of a file brought by hand, before it is taken: nothing of it is kept. */
export const fileCheck = z
  .object({
    schema: z.literal(1),
    file: z.string(),
    verdict: z
      .enum(['new', 'already', 'error', 'broken'])
      .meta({ description: '`already` = everything in it is known; `error`, `broken` = it would not be loaded' }),
    shop: z.object({ shopCode: z.string(), isNew: z.boolean() }),
    receipts: z.number().int().meta({ description: 'Closed sales and refunds in the file' }),
    saleSum: money.meta({ description: 'Of the closed sales in the file' }),
    refundSum: money,
    newSum: money.meta({ description: 'Sales less refunds of the documents that are new' }),
    documents: z.object({
      new: z.number().int(),
      same: z.number().int(),
      enriched: z.number().int(),
      conflict: z.number().int(),
      set_aside: z.number().int(),
    }),
    shifts: z.array(
      z.object({
        registerCode: z.string(),
        registerIsNew: z.boolean(),
        shiftNumber: z.number().int(),
        openedAt: localTime.nullable(),
        closedAt: localTime.nullable(),
        state: z.enum(['new', 'changed', 'same']),
        receipts: z.number().int().meta({ description: 'Of the shift as it would stand afterwards' }),
        saleSum: money,
        refundSum: money,
        revenue: money,
      }),
    ),
    problems: z
      .array(
        z.object({
          code: z.string(),
          level: z.enum(['warning', 'error']),
          n: z.number().int(),
          ru: z.string(),
          en: z.string(),
        }),
      )
      .meta({ description: 'What a person should know before it is taken' }),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'FileCheck' });

export type FileCheck = z.infer<typeof fileCheck>;
export type EventHistogram = z.infer<typeof eventHistogram>;
export type EventHistogramQuery = z.infer<typeof eventHistogramQuery>;
export type EventDownloadQuery = z.infer<typeof eventDownloadQuery>;
export type PackageRow = z.infer<typeof packageRow>;
export type PackageListQuery = z.infer<typeof packageListQuery>;
export type PackageList = z.infer<typeof packageList>;
export type SetAsideRow = z.infer<typeof setAsideRow>;
export type SetAsideListQuery = z.infer<typeof setAsideListQuery>;
export type SetAsideList = z.infer<typeof setAsideList>;
export type ExportRow = z.infer<typeof exportRow>;
export type ExportListQuery = z.infer<typeof exportListQuery>;
export type ExportList = z.infer<typeof exportList>;
export type EventRow = z.infer<typeof eventRow>;
export type EventListQuery = z.infer<typeof eventListQuery>;
export type EventList = z.infer<typeof eventList>;
export type LoadFileResult = z.infer<typeof loadFileResult>;
