/** Asking registers for their sales: requests, their stages and ends, and the question of a long period. */
import { z } from 'zod';
import {
  cursorKey,
  limitKey,
  localTime,
  money,
  namesItsShop,
  nextCursor,
  placeKeys,
  rowTotal,
  shopNotNamed,
  trimmedDays,
  utcTime,
} from './basics.ts';
import { transferCauses } from './words.ts';

export const transferState = z
  .enum([
    'requested',
    'accepted',
    'preparing',
    'sent',
    'received',
    'loaded',
    'done',
    'empty',
    'already',
    'failed',
    'no_answer',
    'cancelled',
  ])
  .meta({ id: 'TransferState', description: 'The first six are under way, the others are ends' });

export const transferCause = z.enum(transferCauses);

const words = z.object({ ru: z.string(), en: z.string() });

export const transferRow = z
  .object({
    transferId: z.string().meta({ examples: ['T-88'] }),
    shopCode: z.string(),
    registerCode: z.string(),
    cause: transferCause,
    author: z.string().nullable(),
    range: z.object({
      kind: z.enum(['new', 'dates', 'shifts', 'none']),
      from: z.string().nullable().meta({ description: "Shop's local time, or a shift number" }),
      to: z.string().nullable(),
    }),
    state: transferState,
    endedIn: transferState.nullable().meta({ description: 'The stage in which it ended' }),
    overdue: z.boolean().meta({ description: 'The package waits on our side longer than usual' }),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
    registerSaid: words.nullable().meta({ description: 'The last words of the register: a hint' }),
    ignoredReports: z.number().int().meta({
      description: 'What the register said and changed nothing: of a stage that was over, or after the end',
    }),
    attempts: z.number().int().meta({ description: 'Times that the register was asked; 0 when it sends by itself' }),
    nextAttemptAt: utcTime.nullable(),
    stages: z.array(z.object({ stage: transferState, at: utcTime })).meta({ description: 'Stages reached, in order' }),
    requestedAt: utcTime,
    endedAt: utcTime.nullable(),
    packages: z.number().int(),
    documentsNew: z.number().int(),
    documentsSame: z.number().int(),
    documentsSum: money.nullable().meta({
      description: 'Sales less refunds of the new documents; null = nothing came yet, or it came before sums were kept',
    }),
    shifts: z.number().int(),
    shiftsExpected: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'How many shifts were asked for by number; null = nobody can know' }),
    differing: z.number().int().meta({ description: 'Shifts whose reported sums are not those of their receipts' }),
  })
  .meta({ id: 'TransferRow' });

export const transferListQuery = z
  .strictObject({
    state: z
      .enum(['all', 'running', 'queued', 'failed', 'ended'])
      .default('all')
      .meta({ description: '`queued` = still to be asked, now or again; those are running, too' }),
    cause: transferCause.optional(),
    ...placeKeys,
    run: z.coerce
      .number()
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Number of a run of a schedule: the transfers that it asked for' }),
    limit: limitKey(1_000, 200),
    before: cursorKey(/^T-\d{1,15}$/),
  })
  .refine(namesItsShop, shopNotNamed);

export const transferList = z
  .object({
    transfers: z.array(transferRow).meta({ description: 'Newest first' }),
    counts: z
      .object({
        running: z.number().int(),
        queued: z.number().int(),
        failed: z.number().int().meta({ description: 'Ended within a week' }),
        failedEver: z.number().int(),
      })
      .meta({ description: 'Of the place that is asked about' }),
    total: rowTotal,
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'TransferList' });

const wantedRange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('new') }),
  z.strictObject({ kind: z.literal('dates'), from: localTime, to: localTime }),
  z.strictObject({ kind: z.literal('shifts'), from: z.number().int().min(1), to: z.number().int().min(1) }),
]);

const author = z.string().min(1).max(100).optional().meta({ description: 'Who asks, for the log' });

export const newTransfer = z
  .strictObject({
    shopCode: z.string().min(1).max(64),
    registerCode: z.string().min(1).max(64),
    range: wantedRange.meta({ description: '`new` = since the last sale stored' }),
    confirmed: z
      .boolean()
      .default(false)
      .meta({ description: 'The person has seen the preview of a week or more and agreed' }),
    author,
  })
  .meta({ id: 'NewTransfer' });

