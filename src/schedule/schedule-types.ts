/** What the timetable is told and what it answers. */
import type { SlotRule } from '../domain/time-slots.ts';
import type { ErrorCode, MessageParams } from '../messages/messages.ts';
import type { Transfers } from '../pipeline/transfers/transfers.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';

/** Whom a schedule covers: all nulls = the whole server, else a group of shops, a shop, or a register of the shop. */
export type ScheduleScope = { groupCode: string | null; shopCode: string | null; registerCode: string | null };

export type NewSchedule = ScheduleScope & { rule: SlotRule; author: string | null };

export type ScheduleChange = { rule?: SlotRule; paused?: boolean; author: string | null };

export type Refusal = { ok: false; code: ErrorCode; params: MessageParams };

export type TimetableParts = {
  database: Database<Tables>;
  clock: Clock;
  transfers: Pick<Transfers, 'requestAll'>;
  /** Told after a schedule was changed or has run. */
  onChanged: () => void;
};
