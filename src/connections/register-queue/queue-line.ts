/**
 * One connection to the broker by AMQP 1.0. A message comes only when it is asked for, one at a time, and stays the broker's
 * until it is settled: what a broken line leaves unsettled is delivered again.
 */
import { connect as connectPlain, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Connection, Delivery, EventContext, Receiver } from 'rhea';
import type { ByteBudget } from '../../platform/memory/byte-budget.ts';
import { sleep } from '../../platform/worker-loop.ts';
import { rhea } from './bounded-rhea.ts';
import { type Deliveries, type Gathered, gatherDeliveries } from './deliveries.ts';

export type Broker = {
  host: string;
  port: number;
  /** Name of the queue there. */
  name: string;
  /** Null: the broker is spoken to without a name. */
  user: string | null;
  password: string | null;
  /** Plaintext when null. */
  tls: Pick<ConnectionOptions, 'ca' | 'cert' | 'key'> | null;
};

export type LineLimits = {
  /** Largest message in bytes (A4). */
  maxMessageBytes: number;
  /** For the bytes of all doors together. */
  budget: ByteBudget;
  /** How long connecting may take, in ms. */
  connectMs: number;
  /** A broker that says nothing for twice as long is gone, in ms. */
  silenceMs: number;
};

export type QueueMessage = Pick<Gathered, 'size' | 'isTooLarge' | 'bytes' | 'free'> & {
  /** It is ours now: the broker forgets it. */
  accept(): void;
  /** The broker gives it out again. */
  release(): void;
  /**
   * Leaves it with the broker, unsettled, as long as this line lasts; further messages come by another link. Resolves when
   * that is open.
   */
  hold(): Promise<void>;
};

export type QueueLine = {
  /** The next message; none is asked for while `maxHeld` are held back. Undefined when the signal was aborted. Throws a LineGone. */
  next(signal: AbortSignal, maxHeld: number): Promise<QueueMessage | undefined>;
  /** Messages held back on this line. */
  held(): number;
  /** Tells the broker that we leave, after what was settled. Never rejects. */
  close(): Promise<void>;
};

/** There is no line to the queue; the message is the broker's or the system's own words. */
export class LineGone extends Error {
  override name = 'LineGone';
}

/** Connects and opens the queue. Throws a LineGone when that can not be done, and when the signal is aborted before. */
export async function openQueueLine(broker: Broker, limits: LineLimits, signal: AbortSignal): Promise<QueueLine> {
  const wire = openWire(broker, limits);
  const line = lineOf(wire, broker, limits);
  const given = new AbortController();
  const late = sleep(limits.connectMs, AbortSignal.any([given.signal, signal])).then(() => {
    if (!given.signal.aborted) wire.fail(signal.aborted ? 'stopped' : 'no answer');
  });
  try {
    await Promise.race([line.opened, wire.gone]);
    return line;
  } finally {
    given.abort();
    await late;
  }
}

type Wire = {
  readonly connection: Connection;
  readonly socket: Socket;
  /** Rejects when the connection is over. */
  readonly gone: Promise<never>;
  /** Ends the connection for a reason. */
  fail(why: string): void;
};

/** Largest frame that we take, in bytes; the library keeps what a frame announces. */
const MAX_FRAME = 64 * 1024;
/** Frames that the broker may send before it hears from us. */
const WINDOW_FRAMES = 64;

function openWire({ host, port, user, password, tls }: Broker, { silenceMs }: LineLimits): Wire {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting when the line breaks; whoever asks later still gets the rejection.
  gone.catch(() => undefined);
  const socket = tls === null ? connectPlain({ host, port, noDelay: true }) : connectTls({ host, port, ...tls });
  const fail = (why: string) => {
    reject(new LineGone(why));
    // With a reason, so that the library puts its own timers away.
    socket.destroy(new Error(why));
  };
  const connection = rhea.create_container({ id: 'smena' }).create_connection({
    host,
    port,
    username: user ?? 'anonymous',
    ...(user === null || password === null ? {} : { password }),
    reconnect: false,
    idle_time_out: silenceMs,
    max_frame_size: MAX_FRAME,
    session_buffer_size: WINDOW_FRAMES,
    connection_details: () => ({ host, port, connect: joined(socket, tls !== null) }),
  });
  for (const event of ['connection_error', 'connection_close', 'disconnected', 'protocol_error', 'error'])
    connection.on(event, (context: unknown) => fail(wordsOf(context)));
  socket.once('close', () => fail('the connection was closed'));
  connection.connect();
  guardFrames(connection, fail);
  return { connection, socket, gone, fail };
}

/** The `connect` that the library calls: the socket is ours, and it is told when that speaks. */
function joined(socket: Socket, isTls: boolean) {
  return (_port: number, _host: string, _options: unknown, onConnected: () => void): Socket => {
    socket.once(isTls ? 'secureConnect' : 'connect', onConnected);
    return socket;
  };
}

type Transport = { peek_size(bytes: Buffer): number | undefined };

