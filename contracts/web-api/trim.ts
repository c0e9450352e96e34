/** Trimming of documents: what may go, what was asked for, archives and what they hold. */
import { z } from 'zod';
import { localDate, localTime, money, placeKeys, utcTime } from './basics.ts';
import { documentRow, paymentRow, positionRow } from './documents.ts';

const coded = z.object({ code: z.string(), ru: z.string(), en: z.string() });

export const trimPlanQuery = z.strictObject({ shop: placeKeys.shop });

export const trimPlan = z
  .object({
    shops: z.array(
      z.object({ shopCode: z.string(), before: localDate.meta({ description: 'The first date that stays' }) }),
    ),
    days: z.number().int().meta({ description: 'Business days of shops that go' }),
    oldest: localDate.nullable(),
    newest: localDate.nullable(),
    documents: z.number().int(),
    saleSum: money,
    refundSum: money,
    bytes: z.number().int().meta({ description: 'About so many bytes of the database become free' }),
    blocked: z
      .array(
        z.object({
          shopCode: z.string(),
          registerCode: z.string(),
          shiftNumber: z.number().int(),
          openedAt: localTime.nullable(),
          businessDate: localDate,
          documents: z.number().int(),
          reasons: z.array(coded),
        }),
      )
      .meta({ description: 'Shifts that are old enough and must stay; the first 500' }),
    blockedShifts: z.number().int(),
    blockedDays: z.number().int().meta({ description: 'Days that stay because of them' }),
    asOf: utcTime,
  })
  .meta({ id: 'TrimPlan' });

export const trimRun = z
  .object({
    runId: z.number().int(),
    kind: z.enum(['trim', 'restore']),
    cause: z.enum(['schedule', 'person']),
    shopCode: z.string().nullable().meta({ description: 'null = every shop' }),
    from: localDate.nullable(),
    to: localDate.nullable(),
    askedAt: utcTime,
    state: z.enum(['asked', 'done', 'failed']),
    endedAt: utcTime.nullable(),
    days: z.number().int().nullable(),
    documents: z.number().int().nullable(),
    blockedDays: z.number().int().nullable(),
    problems: z.array(coded.extend({ businessDate: localDate })),
  })
  .meta({ id: 'TrimRun' });

export const trimRunList = z.object({ runs: z.array(trimRun), asOf: utcTime }).meta({ id: 'TrimRunList' });

export const newTrimRun = z
  .strictObject({
    shopCode: z.string().min(1).max(64).nullable().default(null).meta({ description: 'null = every shop' }),
    confirmed: z.boolean().default(false),
  })
  .meta({ id: 'NewTrimRun' });

export const newRestoration = z
  .strictObject({ shopCode: z.string().min(1).max(64), from: localDate, to: localDate })
  .meta({ id: 'NewRestoration' });

export const trimAsked = z.object({ runId: z.number().int(), plan: trimPlan }).meta({ id: 'TrimAsked' });

export const trimConfirmation = z
  .object({
    code: z.literal('confirmation_required'),
    message: z.object({ ru: z.string(), en: z.string() }),
    plan: trimPlan,
  })
  .meta({ id: 'TrimConfirmation' });

export const archiveRow = z
  .object({
    shopCode: z.string(),
    businessDate: localDate,
    path: z.string().meta({ description: 'Below the folder of archives' }),
    size: z.number().int(),
    sha256: z.string(),
    shifts: z.number().int(),
    documents: z.number().int(),
    saleSum: money,
    refundSum: money,
    state: z
      .enum(['removing', 'removed', 'restoring', 'restored'])
      .meta({ description: 'Whether its rows are in the tables: removed = they lie in the archive alone' }),
    problem: coded.nullable().meta({ description: 'What was wrong when it was read last; null = it was sound' }),
    checkedAt: utcTime,
  })
  .meta({ id: 'ArchiveRow' });

export const archiveListQuery = z.strictObject({
  shop: placeKeys.shop,
  from: localDate.optional(),
  to: localDate.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

export const archiveList = z
  .object({
    archives: z.array(archiveRow).meta({ description: 'The latest days first' }),
    total: z.object({ archives: z.number().int(), documents: z.number().int(), bytes: z.number().int() }),
    oldest: localDate.nullable().meta({ description: 'The oldest day of which documents are in the tables' }),
    asOf: utcTime,
  })
  .meta({ id: 'ArchiveList' });

export const archivedDocument = documentRow
  .extend({
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    packageName: z.string().nullable().meta({ description: 'The package that brought it as it is' }),
    positions: z.array(positionRow),
    payments: z.array(paymentRow.omit({ paymentClass: true })),
    raw: z.string().meta({ description: 'The document exactly as it was received' }),
  })
  .meta({ id: 'ArchivedDocument' });

export const archivedDayQuery = z.strictObject({
  number: z.coerce
    .number()
    .int()
    .optional()
    .meta({ description: 'Receipt number, or document number of a document without one' }),
  register: placeKeys.register,
  identifier: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Of the document; of one without any its number here' }),
  limit: z.coerce.number().int().min(1).max(2_000).default(200),
});

export const archivedDay = z
  .object({
    shopCode: z.string(),
    businessDate: localDate,
    archives: z.array(archiveRow),
    documents: z.array(archivedDocument),
    count: z.number().int().meta({ description: 'Documents that fit the question, however many are listed' }),
    asOf: utcTime,
  })
  .meta({ id: 'ArchivedDay' });

export const trimVerdict = z
  .object({
    archives: z.number().int(),
    documents: z.number().int().meta({ description: 'Documents that lie in archives alone' }),
    damaged: z.array(z.object({ shopCode: z.string(), businessDate: localDate, path: z.string(), problem: coded })),
    read: z.boolean().meta({ description: 'true = every file was read now; false = as it was when it was read last' }),
    records: z.number().int(),
    recordProblems: z.array(z.object({ recordId: z.number().int(), problem: coded })),
    publicKey: z
      .string()
      .nullable()
      .meta({ description: 'PEM, Ed25519; null = nothing was deleted yet, or the key is gone' }),
    asOf: utcTime,
  })
  .meta({ id: 'TrimVerdict' });

export const restorationAsked = z
  .object({ runId: z.number().int(), archives: z.array(archiveRow), documents: z.number().int() })
  .meta({ id: 'RestorationAsked' });

export type TrimPlan = z.infer<typeof trimPlan>;
export type TrimPlanQuery = z.input<typeof trimPlanQuery>;
export type TrimRun = z.infer<typeof trimRun>;
export type TrimRunList = z.infer<typeof trimRunList>;
export type NewTrimRun = z.input<typeof newTrimRun>;
export type NewRestoration = z.infer<typeof newRestoration>;
export type TrimAsked = z.infer<typeof trimAsked>;
export type TrimConfirmation = z.infer<typeof trimConfirmation>;
export type RestorationAsked = z.infer<typeof restorationAsked>;
export type ArchiveRow = z.infer<typeof archiveRow>;
export type ArchiveListQuery = Partial<z.infer<typeof archiveListQuery>>;
export type ArchiveList = z.infer<typeof archiveList>;
export type ArchivedDocument = z.infer<typeof archivedDocument>;
export type ArchivedDayQuery = Partial<z.infer<typeof archivedDayQuery>>;
export type ArchivedDay = z.infer<typeof archivedDay>;
export type TrimVerdict = z.infer<typeof trimVerdict>;