/** `running`: the same range is being loaded already, and this is that transfer. */
export const requestedTransfer = z
  .object({ transfer: transferRow, running: z.boolean() })
  .meta({ id: 'RequestedTransfer' });

/** Answer 409: what the person must see before a week or more is loaded (M10). */
export const loadConfirmation = z
  .object({
    code: z.literal('confirmation_required'),
    message: words,
    preview: z.object({
      days: z.number().int(),
      from: localTime,
      to: localTime,
      shifts: z.number().int().meta({ description: 'Shifts of the period that are here already' }),
      receipts: z.number().int(),
    }),
  })
  .meta({ id: 'LoadConfirmation' });

export const declinedTransfer = z
  .strictObject({
    shopCode: z.string().min(1).max(64),
    registerCode: z.string().min(1).max(64),
    from: localTime,
    to: localTime,
    author,
  })
  .meta({ id: 'DeclinedTransfer' });

/** The notice that a person who declined gets (M12, N1). */
export const declinedNotice = z.object({ message: words }).meta({ id: 'DeclinedNotice' });

export const transferAuthor = z.strictObject({ author }).meta({ id: 'TransferAuthor' });

export const transferRetry = z
  .strictObject({
    confirmed: z.boolean().default(false).meta({ description: 'A week or more that no person has agreed to yet' }),
    author,
  })
  .meta({ id: 'TransferRetry' });

/** What a load usually takes at one register, from its latest finished ones (the norm of each stage). */
export const loadNorms = z
  .object({
    loads: z.number().int().meta({ description: 'Finished loads that it was learnt from' }),
    stages: z.array(z.object({ stage: transferState, usualMs: z.number().int() })).meta({
      description: 'Usual time from the moment a stage is reached to the next one; stages seen too seldom are left out',
    }),
    usualMs: z.number().int().nullable().meta({ description: 'From request to end; null = seen too seldom' }),
    perDayMs: z.number().int().nullable().meta({ description: 'For each day of a period; null = seen too seldom' }),
    asOf: utcTime,
  })
  .meta({ id: 'LoadNorms' });

export const transferDocumentOutcome = z.enum(['written', 'conflict', 'set_aside']);

/** What became of one document that a load brought; those that were here already are counted by the packages only. */
export const transferDocument = z
  .object({
    outcome: transferDocumentOutcome,
    packageName: z.string(),
    documentId: z.number().int().nullable().meta({ description: 'null = it is not in the tables' }),
    shiftNumber: z.number().int().nullable(),
    documentType: z.number().int().nullable(),
    documentClass: z.string().nullable(),
    documentNumber: z.number().int().nullable(),
    receiptNumber: z.number().int().nullable(),
    closedAt: localTime.nullable(),
    sum: money.nullable(),
    section: z.string().nullable().meta({ description: 'Section of the file, of a record that was set aside' }),
    ordinal: z.number().int().nullable().meta({ description: 'Place in its section' }),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'TransferDocument' });

export const transferDocumentsQuery = z.strictObject({
  only: z
    .enum(['all', 'problems'])
    .default('all')
    .meta({ description: '`problems` = conflicts and what was set aside' }),
  limit: limitKey(10_000, 1_000),
});

export const transferDocuments = z
  .object({
    documents: z.array(transferDocument).meta({ description: 'Problems first, then in the order of the register' }),
    counts: z.object({ written: z.number().int(), conflict: z.number().int(), set_aside: z.number().int() }),
    trimmed: trimmedDays.meta({
      description: 'Where documents lie that are not here any more: their days are trimmed',
    }),
    asOf: utcTime,
  })
  .meta({ id: 'TransferDocuments' });

export type LoadNorms = z.infer<typeof loadNorms>;
export type TransferDocument = z.infer<typeof transferDocument>;
export type TransferDocuments = z.infer<typeof transferDocuments>;
export type TransferDocumentsQuery = z.infer<typeof transferDocumentsQuery>;
export type TransferRow = z.infer<typeof transferRow>;
export type TransferListQuery = z.infer<typeof transferListQuery>;
export type TransferList = z.infer<typeof transferList>;
export type NewTransfer = z.infer<typeof newTransfer>;
export type RequestedTransfer = z.infer<typeof requestedTransfer>;
export type LoadConfirmation = z.infer<typeof loadConfirmation>;
export type TransferRetry = z.infer<typeof transferRetry>;
export type DeclinedTransfer = z.infer<typeof declinedTransfer>;
