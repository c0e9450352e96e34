/**
 * The line from this server up to the server above it (M17): every package that was accepted here goes on, byte for byte, by
 * the exchange of registers. Here nobody judges what a package is worth: also those of `error` and `broken` go, and the upper
 * server judges for itself.
 *
 * The cursor is the state of each package in the index (`to-forward.ts` of the intake); only an id that the upper server has
 * acknowledged as stored moves it. A crash between the acknowledgement and the writing sends a package once more, and the upper
 * server knows it by its content. The oldest go first; every fourth stream takes the newest, so that the sales of today are not behind a
 * backlog of days.
 */
import { messageText } from '../../messages/messages.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { PauseLimits } from '../../platform/growing-pause.ts';
import { createTokenBucket } from '../../platform/token-bucket.ts';
import { sleep } from '../../platform/worker-loop.ts';
import type { Tables } from '../../schema/tables.ts';
import {
  adoptToForward,
  type Intake,
  type IntakeEvents,
  type PackageKey,
  type PackageToForward,
  settleForwarded,
} from '../intake/intake.ts';
import { type GatheredBatch, gatherBatch } from './gather-batch.ts';
import { createLineMemory, type LineState } from './line-state.ts';
import type { UpperReason, UpperServer } from './upper-server.ts';

export type { LineCondition, LineState, Refused } from './line-state.ts';
export { createLineWatch, type LineWatch } from './line-watch.ts';
export {
  createUpperCommands,
  type UpperCommands,
  type UpperCommandsOptions,
} from './upper-commands.ts';
export type {
  CommandRange,
  CommandReport,
  CommandState,
  Delivery,
  OutgoingBatch,
  OutgoingPackage,
  OwnState,
  UpperCommand,
  UpperReason,
  UpperServer,
  UpperWords,
} from './upper-server.ts';

export type ForwardingOptions = {
  database: Database<Tables>;
  clock: Clock;
  intake: Intake;
  upper: UpperServer;
  /** null = as fast as the line goes. */
  bytesPerSecond: number | null;
  /** Between attempts while the line is down. */
  pauses: PauseLimits;
  events: IntakeEvents;
  /** Told after packages were acknowledged, and when the line is no longer as it was. */
  onChanged: () => void;
  /** Numbers from 0 up to 1 that spread the attempts of many servers; `Math.random` unless a test says otherwise. */
  random?: () => number;
  /** Waits so many ms; a test lets its clock run instead. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
};

export type Forwarding = {
  /** Sends one stream; true = there may be more. Waits as long as the line asks for. Throws DatabaseUnavailable. */
  turn(signal: AbortSignal): Promise<boolean>;
  state(): LineState;
};

const FIRST_BATCH = 8;
const LARGEST_BATCH = 64;
/** Every so many streams one begins with what came last. */
const NEWEST_EVERY = 4;
const ADOPTED_AT_ONCE = 500;
/** A package in no folder is looked for so often before it counts as lost. */
const MISSED_LOOKS = 5;

type Line = ForwardingOptions & {
  memory: ReturnType<typeof createLineMemory>;
  bucket: ReturnType<typeof createTokenBucket>;
  pause: NonNullable<ForwardingOptions['pause']>;
  /** Packages of a stream: grows while the line holds, falls when it breaks, so that a bad line brings at least one. */
  batch: number;
  streams: number;
  more: boolean;
  missed: Map<string, number>;
  /** What was there before there was an upper server: up to where it was looked at; `done` when all was. */
  adopted: PackageKey | null | 'done';
};

export function createForwarding(options: ForwardingOptions): Forwarding {
  const { clock, upper, events, pauses, random = Math.random } = options;
  const line: Line = {
    ...options,
    memory: createLineMemory({ clock, address: upper.address, events, pauses, random }),
    bucket: createTokenBucket(options.bytesPerSecond, clock),
    pause: options.pause ?? sleep,
    batch: FIRST_BATCH,
    streams: 0,
    more: false,
    missed: new Map(),
    adopted: null,
  };
  return { turn: (signal) => forwardSome(line, signal), state: line.memory.state };
}

