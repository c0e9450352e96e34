/** Differences: what the checks C1–C7 found in shifts and what the ERP booked otherwise, and what people decided about them. */
import { z } from 'zod';
import { shopScope } from './access.ts';
import {
  cursorKey,
  limitKey,
  localDate,
  localTime,
  money,
  namesItsShop,
  nextCursor,
  placeKeys,
  shopNotNamed,
  utcTime,
} from './basics.ts';

export const checkCode = z
  .enum(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'ERP'])
  .meta({ id: 'CheckCode', description: '`ERP`: what the ERP says it has booked, beside what the file held' });

export const checkFigure = z
  .enum([
    'saleSplit',
    'revenueSplit',
    'saleSum',
    'refundSum',
    'revenue',
    'saleCash',
    'saleNoncash',
    'saleOther',
    'refundCash',
    'refundNoncash',
    'documentSums',
    'documentLines',
    'documentTaxes',
    'saleCount',
    'refundCount',
    'receiptNumbers',
    'drawerSum',
    'fiscalRevenue',
    'erpReceipts',
    'erpRevenue',
  ])
  .meta({ id: 'CheckFigure', description: 'What is compared in a check' });

const bothTexts = z.object({ ru: z.string(), en: z.string() });

/** Both sides of a comparison; `difference` = first − second. */
export const comparedValues = z
  .discriminatedUnion('unit', [
    z.object({ unit: z.literal('money'), first: money, second: money, difference: money }),
    z.object({
      unit: z.literal('count'),
      first: z.number().int(),
      second: z.number().int(),
      difference: z.number().int(),
    }),
  ])
  .meta({ id: 'ComparedValues' });

export const caseState = z.enum(['appeared', 'seen', 'mending', 'solved', 'accepted']).meta({
  id: 'CaseState',
  description: '`mending`: a load of the shift or an ask for its missing receipts runs. The first three are open',
});

export const caseAssignment = z
  .object({
    to: z.string().nullable().meta({
      description:
        'Log-in name of a person; on a server that nobody logs in to, a name as it was written. null = taken off them since',
    }),
    fullName: z.string().nullable(),
    able: z.boolean().nullable().meta({
      description:
        'Whether the person may still work on it: comes in, has the right `load` and this shop; null = the name is of no person',
    }),
    at: utcTime,
    by: z.string().nullable(),
  })
  .meta({ id: 'CaseAssignment', description: 'Who is to work on it, and who gave it to them or took it off, when' });

export const caseRow = z
  .object({
    caseId: z.string().meta({ examples: ['D-12'] }),
    shopCode: z.string(),
    registerCode: z.string(),
    shiftKey: z.string(),
    shiftNumber: z.number().int(),
    businessDate: localDate,
    check: checkCode,
    figure: checkFigure,
    text: bothTexts.meta({ description: 'What differs, as a sentence with both values' }),
    cause: bothTexts.nullable().meta({ description: 'What may be behind it; null = nothing points to a cause' }),
    values: comparedValues,
    state: caseState,
    appearedAt: utcTime,
    seenAt: utcTime.nullable(),
    seenBy: z.string().nullable(),
    transferId: z.string().nullable().meta({ description: 'The last load that was asked for because of it' }),
    acceptedAt: utcTime.nullable(),
    acceptedBy: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'Why it was accepted' }),
    assignment: caseAssignment.nullable().meta({ description: 'null = it was never given to anybody' }),
    endedAt: utcTime.nullable().meta({
      description: 'When the data agreed, or another difference took the place of the accepted one',
    }),
  })
  .meta({ id: 'CaseRow' });

const assigneeName = z.string().trim().min(1).max(100);

export const caseListQuery = z
  .strictObject({
    state: z.enum(['open', 'accepted', 'solved', 'all']).default('open'),
    check: checkCode.optional(),
    assigned: z.enum(['mine', 'nobody', 'somebody']).optional().meta({
      description: '`mine`: given to the person who asks; refused where nobody has logged in',
    }),
    assignee: assigneeName.optional().meta({ description: 'Given to this person or name' }),
    ...placeKeys,
    limit: limitKey(1_000, 200),
    before: cursorKey(/^D-\d{1,15}$/),
  })
  .refine(namesItsShop, shopNotNamed);

export const caseCounts = z.object({ open: z.number().int(), accepted: z.number().int(), solved: z.number().int() });

export const caseList = z
  .object({
    cases: z.array(caseRow).meta({ description: 'Newest first' }),
    counts: caseCounts.meta({ description: 'Of the place and of whoever has them, as they were asked for' }),
    assigned: z
      .object({
        nobody: z.number().int(),
        people: z
          .array(z.object({ to: z.string(), fullName: z.string().nullable(), count: z.number().int() }))
          .meta({ description: 'At most 500, those with the most first' }),
      })
      .meta({ description: 'Open ones of the place by whoever has them' }),
    evidence: z
      .object({ checkedShifts: z.number().int(), lastCheckedAt: utcTime.nullable() })
      .meta({ description: 'What was looked at, so that no difference is not the same as nothing looked at' }),
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'CaseList' });

