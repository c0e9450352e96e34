/** Holes in the receipt numbers of registers, and registers that are being asked again. */
import { z } from 'zod';
import {
  cursorKey,
  limitKey,
  localTime,
  namesItsShop,
  nextCursor,
  placeKeys,
  shopNotNamed,
  utcTime,
} from './basics.ts';

export const gapState = z.enum(['waiting', 'asked', 'held', 'absent', 'filled']).meta({
  id: 'GapState',
  description: '`held` waits for a person, `absent` = the register says that it has none of these receipts',
});

const told = (codes: [string, ...string[]]) => z.object({ code: z.enum(codes), ru: z.string(), en: z.string() });

export const gapRow = z
  .object({
    gapId: z.string().meta({ examples: ['G-12'] }),
    shopCode: z.string(),
    registerCode: z.string(),
    shiftKey: z.string().meta({ description: 'The shift in which, or before which, the numbers are missing' }),
    first: z.number().int().meta({ description: 'First missing receipt number' }),
    last: z.number().int(),
    missing: z.number().int().meta({ description: 'How many are missing: fewer when many holes are told of as one' }),
    from: localTime.nullable().meta({ description: 'When the receipts around it were sold; the period asked for' }),
    to: localTime.nullable(),
    state: gapState,
    cause: told(['not_sent', 'set_aside', 'package_broken', 'package_error', 'not_at_register', 'number_jump']),
    heldBy: told(['set_aside', 'number_jump', 'too_old', 'too_long', 'no_times'])
      .nullable()
      .meta({ description: 'Why only a person asks for it' }),
    attempts: z.number().int().meta({ description: 'Asks that failed' }),
    transferId: z.string().nullable().meta({ description: 'The last load that asked for it' }),
    appearedAt: utcTime,
    askedAt: utcTime.nullable(),
    nextAskAt: utcTime.nullable().meta({
      description: 'null also for a register behind the server of its store, which asks by itself',
    }),
    endedAt: utcTime.nullable(),
    canBeAsked: z.boolean().meta({
      description:
        'Whether the register is in service and a way to it is known: an address, a stream, or the server of its store',
    }),
  })
  .meta({ id: 'GapRow' });

export const gapListQuery = z
  .strictObject({
    state: z.enum(['all', 'open', 'absent', 'filled']).default('open'),
    ...placeKeys,
    limit: limitKey(1_000, 200),
    before: cursorKey(/^G-\d{1,15}$/),
  })
  .refine(namesItsShop, shopNotNamed);

export const gapList = z
  .object({
    gaps: z.array(gapRow).meta({ description: 'Newest first' }),
    counts: z
      .object({ open: z.number().int(), absent: z.number().int() })
      .meta({ description: 'Of the place that was asked for' }),
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'GapList' });

export const gapAsk = z
  .strictObject({
    author: z.string().min(1).max(100).optional().meta({ description: 'Who asks, for the log' }),
    confirmed: z.boolean().default(false).meta({ description: 'A week or more must be confirmed' }),
  })
  .meta({ id: 'GapAsk' });

export const rearmRow = z
  .object({
    shopCode: z.string(),
    registerCode: z.string(),
    again: z
      .object({
        reason: told(['stopped', 'silent', 'gaps', 'new']),
        since: utcTime,
        attempts: z.number().int().meta({ description: 'Asks in a row that brought nothing' }),
        askedAt: utcTime.nullable(),
        nextAskAt: utcTime.nullable(),
        transferId: z.string().nullable().meta({ description: 'The load that runs; null = the next is waited for' }),
      })
      .nullable()
      .meta({ description: 'Why and when the register is asked again; null = it is not' }),
    clock: z
      .object({
        offsetSeconds: z.number().int().meta({ description: 'Positive = the clock is fast, negative = slow' }),
        since: utcTime,
        measuredAt: utcTime,
      })
      .nullable()
      .meta({ description: 'The clock of the register when it is wrong' }),
  })
  .meta({ id: 'RearmRow' });

export const rearmListQuery = z
  .strictObject({ ...placeKeys, limit: limitKey(1_000, 200), after: cursorKey(/^.{1,200}$/) })
  .refine(namesItsShop, shopNotNamed);

export const rearmList = z
  .object({
    registers: z.array(rearmRow).meta({ description: 'Registers asked again, and those whose clock is wrong' }),
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'RearmList' });

export type GapRow = z.infer<typeof gapRow>;
export type GapListQuery = z.infer<typeof gapListQuery>;
export type GapList = z.infer<typeof gapList>;
export type GapAsk = z.infer<typeof gapAsk>;
export type RearmRow = z.infer<typeof rearmRow>;
export type RearmListQuery = z.infer<typeof rearmListQuery>;
export type RearmList = z.infer<typeof rearmList>;
