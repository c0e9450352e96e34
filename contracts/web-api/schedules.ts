/** When registers are asked by themselves (M2). */
import { z } from 'zod';
import { utcTime } from './basics.ts';

/** Times are those of each shop's own clock. */
export const slotRule = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('every'),
      minutes: z.number().int().min(1).max(1440),
      from: z.string().meta({ examples: ['08:00'] }),
      to: z.string().meta({ examples: ['22:00'], description: 'Included' }),
    }),
    z.strictObject({ kind: z.literal('daily'), times: z.array(z.string()).min(1).max(100) }),
  ])
  .meta({ id: 'SlotRule' });

const scope = {
  shopCode: z.string().min(1).max(64).nullable().meta({ description: 'null = all shops' }),
  registerCode: z.string().min(1).max(64).nullable().meta({ description: 'null = all registers of the shop' }),
};

export const schedule = z
  .object({
    scheduleId: z.number().int(),
    ...scope,
    rule: slotRule,
    paused: z.boolean(),
    author: z.string().nullable(),
    createdAt: utcTime,
    lastRanAt: utcTime.nullable(),
    lastRequested: z.number().int().nullable().meta({ description: 'Registers asked by the latest run' }),
    nextSlot: z
      .string()
      .nullable()
      .meta({ description: 'The next slot by the clock of the first shop it covers; null while paused' }),
  })
  .meta({ id: 'Schedule' });

export const scheduleList = z.object({ schedules: z.array(schedule), asOf: utcTime }).meta({ id: 'ScheduleList' });

export const newSchedule = z
  .strictObject({
    shopCode: scope.shopCode.default(null),
    registerCode: scope.registerCode.default(null),
    rule: slotRule,
    author: z.string().min(1).max(100).optional(),
  })
  .refine(({ shopCode, registerCode }) => registerCode === null || shopCode !== null, {
    path: ['registerCode'],
    error: 'field.needs_shop',
  })
  .meta({ id: 'NewSchedule' });

export const scheduleChange = z
  .strictObject({ rule: slotRule.optional(), paused: z.boolean().optional() })
  .meta({ id: 'ScheduleChange' });

export const scheduleRun = z
  .object({ requested: z.number().int().meta({ description: 'Registers asked' }) })
  .meta({ id: 'ScheduleRun' });

export type Schedule = z.infer<typeof schedule>;
export type ScheduleList = z.infer<typeof scheduleList>;
export type NewSchedule = z.infer<typeof newSchedule>;
export type ScheduleChange = z.infer<typeof scheduleChange>;
