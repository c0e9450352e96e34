/**
 * Shops full of registers that do not exist: they open, sell through the day, close, and send as they go.
 * What is sold follows from the seeds alone; when it is sold follows the clock of the shops.
 */
import { join } from 'node:path';
import type { LocalTime } from '../domain/local-time.ts';
import { addSeconds, uuidOf } from './model.ts';
import type { SimulatedRegister, SimulatedRegisterOptions, Sleep } from './register.ts';
import { createSimulatedRegister } from './register.ts';
import { createDice, fleetSeed } from './sd2000.ts';
import type { ShopClock, ShopHours } from './shop-clock.ts';
import { createShopClock } from './shop-clock.ts';

export type RegisterIds = Pick<SimulatedRegisterOptions, 'registerId' | 'registerCode' | 'shopId' | 'shopCode'>;

export type FleetOptions = {
  shops: number;
  /** The same number for each shop, or one number a shop. */
  registersPerShop: number | number[];
  /** Each register gets a folder of its own below. */
  folder: string;
  /** `host:port` of the gRPC receiver. */
  serverAddress: string;
  sleep: Sleep;
  /** Milliseconds of the machine, never set back. */
  machineMs: () => number;
  /** Simulated local time at which the fleet starts. */
  startAt: LocalTime;
  /** 60 = an hour of the shop takes a minute; default 1. */
  speed?: number;
  /** Default 08:00–22:00. */
  hours?: ShopHours;
  /** Default true: after closing the next morning comes at once. */
  skipNights?: boolean;
  /** Mean number of receipts of one register in an hour of the shop; default 30. */
  receiptsPerHour?: number;
  /** Ids as the server knows them; shop and register count from 1. Default: ids made of the numbers. */
  ids?: (shop: number, register: number) => RegisterIds;
  /** Anything else of a register: what it sends, its states, its credentials … */
  registerOptions?: (ids: RegisterIds) => Partial<SimulatedRegisterOptions>;
};

export type Fleet = {
  readonly registers: readonly SimulatedRegister[];
  /** Time in the shops. */
  now(): LocalTime;
  find(shopCode: string, registerCode: string): SimulatedRegister;
  /** Trades and sends until the signal is aborted; rejects when a register cannot write to its own disk. */
  run(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

const DEFAULT_HOURS: ShopHours = { open: '08:00:00', close: '22:00:00' };
/** Sent archives a register of a fleet keeps, so that a long demo does not fill the disk. */
const KEPT_BACKUPS = 20;

/** Opens all registers of the fleet; nothing is sold before `run`. */
export async function createFleet(options: FleetOptions): Promise<Fleet> {
  const { machineMs, startAt, speed = 1, hours = DEFAULT_HOURS, skipNights = true } = options;
  const clock = createShopClock({ machineMs, startAt, speed, hours, skipNights });
  const registers = await Promise.all(placesOf(options).map((place) => openRegister(options, place, clock)));
  const trade = { clock, hours, gap: 3600 / (options.receiptsPerHour ?? 30), sleep: options.sleep };
  return {
    registers,
    now: () => clock.now(),
    find(shopCode, registerCode) {
      const found = registers.find((one) => one.shopCode === shopCode && one.registerCode === registerCode);
      if (found === undefined) throw new Error(`the fleet has no register ${shopCode}/${registerCode}`);
      return found;
    },
    async run(signal) {
      await Promise.all(
        registers.flatMap((register, index) => [keepTrading(register, index, trade, signal), register.run(signal)]),
      );
    },
    async close() {
      await Promise.all(registers.map((register) => register.close()));
    },
  };
}

type Place = { ids: RegisterIds; index: number };

function placesOf(options: FleetOptions): Place[] {
  const ids = options.ids ?? defaultIds;
  const places: Place[] = [];
  for (let shop = 1; shop <= options.shops; shop++) {
    const { registersPerShop: count } = options;
    const registers = typeof count === 'number' ? count : (count[shop - 1] ?? 0);
    for (let register = 1; register <= registers; register++) {
      places.push({ ids: ids(shop, register), index: places.length });
    }
  }
  return places;
}

/** Ids in the form the server issues: a mark, the code, eight hexadecimal digits. */
export function defaultIds(shop: number, register: number): RegisterIds {
  return {
    shopCode: String(shop),
    shopId: `_shop_${shop}_${uuidOf(`shop ${shop}`).slice(0, 8)}`,
    registerCode: String(register),
    registerId: `_cash_${register}_${uuidOf(`shop ${shop} register ${register}`).slice(0, 8)}`,
  };
}

function openRegister(options: FleetOptions, { ids, index }: Place, clock: ShopClock): Promise<SimulatedRegister> {
  return createSimulatedRegister({
    ...ids,
    folder: join(options.folder, `${ids.shopCode}-${ids.registerCode}`),
    serverAddress: options.serverAddress,
    seed: fleetSeed(0, index + 1),
    sleep: options.sleep,
    clock: () => clock.now(),
    settings: { maxCountBackupFiles: KEPT_BACKUPS },
    ...options.registerOptions?.(ids),
  });
}

type Trade = { clock: ShopClock; hours: ShopHours; gap: number; sleep: Sleep };

/** One register through its days: opens in the morning, sells at uneven gaps, closes in the evening. */
async function keepTrading(
  register: SimulatedRegister,
  index: number,
  trade: Trade,
  signal: AbortSignal,
): Promise<void> {
  const { clock, hours, sleep } = trade;
  const dice = createDice(index + 1);
  while (!signal.aborted) {
    const now = clock.now();
    const open = register.openShiftSince();
    const closing = `${(open ?? now).slice(0, 10)}T${hours.close}`;
    let next: LocalTime;
    if (open !== null && now >= closing) {
      await register.closeShift();
      next = addSeconds(now, 60);
    } else if (now >= closing || now < `${now.slice(0, 10)}T${hours.open}`) {
      next = addSeconds(now, 60);
    } else {
      if (open === null) await register.openShift();
      await register.sellReceipt();
      next = earlier(addSeconds(now, Math.ceil(trade.gap * (0.5 + dice.f()))), closing);
    }
    await sleep(clock.msUntil(next), signal);
  }
}

function earlier(a: LocalTime, b: LocalTime): LocalTime {
  return a < b ? a : b;
}
