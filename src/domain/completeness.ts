/**
 * Whether everything a register sold on a day is here. Silence is not «no sales»: a day without shifts is empty only when
 * the register was heard after it, or went on with a later shift. Pure.
 */

/** What is known of one register and one business date. */
export type RegisterDay = {
  inService: boolean;
  /** The server knew of the register before the day was over. */
  known: boolean;
  shifts: number;
  /** Shifts of the day that are not closed. */
  openShifts: number;
  /** A shift opened on an earlier day is still open. */
  earlierOpen: boolean;
  /** Receipt numbers that are missing and that nobody has accepted to be. */
  missing: number;
  /** Records of the day that could not be understood and wait for a person. */
  setAside: number;
  /** It was heard after the day was over, or has sold on a later day. */
  heardAfter: boolean;
};

export type RegisterDayState =
  | 'complete'
  | 'no_sales'
  | 'open'
  | 'missing'
  | 'set_aside'
  | 'silent'
  | 'out_of_service'
  | 'unknown';

/** The state of a register on a day; `unknown` = it was not there yet. */
export function registerDayState(day: RegisterDay): RegisterDayState {
  if (day.shifts > 0) {
    if (day.openShifts > 0) return 'open';
    if (day.missing > 0) return 'missing';
    return day.setAside > 0 ? 'set_aside' : 'complete';
  }
  if (!day.known) return 'unknown';
  if (day.earlierOpen) return 'open';
  if (day.heardAfter) return 'no_sales';
  return day.inService ? 'silent' : 'out_of_service';
}

/** True while something of the register may still come: the day waits for it. */
export function waitsFor(state: RegisterDayState): boolean {
  return state === 'open' || state === 'missing' || state === 'set_aside' || state === 'silent';
}

/** A shop on a day: what its registers lack, what does not agree, what the ERP does not have. */
export type ShopDay = {
  /** The day is not over in the shop. */
  running: boolean;
  registers: readonly RegisterDayState[];
  openCases: number;
  acceptedCases: number;
  /** Closed shifts that the ERP lacks, and open ones whose export failed. */
  notExported: number;
  /** Closed shifts that the checks have not come to yet. */
  notLooked: number;
  /** Closed shifts whose register reported no money to compare with. */
  notChecked: number;
};

export type ShopDayState = 'running' | 'differs' | 'waiting' | 'not_exported' | 'remarks' | 'closed' | 'unknown';

/** The first reason why a day cannot be closed, else `remarks` or `closed` (ux 10.2); `unknown` = no register was there. */
export function shopDayState(day: ShopDay): ShopDayState {
  if (day.registers.every((state) => state === 'unknown')) return 'unknown';
  if (day.openCases > 0) return 'differs';
  if (day.running) return 'running';
  if (day.registers.some(waitsFor) || day.notLooked > 0) return 'waiting';
  if (day.notExported > 0) return 'not_exported';
  return day.acceptedCases > 0 || day.notChecked > 0 ? 'remarks' : 'closed';
}

/** True when the day of the shop keeps the day of the network from being closed. */
export function blocksDay(state: ShopDayState): boolean {
  return state === 'differs' || state === 'waiting' || state === 'not_exported';
}
