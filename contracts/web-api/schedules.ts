/** When registers are asked by themselves (M2), and the groups of shops that a schedule may be about. */
import { z } from 'zod';
import { cursorKey, dryRun, givenName, limitKey, localTime, nextCursor, utcTime } from './basics.ts';

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

const code = z.string().min(1).max(64);
const author = z.string().min(1).max(100).optional().meta({ description: 'Who does it, for the log' });

const scope = {
  groupCode: code.nullable().meta({ description: 'null = not that of a group' }),
  shopCode: code.nullable().meta({ description: 'null = all shops, or those of the group' }),
  registerCode: code.nullable().meta({ description: 'null = all registers of the shop' }),
};

/** A slot by the clock of a shop, and when that is. */
export const nextSlot = z
  .object({ slot: localTime, timeZone: z.string(), at: utcTime })
  .meta({ id: 'NextSlot', description: 'The next slot of a schedule' });

const count = z.number().int();

export const scheduleRunRow = z
  .object({
    runId: count,
    outcome: z.enum(['on_time', 'caught_up', 'by_hand', 'paused']).meta({
      description:
        'caught_up: late, because the server slept or its database was away; paused: nobody was asked, the slots passed',
    }),
    slot: localTime.meta({ description: 'By the clock of the first of its shops' }),
    timeZone: z.string(),
    ranAt: utcTime,
    author: z.string().nullable(),
    missed: count.meta({ description: 'Slots that were not run: before this one, or during the pause' }),
    shops: count,
    registers: count.meta({ description: 'Registers it was about: requested + alreadyRunning + refused' }),
    requested: count.meta({ description: 'Registers asked' }),
    alreadyRunning: count.meta({ description: 'Registers that were being asked for new data already' }),
    refused: count,
    noWay: count.meta({
      description: 'Of those refused: no way leads to them, they have no command address and never opened a stream',
    }),
    underWay: count.meta({ description: 'Of its transfers: not ended yet' }),
    loaded: count.meta({ description: 'Of its transfers: everything is here' }),
    empty: count.meta({ description: 'Of its transfers: there were no sales' }),
    failed: count.meta({ description: 'Of its transfers: failed, unanswered or cancelled' }),
  })
  .meta({ id: 'ScheduleRunRow' });

export const schedule = z
  .object({
    scheduleId: count,
    ...scope,
    name: givenName.meta({ description: 'Of the group, the shop or the register' }),
    rule: slotRule,
    paused: z.boolean(),
    pausedAt: utcTime.nullable(),
    pausedBy: z.string().nullable(),
    author: z.string().nullable(),
    createdAt: utcTime,
    shops: count.meta({ description: 'Shops with a register for which it holds' }),
    registers: count.meta({
      description: 'Registers in service for which it holds: no schedule of a narrower scope is about them',
    }),
    next: nextSlot
      .nullable()
      .meta({ description: 'The soonest of all its shops; null while paused or when it holds for nobody' }),
    lastRun: scheduleRunRow.nullable().meta({ description: 'null = it has not run yet' }),
    lastSkip: scheduleRunRow.nullable().meta({ description: 'The pause that ended after the last run' }),
  })
  .meta({ id: 'Schedule' });

export const scheduleList = z.object({ schedules: z.array(schedule), asOf: utcTime }).meta({ id: 'ScheduleList' });

export const scheduleRunsQuery = z.strictObject({ limit: limitKey(500, 50), before: cursorKey(/^\d{1,15}$/) });

export const scheduleRunList = z
  .object({
    runs: z.array(scheduleRunRow).meta({ description: 'Newest first; of 30 days' }),
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'ScheduleRunList' });

export const newSchedule = z
  .strictObject({
    groupCode: scope.groupCode.default(null),
    shopCode: scope.shopCode.default(null),
    registerCode: scope.registerCode.default(null),
    rule: slotRule,
    author,
  })
  .refine(({ shopCode, registerCode }) => registerCode === null || shopCode !== null, {
    path: ['registerCode'],
    error: 'field.needs_shop',
  })
  .refine(({ groupCode, shopCode }) => groupCode === null || shopCode === null, {
    path: ['groupCode'],
    error: 'field.group_or_shop',
  })
  .meta({ id: 'NewSchedule' });

export const scheduleChange = z
  .strictObject({ rule: slotRule.optional(), paused: z.boolean().optional(), author })
  .meta({ id: 'ScheduleChange' });

export const scheduleAuthor = z.strictObject({ author }).meta({ id: 'ScheduleAuthor' });

export const removedScheduleQuery = z.strictObject({ author, dryRun });

export const scheduleRun = z
  .object({
    requested: count.meta({ description: 'Registers asked' }),
    running: count.meta({ description: 'Registers that were being asked already' }),
    refused: count,
    noWay: count.meta({ description: 'Of those refused: no way leads to them' }),
  })
  .meta({ id: 'ScheduleRun' });

const groupName = z.string().trim().min(1).max(200);
const shopCodes = z.array(code).max(10_000);

export const shopGroup = z
  .object({ groupCode: code, name: z.string(), shopCodes: z.array(z.string()).meta({ description: 'In their order' }) })
  .meta({ id: 'ShopGroup', description: 'Shops that belong together; a shop is in one group or in none' });

export const shopGroupList = z.object({ groups: z.array(shopGroup), asOf: utcTime }).meta({ id: 'ShopGroupList' });

export const newShopGroup = z
  .strictObject({
    groupCode: z.string().regex(/^[\p{L}\d_-]{1,32}$/u, 'field.group_code'),
    name: groupName,
    shopCodes: shopCodes.default([]),
  })
  .meta({ id: 'NewShopGroup' });

export const shopGroupChange = z
  .strictObject({ name: groupName.optional(), shopCodes: shopCodes.optional() })
  .meta({ id: 'ShopGroupChange' });

export type SlotRule = z.infer<typeof slotRule>;
export type NextSlot = z.infer<typeof nextSlot>;
export type Schedule = z.infer<typeof schedule>;
export type ScheduleList = z.infer<typeof scheduleList>;
export type ScheduleRunRow = z.infer<typeof scheduleRunRow>;
export type ScheduleRunsQuery = z.infer<typeof scheduleRunsQuery>;
export type ScheduleRunList = z.infer<typeof scheduleRunList>;
export type ScheduleRun = z.infer<typeof scheduleRun>;
export type NewSchedule = z.input<typeof newSchedule>;
export type ScheduleChange = z.infer<typeof scheduleChange>;
export type ShopGroup = z.infer<typeof shopGroup>;
export type ShopGroupList = z.infer<typeof shopGroupList>;
export type NewShopGroup = z.input<typeof newShopGroup>;
export type ShopGroupChange = z.infer<typeof shopGroupChange>;
