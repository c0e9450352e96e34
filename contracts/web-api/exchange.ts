/** The exchange with the ERP: how it is doing, its files, its requests, and the ways beside the folder. */
import { z } from 'zod';
import {
  cursorKey,
  limitKey,
  localDate,
  localTime,
  money,
  nextCursor,
  notExportedCounts,
  placeKeys,
  shopHeading,
  utcTime,
} from './basics.ts';
import { erpConfirmation, shiftAddress } from './erp.ts';

const reason = z.object({ code: z.string(), ru: z.string(), en: z.string() });

export const exchangeProblem = z
  .object({
    code: z.string(),
    ru: z.string(),
    en: z.string(),
    level: z.enum(['warning', 'critical']),
    shopCodes: z.array(z.string()).meta({ description: 'Shops that have it' }),
    since: utcTime.nullable(),
    path: z.string().nullable().meta({ description: 'The folder in question, to be copied' }),
    files: z.number().int().nullable().meta({ description: 'Files that wait, where files are the problem' }),
  })
  .meta({ id: 'ExchangeProblem' });

export const exchangeQuery = z.strictObject({ shop: placeKeys.shop });

export const exchangeState = z
  .object({
    shop: shopHeading.nullable().meta({ description: 'null = all shops' }),
    folder: z.string().meta({ description: 'Exchange folder, or that of the shop in it' }),
    notExported: z.object({
      ...notExportedCounts,
      revenue: money.meta({ description: 'Of the shifts in `notExported`' }),
      oldestSince: utcTime.nullable().meta({ description: 'When the oldest of them was closed' }),
    }),
    lastExport: z.object({ at: utcTime, fileName: z.string() }).nullable(),
    lastTaken: z.object({ at: utcTime, fileId: z.string(), fileName: z.string() }).nullable(),
    lastConfirmed: z.object({ at: utcTime, fileId: z.string(), fileName: z.string() }).nullable(),
    waiting: z
      .object({ files: z.number().int(), oldestSince: utcTime.nullable() })
      .meta({ description: 'Files in the folder that the ERP has not taken' }),
    exportedLastHour: z.number().int().meta({ description: 'Files published within the last hour' }),
    differing: z.number().int().meta({ description: 'Shifts of which the ERP has booked another count or sum' }),
    requests: z.object({ total: z.number().int(), refused: z.number().int() }),
    problems: z.array(exchangeProblem),
    asOf: utcTime,
  })
  .meta({ id: 'ExchangeState' });

export const fileState = z.enum(['failed', 'waiting', 'taken', 'lost', 'changed']).meta({
  description: 'failed = there is no file yet; lost = vanished with its folder; changed = not our bytes any more',
});

export const exportFileRow = z
  .object({
    fileId: z
      .string()
      .nullable()
      .meta({ examples: ['E-301'], description: 'null while there is no file' }),
    shopCode: z.string(),
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    shiftKey: z.string(),
    online: z.boolean().meta({ description: 'File of an open shift' }),
    fileName: z.string().nullable(),
    path: z.string().nullable().meta({ description: 'Path below the exchange folder' }),
    revision: z.number().int().nullable().meta({ description: 'Revision of the shift that it holds' }),
    size: z.number().int().nullable(),
    receiptCount: z.number().int(),
    revenue: money.meta({ description: 'Sales less refunds of its documents' }),
    state: fileState,
    publishedAt: utcTime.nullable(),
    waitsSince: utcTime.nullable().meta({ description: 'Since when it waits for the ERP, or the shift for its file' }),
    endedAt: utcTime.nullable().meta({ description: 'When it was seen taken, lost or changed' }),
    confirmedAt: utcTime.nullable(),
    confirmation: erpConfirmation.nullable().meta({ description: 'The latest word of the ERP about its shift' }),
    attempts: z.number().int().meta({
      description: 'Attempts to write what it holds, the one that succeeded included; of a failed one so far',
    }),
    nextAttemptAt: utcTime.nullable(),
    reason: reason.nullable().meta({ description: 'Why the latest attempt that failed did; null = none failed' }),
  })
  .meta({ id: 'ExportFileRow' });

export const exportFileListQuery = z.strictObject({
  state: z.enum(['all', 'failed', 'waiting', 'taken', 'lost', 'changed']).default('all'),
  shop: placeKeys.shop,
  limit: limitKey(1_000, 200),
  before: cursorKey(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z_\d{1,15}$/),
});

export const exportFileList = z
  .object({
    files: z
      .array(exportFileRow)
      .meta({ description: 'First the shifts that could not be written, then files, the latest first' }),
    next: nextCursor,
    counts: z.object({
      failed: z.number().int(),
      waiting: z.number().int(),
      lost: z.number().int(),
      changed: z.number().int(),
    }),
    asOf: utcTime,
  })
  .meta({ id: 'ExportFileList' });

export const exportFileTextQuery = z.strictObject({
  from: z.coerce.number().int().min(1).default(1).meta({ description: 'First line' }),
  lines: z.coerce.number().int().min(1).max(2_000).default(400).meta({ description: 'Most lines' }),
});

export const exportFileText = z
  .object({
    file: exportFileRow,
    source: z.enum(['waiting', 'taken', 'rebuilt']).meta({
      description: 'Read in the exchange folder, where the ERP has put it away, or made again, byte for byte',
    }),
    totalLines: z.number().int(),
    lines: z.array(
      z.object({
        number: z.number().int(),
        text: z.string(),
        kind: z.enum(['section', 'record', 'separator', 'other']),
        section: z.enum(['shift info', 'sales data', 'securitylog info']).nullable(),
        record: z.number().int().nullable().meta({ description: 'Number of the record in its section, from 1' }),
        problems: z.array(z.string()).meta({ description: 'What our copy of the rules of the reader says of it' }),
      }),
    ),
    verdict: z
      .enum(['accepted', 'empty_deleted', 'poison_shop', 'poison_all'])
      .meta({ description: 'What the reader of the ERP would do with it' }),
    problems: z.array(z.object({ rule: z.string(), text: z.string() })),
    checkedRules: z.array(z.string()),
    asOf: utcTime,
  })
  .meta({ id: 'ExportFileText' });

