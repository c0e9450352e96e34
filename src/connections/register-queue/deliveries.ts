/**
 * The bytes of messages as they come from the broker, gathered here and not in the library, which would keep whatever is
 * sent: within the largest size, charged to the memory of all doors, and the line is not read while there is no room.
 * Needs two methods of rhea that are not in its public face.
 */
import type { Session } from 'rhea';
import type { ByteBudget } from '../../platform/memory/byte-budget.ts';
import { createGrowingBytes } from '../../platform/memory/growing-bytes.ts';

/** A message whose last byte is here. */
export type Gathered = {
  /** Bytes that were sent. */
  readonly size: number;
  /** True when there were more than the limit: nothing of it is kept. */
  readonly isTooLarge: boolean;
  /** The sender took it back while sending. */
  readonly isAborted: boolean;
  /** Waits until the memory of all doors has room for it. */
  charged(): Promise<void>;
  /** All of it in one piece; empty when too large. */
  bytes(): Buffer;
  /** Gives the memory back and makes `bytes` useless; may be called again. */
  free(): void;
};

export type DeliveryLimits = {
  maxBytes: number;
  budget: ByteBudget;
  /** Stops and goes on with reading the line. */
  pause: () => void;
  resume: () => void;
  /** The broker holds memory that others wait for and is too slow. */
  onSlow: () => void;
};

export type Deliveries = {
  /** What was gathered for the message that has just been completed. */
  take(): Gathered;
  /** Forgets a message that will not be completed. */
  drop(): void;
};

type Transfer = { performative: { more?: boolean; aborted?: boolean }; payload?: Buffer };

const NOTHING = Buffer.alloc(0);

/** Takes the bytes of the one receiving link of a session over. */
export function gatherDeliveries(session: Session, limits: DeliveryLimits): Deliveries {
  const inner = session as unknown as { on_transfer(frame: Transfer): void; connection: { _register(): void } };
  const passOn = inner.on_transfer.bind(session);
  let current: Gathering | undefined;
  inner.on_transfer = (frame) => {
    const { more, aborted } = frame.performative;
    current ??= beginGathering(limits);
    current.add(frame.payload ?? NOTHING, more !== true, aborted === true);
    frame.payload = NOTHING;
    passOn(frame);
    // The library renews the window of a session between messages only, and a large one is longer than that.
    inner.connection._register();
  };
  return {
    take() {
      if (current === undefined) throw new Error('a message without a transfer');
      const done = current;
      current = undefined;
      return done;
    },
    drop() {
      current?.free();
      current = undefined;
    },
  };
}

type Gathering = Gathered & { add(bytes: Buffer, isLast: boolean, isAborted: boolean): void };

function beginGathering({ maxBytes, budget, pause, resume, onSlow }: DeliveryLimits): Gathering {
  const body = createGrowingBytes(maxBytes);
  const share = budget.open(maxBytes, onSlow);
  let [size, isTooLarge, isAborted, isFree] = [0, false, false, false];
  let charged = Promise.resolve();
  // Whether the sender is waited for, whose time is measured.
  let arrive: () => void = () => undefined;

  function charge(bytes: number, isLast: boolean): void {
    pause();
    charged = charged.then(async () => {
      await share.take(bytes);
      if (isLast) share.complete();
      else {
        const { promise, resolve } = Promise.withResolvers<void>();
        arrive = resolve;
        void share.fetch(promise);
      }
      resume();
    });
  }

  function free(): void {
    if (isFree) return;
    isFree = true;
    body.free();
    arrive();
    // What waits for room must get it before it can be given back.
    charged = charged.then(share.release);
  }

  return {
    get size() {
      return size;
    },
    get isTooLarge() {
      return isTooLarge;
    },
    get isAborted() {
      return isAborted;
    },
    add(bytes, isLast, aborted) {
      arrive();
      size += bytes.length;
      isAborted ||= aborted;
      isTooLarge ||= size > maxBytes;
      if (isTooLarge) return free();
      if (isFree) return;
      body.append(bytes);
      charge(bytes.length, isLast);
    },
    charged: () => charged,
    bytes: () => body.bytes(),
    free,
  };
}