/** A frame that announces more than was agreed is not waited for, while the broker is greeted and later. */
function guardFrames(connection: Connection, fail: (why: string) => void): void {
  const inner = connection as unknown as Record<'sasl_transport' | 'amqp_transport', Transport>;
  for (const transport of [inner.sasl_transport, inner.amqp_transport]) {
    const peek = transport.peek_size.bind(transport);
    transport.peek_size = (bytes) => {
      const size = peek(bytes);
      if (size === undefined || size <= MAX_FRAME) return size;
      fail(`a frame of ${size} bytes`);
      return undefined;
    };
  }
}

/** What the library or the system says of the end of a line. */
function wordsOf(context: unknown): string {
  const { error = context } = context as { error?: unknown };
  const { condition, description, message, code } = (error ?? {}) as Record<string, unknown>;
  const words = [condition, description ?? message ?? code].filter((word) => typeof word === 'string' && word !== '');
  return words.length === 0 ? 'the connection was closed' : words.join(': ');
}

type Link = { readonly receiver: Receiver; readonly deliveries: Deliveries };

function lineOf(wire: Wire, { name }: Broker, limits: LineLimits): QueueLine & { opened: Promise<void> } {
  const links = new Set<Link>();
  let active: Link | undefined;
  let hasCredit = false;
  let hear: ((message: QueueMessage) => void) | undefined;
  wire.gone.catch(() => {
    for (const { deliveries } of links) deliveries.drop();
  });

  function ask({ receiver }: Link): void {
    if (hasCredit) return;
    hasCredit = true;
    receiver.add_credit(1);
  }

  async function arrived(link: Link, delivery: Delivery): Promise<void> {
    const gathered = link.deliveries.take();
    hasCredit = false;
    if (gathered.isAborted) {
      gathered.free();
      return ask(link);
    }
    await gathered.charged();
    const message = messageOf(delivery, gathered, open);
    // From here on its bytes belong to whoever asked; the line may break while they are written.
    if (hear === undefined) message.free();
    else hear(message);
    hear = undefined;
  }

  /** Opens a link that takes the place of the one before. */
  async function open(): Promise<void> {
    const link = openLink(wire, name, limits, (why) => {
      links.delete(link);
      if (link === active) wire.fail(why);
    });
    links.add(link);
    active = link;
    hasCredit = false;
    link.receiver.on('message', ({ delivery }: EventContext) => {
      if (delivery !== undefined) void arrived(link, delivery);
    });
    const { promise: opened, resolve } = Promise.withResolvers<void>();
    // A queue that is not there is opened without a source, and closed right after with the reason.
    link.receiver.on('receiver_open', () => link.receiver.source?.address && resolve());
    await Promise.race([opened, wire.gone]);
  }

  return {
    opened: open(),
    async next(signal, maxHeld) {
      const { promise, resolve } = Promise.withResolvers<QueueMessage | undefined>();
      const stop = () => resolve(undefined);
      hear = resolve;
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      else if (active !== undefined && links.size <= maxHeld) ask(active);
      try {
        return await Promise.race([promise, wire.gone]);
      } catch (cause) {
        void promise.then((message) => message?.free());
        throw cause;
      } finally {
        hear = undefined;
        signal.removeEventListener('abort', stop);
      }
    },
    held: () => links.size - 1,
    async close() {
      const over = new AbortController();
      wire.connection.close();
      await Promise.race([wire.gone.catch(ignore), sleep(GOODBYE_MS, over.signal)]);
      over.abort();
      wire.fail('closed');
    },
  };
}

/** How long the broker may take to say goodbye, in ms. */
const GOODBYE_MS = 2000;

/** Each link has a session of its own: in one, a message that stays unsettled would stand before all later ones. */
function openLink(wire: Wire, name: string, limits: LineLimits, onEnd: (why: string) => void): Link {
  const session = wire.connection.create_session();
  session.begin();
  const receiver = session.open_receiver({ source: { address: name }, credit_window: 0, autoaccept: false });
  for (const event of ['receiver_error', 'receiver_close'])
    receiver.on(event, () => onEnd(wordsOf({ error: receiver.error })));
  for (const event of ['session_error', 'session_close'])
    session.on(event, () => onEnd(wordsOf({ error: session.error })));
  const deliveries = gatherDeliveries(session, {
    maxBytes: limits.maxMessageBytes,
    budget: limits.budget,
    pause: () => wire.socket.pause(),
    resume: () => wire.socket.resume(),
    onSlow: () => wire.fail('a message comes too slowly'),
  });
  return { receiver, deliveries };
}

function messageOf(delivery: Delivery, gathered: Gathered, hold: () => Promise<void>): QueueMessage {
  const { size, isTooLarge, bytes, free } = gathered;
  const settle = (how: () => void) => () => {
    free();
    how();
  };
  return {
    size,
    isTooLarge,
    bytes,
    free,
    accept: settle(() => delivery.accept()),
    release: settle(() => delivery.release()),
    hold,
  };
}

function ignore(): void {
  return;
}