async function forwardSome(line: Line, signal: AbortSignal): Promise<boolean> {
  if (line.adopted !== 'done') await adoptSome(line);
  const passedOver = line.memory.passedOver();
  line.streams += 1;
  const end = line.more && line.streams % NEWEST_EVERY === 0 ? 'newest' : 'oldest';
  const { gathered, lost, missing, more } = await gatherBatch(line, end, line.batch, passedOver);
  if (end === 'oldest') line.more = more;
  await noteLost(line, lost, missing);
  if (gathered === null) {
    line.memory.idle();
    return lost.length > 0 || line.adopted !== 'done';
  }
  await line.pause(line.bucket.waitMs(), signal);
  if (signal.aborted) return false;
  line.bucket.take(gathered.bytes);
  await deliver(line, gathered, signal);
  line.onChanged();
  return true;
}

async function adoptSome(line: Line): Promise<void> {
  const after = line.adopted === 'done' ? null : line.adopted;
  const looked = await line.database.transaction((tx) => adoptToForward(tx, after, ADOPTED_AT_ONCE));
  line.adopted = looked.length < ADOPTED_AT_ONCE ? 'done' : (looked.at(-1) ?? 'done');
}

async function deliver(line: Line, { batch, rows }: GatheredBatch, signal: AbortSignal): Promise<void> {
  const { memory, upper, database } = line;
  const delivery = await upper.deliver(batch, signal);
  if (delivery.kind === 'answered') {
    const stored = rows.filter((_, index) => isStored(delivery, batch.packages[index]?.packageId ?? '', batch.isRaw));
    await database.transaction((tx) => settleForwarded(tx, stored, 'stored'));
    if (stored.length === rows.length) line.batch = Math.min(line.batch * 2, LARGEST_BATCH);
    if (stored.length > 0)
      memory.moved(
        batch.registerId,
        stored.map(({ name }) => name),
      );
    else await line.pause(memory.failed('busy', NOTHING_STORED), signal);
    return;
  }
  line.batch = Math.max(1, Math.floor(line.batch / 2));
  if (signal.aborted) return;
  if (delivery.kind !== 'refused') await line.pause(memory.failed(delivery.kind, delivery.reason), signal);
  // Which package of a stream was not taken is known when it goes alone.
  else if (!delivery.isPackage) memory.refuse(batch.registerId, null, delivery.reason);
  else if (rows.length === 1) memory.refuse(batch.registerId, rows[0]?.name ?? '', delivery.reason);
  else line.batch = 1;
}

/** What has no id that the other side could read goes alone: that all of the stream is stored says it. */
function isStored(
  { storedIds, isAll }: { storedIds: ReadonlySet<string>; isAll: boolean },
  packageId: string,
  isRaw: boolean,
): boolean {
  return packageId === '' || isRaw ? isAll : storedIds.has(packageId);
}

const NOTHING_STORED: UpperReason = {
  code: 'upper.nothing_stored',
  ru: messageText('ru', 'upper.nothing_stored'),
  en: messageText('en', 'upper.nothing_stored'),
};

/** What cannot be brought any more is told of and no longer due. */
async function noteLost(
  line: Line,
  lost: readonly PackageToForward[],
  missing: readonly PackageToForward[],
): Promise<void> {
  const gone = [...lost];
  for (const row of missing) {
    const looks = (line.missed.get(row.name) ?? 0) + 1;
    line.missed.set(row.name, looks);
    if (looks >= MISSED_LOOKS) gone.push(row);
  }
  if (gone.length > 0) await line.database.transaction((tx) => settleForwarded(tx, gone, 'gone'));
  for (const { name, registerId } of gone) {
    line.missed.delete(name);
    const params = { name, registerId, address: line.upper.address };
    line.events({ code: 'upper.package_lost', level: 'error', params, registerId });
  }
}
