/**
 * Whose registers a schedule asks (M2). Of several schedules the most specific one holds for a register: its own over that
 * of its shop, that over the one of the shop's group, that over the one of the server. Schedules of the same scope all hold.
 * A paused schedule holds as well: to pause the schedule of a register must not hand it back to the one of its shop.
 */

/** Ids; '' = not narrowed to it. A schedule of a shop names no group. */
export type ScheduleScopeIds = { groupId: string; shopId: string; registerId: string };

export type PlacedRegister = { groupId: string | null; shopId: string; registerId: string };

export type ScopeLevel = 'server' | 'group' | 'shop' | 'register';

export function levelOf({ groupId, shopId, registerId }: ScheduleScopeIds): ScopeLevel {
  if (registerId !== '') return 'register';
  if (shopId !== '') return 'shop';
  return groupId === '' ? 'server' : 'group';
}

/** Answers of a register which of the schedules hold for it. */
export function createCoverage<T extends ScheduleScopeIds>(
  schedules: readonly T[],
): (register: PlacedRegister) => readonly T[] {
  const byScope = Map.groupBy(schedules, keyOf);
  return ({ groupId, shopId, registerId }) => {
    const scopes: ScheduleScopeIds[] = [
      { groupId: '', shopId, registerId },
      { groupId: '', shopId, registerId: '' },
      { groupId: groupId ?? '', shopId: '', registerId: '' },
      { groupId: '', shopId: '', registerId: '' },
    ];
    for (const scope of scopes) {
      const found = byScope.get(keyOf(scope));
      if (found !== undefined) return found;
    }
    return [];
  };
}

function keyOf({ groupId, shopId, registerId }: ScheduleScopeIds): string {
  return JSON.stringify([groupId, shopId, registerId]);
}
