/** What the page of schedules asks for that changes something: schedules and groups of shops. */
import type {
  NewSchedule,
  NewShopGroup,
  ScheduleList,
  ScheduleRun,
  ShopGroupChange,
  ShopGroupList,
  SlotRule,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { deleteJson, fillRoute, patchJson, postJson } from './client.ts';

export function addSchedule(wanted: NewSchedule): Promise<ScheduleList> {
  return postJson<ScheduleList>(routes.schedules, wanted);
}

export function changeSchedule(
  scheduleId: number,
  change: { rule?: SlotRule; paused?: boolean },
): Promise<ScheduleList> {
  return patchJson<ScheduleList>(pathOf(routes.schedule, scheduleId), change);
}

export function removeSchedule(scheduleId: number): Promise<ScheduleList> {
  return deleteJson<ScheduleList>(pathOf(routes.schedule, scheduleId));
}

/** Asks the registers of the schedule at once. */
export function runSchedule(scheduleId: number): Promise<ScheduleRun> {
  return postJson<ScheduleRun>(pathOf(routes.runSchedule, scheduleId), {});
}

export function addGroup(wanted: NewShopGroup): Promise<ShopGroupList> {
  return postJson<ShopGroupList>(routes.groups, wanted);
}

export function changeGroup(groupCode: string, change: ShopGroupChange): Promise<ShopGroupList> {
  return patchJson<ShopGroupList>(fillRoute(routes.group, { groupCode }), change);
}

export function removeGroup(groupCode: string): Promise<ShopGroupList> {
  return deleteJson<ShopGroupList>(fillRoute(routes.group, { groupCode }));
}

function pathOf(route: string, scheduleId: number): string {
  return fillRoute(route, { scheduleId: String(scheduleId) });
}