const caseIds = z
  .array(z.string().regex(/^D-\d{1,15}$/))
  .min(1)
  .max(1_000);
const author = z.string().trim().min(1).max(100).optional().meta({ description: 'Who decides, for the log' });

export const seeCases = z.strictObject({ cases: caseIds, author }).meta({ id: 'SeeCases' });

export const acceptCases = z
  .strictObject({
    cases: caseIds,
    reason: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .meta({ description: 'Why the difference stays; kept for ever beside it' }),
    author: z.string().trim().min(1).max(100).meta({ description: 'Who accepts it; kept for ever beside it' }),
  })
  .meta({ id: 'AcceptCases' });

export const assignCases = z
  .strictObject({
    cases: caseIds,
    to: assigneeName.nullable().meta({
      description:
        'Log-in name of a person with the right `load` in the shops of all of them; on a server that nobody logs in to also any other name. null = nobody has them any more',
    }),
    author,
  })
  .meta({ id: 'AssignCases' });

export const assigneeList = z
  .object({
    anyName: z.boolean().meta({ description: 'Nobody logs in to this server, so that any name is taken' }),
    people: z
      .array(
        z.object({
          login: z.string(),
          fullName: z.string().nullable(),
          shops: shopScope.meta({ description: 'Those that whoever asks has too' }),
        }),
      )
      .meta({ description: 'By log-in name' }),
    asOf: utcTime,
  })
  .meta({ id: 'AssigneeList' });

export const casesChanged = z
  .object({
    changed: z.array(caseRow),
    others: z.array(z.string()).meta({ description: 'Named cases that were not open any more, or are so already' }),
  })
  .meta({ id: 'CasesChanged' });

export const caseAsk = z
  .strictObject({
    author,
    confirmed: z.boolean().default(false).meta({ description: 'A week or more must be confirmed' }),
  })
  .meta({ id: 'CaseAsk' });

/** A sentence of the tie-out: one figure of one check. */
export const checkLine = z
  .object({
    check: checkCode,
    figure: checkFigure,
    state: z.enum(['agrees', 'differs', 'accepted', 'not_compared']),
    name: bothTexts.meta({ description: 'What the check demands' }),
    text: bothTexts,
    why: z
      .enum(['not_reported', 'open', 'unmapped', 'no_fiscal_device'])
      .nullable()
      .meta({ description: 'Why nothing was compared' }),
    values: comparedValues.nullable(),
    caseId: z.string().nullable(),
  })
  .meta({ id: 'CheckLine' });

export const shiftResult = z.enum(['open', 'not_checked', 'differs', 'agrees', 'accepted', 'not_looked']).meta({
  id: 'ShiftResult',
  description:
    '`not_checked`: the register reported no money to compare with; `not_looked`: the checks have not come to it yet; `accepted`: all differences are',
});

export const uncheckedRow = z
  .object({
    shopCode: z.string(),
    registerCode: z.string(),
    shiftKey: z.string(),
    shiftNumber: z.number().int(),
    businessDate: localDate,
    openedAt: localTime.nullable(),
    closedAt: localTime.nullable(),
    result: z.enum(['open', 'not_checked', 'not_looked']),
    text: bothTexts,
  })
  .meta({ id: 'UncheckedRow' });

export const uncheckedQuery = z.strictObject({
  period: z
    .enum(['recent', 'all'])
    .default('recent')
    .meta({ description: '`recent`: closed shifts of the last 62 days. Open ones are always listed, however old' }),
});

export const uncheckedList = z
  .object({
    shifts: z
      .array(uncheckedRow)
      .meta({ description: 'Closed shifts whose money was not compared, and open ones; newest first, at most 1000' }),
    count: z.number().int().meta({ description: 'All of the period' }),
    since: localDate.nullable().meta({ description: 'First business date of the period; null = all' }),
    earlier: z.number().int().meta({ description: 'Closed shifts before it that were not compared either' }),
    asOf: utcTime,
  })
  .meta({ id: 'UncheckedList' });

export type CheckCode = z.infer<typeof checkCode>;
export type CheckFigureName = z.infer<typeof checkFigure>;
export type ComparedValues = z.infer<typeof comparedValues>;
export type CaseState = z.infer<typeof caseState>;
export type CaseRow = z.infer<typeof caseRow>;
export type CaseListQuery = z.infer<typeof caseListQuery>;
export type CaseList = z.infer<typeof caseList>;
export type SeeCases = z.infer<typeof seeCases>;
export type AcceptCases = z.infer<typeof acceptCases>;
export type AssignCases = z.infer<typeof assignCases>;
export type AssigneeList = z.infer<typeof assigneeList>;
export type CasesChanged = z.infer<typeof casesChanged>;
export type CaseAskBody = z.infer<typeof caseAsk>;
export type CheckLine = z.infer<typeof checkLine>;
export type ShiftResult = z.infer<typeof shiftResult>;
export type UncheckedList = z.infer<typeof uncheckedList>;
export type UncheckedQuery = z.infer<typeof uncheckedQuery>;