export const exportAgain = z
  .strictObject({
    shifts: z.array(shiftAddress.strict()).min(1).max(10_000),
    confirmed: z.boolean().default(false).meta({ description: 'The person has seen the preview and agreed' }),
    author: z.string().trim().min(1).max(100).optional().meta({ description: 'Who asks, for the log' }),
  })
  .meta({ id: 'ExportAgain' });

export const startedExport = z
  .object({
    shifts: z.number().int(),
    revenue: money,
    message: z.object({ ru: z.string(), en: z.string() }),
  })
  .meta({ id: 'StartedExport' });

export const exportConfirmation = z
  .object({
    code: z.literal('confirmation_required'),
    message: z.object({ ru: z.string(), en: z.string() }),
    preview: z.object({
      shifts: z.number().int(),
      revenue: money,
      accepted: z.array(shiftAddress).meta({ description: 'Shifts that the ERP has accepted already' }),
      open: z.array(shiftAddress).meta({ description: 'Open shifts: they are exported once more when they close' }),
    }),
  })
  .meta({ id: 'ExportConfirmation' });

export const salesRequestRow = z
  .object({
    requestId: z.string().meta({ examples: ['R-12'] }),
    shopCode: z.string(),
    registerCode: z.string().nullable().meta({ description: 'null = the folder belongs to no register' }),
    registerNumber: z.string(),
    receivedAt: utcTime,
    text: z.string().meta({ description: 'What the file said, cut' }),
    from: localDate.nullable(),
    to: localDate.nullable(),
    state: z
      .enum(['answered', 'answering', 'refused'])
      .meta({ description: 'answering = some of the shifts are still on their way to the folder' }),
    reason: reason.nullable(),
    shifts: z.number().int().meta({ description: 'Stored shifts that were put to export' }),
    pending: z.number().int().meta({ description: 'Of those, shifts that the ERP still lacks' }),
    revenue: money,
    load: z
      .object({
        from: localTime,
        to: localTime,
        transferId: z.string().nullable(),
        reason: reason.nullable().meta({ description: 'Why the register was not asked' }),
      })
      .nullable()
      .meta({ description: 'Days that the server did not have, asked of the register' }),
  })
  .meta({ id: 'SalesRequestRow' });

export const salesRequestListQuery = z.strictObject({
  state: z.enum(['all', 'refused']).default('all'),
  shop: placeKeys.shop,
  limit: limitKey(1_000, 200),
  before: cursorKey(/^R-\d{1,15}$/),
});

export const salesRequestList = z
  .object({
    requests: z.array(salesRequestRow),
    counts: z.object({ all: z.number().int(), refused: z.number().int() }),
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'SalesRequestList' });

export const exportTargetRow = z
  .object({
    target: z.string(),
    kind: z.enum(['folder', 'push', 'pull']),
    shopCode: z.string().nullable().meta({ description: 'Of a folder' }),
    place: z.string().nullable().meta({ description: 'Folder or address; null = the program comes by itself' }),
    lastSuccessAt: utcTime.nullable(),
    behind: z.number().int().meta({ description: 'Shifts that it does not have in their latest state' }),
    attempts: z.number().int(),
    nextAttemptAt: utcTime.nullable(),
    problem: exchangeProblem.nullable(),
  })
  .meta({ id: 'ExportTargetRow' });

export const exportTargetList = z
  .object({ targets: z.array(exportTargetRow), asOf: utcTime })
  .meta({ id: 'ExportTargetList' });

export const backlogReport = z
  .object({
    points: z
      .array(
        z.object({
          at: utcTime,
          shifts: z.number().int().nullable().meta({ description: 'null = the server did not look in this hour' }),
          revenue: money.nullable(),
          oldestSince: utcTime.nullable(),
        }),
      )
      .meta({ description: 'One for each hour of a week, the last one is not over' }),
    asOf: utcTime,
  })
  .meta({ id: 'ExportBacklog' });

export type ExchangeProblem = z.infer<typeof exchangeProblem>;
export type ExchangeState = z.infer<typeof exchangeState>;
export type ExchangeQuery = z.infer<typeof exchangeQuery>;
export type ExportFileRow = z.infer<typeof exportFileRow>;
export type ExportFileListQuery = z.infer<typeof exportFileListQuery>;
export type ExportFileList = z.infer<typeof exportFileList>;
export type ExportFileTextQuery = z.infer<typeof exportFileTextQuery>;
export type ExportFileText = z.infer<typeof exportFileText>;
export type ExportAgain = z.infer<typeof exportAgain>;
export type StartedExport = z.infer<typeof startedExport>;
export type ExportConfirmation = z.infer<typeof exportConfirmation>;
export type SalesRequestRow = z.infer<typeof salesRequestRow>;
export type SalesRequestListQuery = z.infer<typeof salesRequestListQuery>;
export type SalesRequestList = z.infer<typeof salesRequestList>;
export type ExportTargetRow = z.infer<typeof exportTargetRow>;
export type ExportTargetList = z.infer<typeof exportTargetList>;
export type ExportBacklog = z.infer<typeof backlogReport>;
