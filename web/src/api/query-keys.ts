/** Keys of the cache, from general to special: forgetting the beginning of a key forgets everything below it. */
import type { LiveHint } from '../../../contracts/web-api.ts';

export type QueryKey = readonly string[];

export const queryKeys = {
  status: (): QueryKey => ['status'],
  session: (): QueryKey => ['session'],
  profile: (): QueryKey => ['profile'],
  people: (): QueryKey => ['people'],
  shops: (): QueryKey => ['shops'],
  registers: (shopCode: string): QueryKey => ['registers', shopCode],
  shifts: (shopCode: string, registerCode: string): QueryKey => ['shifts', shopCode, registerCode],
  shift: (shopCode: string, registerCode: string, shiftKey: string): QueryKey => [
    'shift',
    shopCode,
    registerCode,
    shiftKey,
  ],
  documents: (shopCode: string, registerCode: string, shiftKey: string): QueryKey => [
    'documents',
    shopCode,
    registerCode,
    shiftKey,
  ],
  reports: (): QueryKey => ['reports'],
  document: (document: string): QueryKey => ['document', document],
  register: (shopCode: string, registerCode: string): QueryKey => ['registers', shopCode, 'one', registerCode],
  packages: (): QueryKey => ['packages'],
  storage: (): QueryKey => ['storage'],
  setAside: (): QueryKey => ['setAside'],
  exports: (): QueryKey => ['exports'],
  descriptions: (): QueryKey => ['descriptions'],
  frames: (): QueryKey => ['frames'],
  settings: (): QueryKey => ['settings'],
  log: (): QueryKey => ['log'],
  audit: (): QueryKey => ['audit'],
  transfers: (): QueryKey => ['transfers'],
  schedules: (): QueryKey => ['schedules'],
  groups: (): QueryKey => ['groups'],
  gaps: (): QueryKey => ['gaps'],
  rearm: (): QueryKey => ['rearm'],
  cases: (): QueryKey => ['cases'],
  servers: (): QueryKey => ['servers'],
  /** Days of shops and of the network. */
  days: (): QueryKey => ['days'],
};

/** A key cut at its first unknown part: a hint that names no register concerns all registers of the shop. */
function known(...parts: (string | null)[]): QueryKey {
  const end = parts.indexOf(null);
  return (end === -1 ? parts : parts.slice(0, end)) as string[];
}

/**
 * What a hint of the live stream makes old. A hint carries no data; what is on the screen is fetched again.
 * A changed shift makes all shifts of its register old, because a drawer starts with the shift before; a hint without a
 * shift speaks of every shift of the register.
 */
export function keysOfHint(hint: LiveHint): QueryKey[] {
  const { shopCode, registerCode, shiftKey } = hint;
  switch (hint.topic) {
    case 'status':
      // The server says so when a listener was away for too long to be told what it missed.
      return [[]];
    case 'shops':
      return [
        queryKeys.shops(),
        ['registers'],
        queryKeys.settings(),
        queryKeys.groups(),
        queryKeys.schedules(),
        queryKeys.status(),
      ];
    case 'register':
      return [queryKeys.shops(), known('registers', shopCode), queryKeys.status()];
    case 'shift':
      return [
        queryKeys.shops(),
        known('registers', shopCode),
        known('shifts', shopCode, registerCode),
        known('shift', shopCode, registerCode),
        known('documents', shopCode, registerCode, shiftKey),
        ['document'],
        queryKeys.exports(),
        queryKeys.days(),
        queryKeys.status(),
      ];
    case 'packages':
      return [
        queryKeys.packages(),
        queryKeys.storage(),
        queryKeys.frames(),
        queryKeys.setAside(),
        queryKeys.shops(),
        queryKeys.status(),
      ];
    case 'exports':
      return [
        queryKeys.exports(),
        known('shifts', shopCode, registerCode),
        known('shift', shopCode, registerCode),
        known('registers', shopCode),
        queryKeys.shops(),
        queryKeys.days(),
        queryKeys.status(),
      ];
    case 'transfers':
      return [queryKeys.transfers(), queryKeys.schedules(), known('registers', shopCode)];
    case 'schedules':
      // What is asked next stands on each register.
      return [queryKeys.schedules(), ['registers']];
    case 'gaps':
      return [queryKeys.gaps(), queryKeys.rearm(), queryKeys.days()];
    case 'cases':
      // What the checks say stands on the rows and pages of shifts too.
      return [
        queryKeys.cases(),
        queryKeys.days(),
        known('shifts', shopCode, registerCode),
        known('shift', shopCode, registerCode),
      ];
    case 'servers':
      return [queryKeys.servers(), queryKeys.status()];
    case 'log':
      return [queryKeys.log()];
  }
}
