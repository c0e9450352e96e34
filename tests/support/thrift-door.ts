/** The Thrift door over an intake of its own, and a register that says what it is told to say. */
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import {
  handshake_args as HandshakeArguments,
  handshake_result as HandshakeResult,
  load_args as LoadArguments,
  load_result as LoadResult,
} from '../../contracts/generated/RegisterSales.cjs';
import {
  type HandshakeResponse,
  SalesPackage,
  type SalesResponse,
} from '../../contracts/generated/register-sales_types.cjs';
import {
  CALL,
  decodeBody,
  encodeMessage,
  readException,
  type Wire,
} from '../../src/connections/register-thrift/codec.ts';
import { type MessageHead, scanMessage } from '../../src/connections/register-thrift/message-scan.ts';
import {
  type RegisterThriftOptions,
  startRegisterThrift,
} from '../../src/connections/register-thrift/register-thrift.ts';
import type { IntakeEvent, IntakeOptions } from '../../src/pipeline/intake/intake.ts';
import { writeDurably } from '../../src/platform/durable-file.ts';
import { silentLogger } from '../../src/platform/logger.ts';
import { openIntake } from './intake.ts';

export const wires: Wire[] = (['binary', 'compact'] as const).flatMap((protocol) =>
  [true, false].map((framed) => ({ protocol, framed })),
);
export const wireName = ({ protocol, framed }: Wire) => `${protocol}, ${framed ? 'framed' : 'unframed'}`;

/** Opens the door; all of it is closed when the test ends. `warnings` are the lines of its logger. */
export async function openThriftDoor(
  t: TestContext,
  change: { intake?: Partial<IntakeOptions>; door?: Partial<RegisterThriftOptions> } = {},
) {
  const events: IntakeEvent[] = [];
  const hear = (event: IntakeEvent) => void events.push(event);
  const warnings: string[] = [];
  const { intake, folders } = await openIntake(t, { events: hear, ...change.intake });
  const door = await startRegisterThrift({
    host: '127.0.0.1',
    port: 0,
    receive: intake.receive,
    reserve: intake.reserve,
    refusal: async () => undefined,
    admit: async () => ({ ok: true }),
    events: hear,
    logger: { ...silentLogger, warn: (line) => void warnings.push(line) },
    ...change.door,
  });
  t.after(() => door.stop());
  return { intake, folders, events, warnings, door, stored: () => readdirSync(folders.waiting) };
}

/** An answer: the message without the size before it. */
export type ThriftAnswer = { head: MessageHead; bytes: Buffer };

export type ThriftRegister = {
  readonly socket: Socket;
  /** Sends bytes as they are; resolves when they have left. */
  send(bytes: Buffer): Promise<void>;
  /** The next answer; undefined when the server has ended the connection. */
  answer(): Promise<ThriftAnswer | undefined>;
  handshake(registerId: string, token?: string): Promise<HandshakeResponse>;
  load(sales: SalesPackage): Promise<SalesResponse>;
  /** Resolves when the connection is closed, from either side. */
  readonly closed: Promise<void>;
  close(): void;
};

/** A register on a connection of its own. */
export function connectThrift(
  t: TestContext,
  port: number,
  wire: Wire,
  socket = connect(port, '127.0.0.1'),
): ThriftRegister {
  socket.setNoDelay(true);
  // A broken line is what some tests are about; it is told by the close.
  socket.on('error', () => undefined);
  t.after(() => socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let bytes = Buffer.alloc(0);
  let wake = (): void => undefined;
  for (const change of ['readable', 'end', 'close']) socket.on(change, () => wake());

  async function answer(): Promise<ThriftAnswer | undefined> {
    for (;;) {
      const found = takeAnswer(bytes, wire);
      if (found !== undefined) {
        bytes = bytes.subarray(found.used);
        return found.answer;
      }
      const chunk = socket.read() as Buffer | null;
      if (chunk !== null) bytes = Buffer.concat([bytes, chunk]);
      else if (socket.readableEnded || socket.destroyed) return undefined;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }

  function send(message: Buffer): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.write(message, () => resolve());
    return Promise.race([promise, closed]);
  }

  async function ask(message: Buffer): Promise<ThriftAnswer> {
    await send(message);
    const answered = await answer();
    if (answered === undefined) throw new Error('the connection was ended without an answer');
    if (answered.head.type !== 2) throw new Error(readException(wire.protocol, answered.bytes));
    return answered;
  }

  return {
    socket,
    send,
    answer,
    async handshake(registerId, token) {
      const { bytes: found } = await ask(handshakeCall(wire, registerId, 1, token));
      return decodeBody(wire.protocol, found, new HandshakeResult()).success as HandshakeResponse;
    },
    load: async (sales) => loadResponse(wire, await ask(loadCall(wire, sales))),
    closed,
    close: () => socket.destroy(),
  };
}

function takeAnswer(bytes: Buffer, wire: Wire): { answer: ThriftAnswer; used: number } | undefined {
  const message = wire.framed ? bytes.subarray(4) : bytes;
  const scan = scanMessage(wire.protocol);
  const used = scan.push(message);
  const head = scan.head();
  if (!scan.isWhole() || head === undefined) return undefined;
  return { answer: { head, bytes: message.subarray(0, used) }, used: used + (wire.framed ? 4 : 0) };
}

export function handshakeCall(wire: Wire, registerId: string, sequence = 1, token?: string): Buffer {
  return encodeMessage(
    wire,
    { name: 'handshake', type: CALL, sequence },
    new HandshakeArguments({ cashId: registerId, ...(token === undefined ? {} : { token }) }),
  );
}

export function loadCall(wire: Wire, sales: SalesPackage, sequence = 1): Buffer {
  return encodeMessage(wire, { name: 'load', type: CALL, sequence }, new LoadArguments({ sales }));
}

export function loadResponse(wire: Wire, { bytes }: ThriftAnswer): SalesResponse {
  return decodeBody(wire.protocol, bytes, new LoadResult()).success as SalesResponse;
}

/** A package with made-up values for what a test does not care about. */
export function thriftPackage(id: string, saleFile: Buffer | string = `PK content of ${id}`): SalesPackage {
  return new SalesPackage({
    id,
    cashId: '_cash_1_0a1b2c3d',
    shopId: '_shop_7_0a1b2c3d',
    typeOfSales: 0,
    dateTimeBegin: '2026-03-14T00:00:00.0',
    dateTimeEnd: '2026-03-15T00:00:00.0',
    cashUnloadState: 'state-1',
    saleFile: Buffer.from(saleFile),
  });
}

/** Waits until something that is under way has happened; a test that waits for what never comes is ended by the runner. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A disk that takes nothing before it is let go. */
export function heldDisk() {
  const { promise: disk, resolve: letGo } = Promise.withResolvers<void>();
  const seen = { writes: 0 };
  const write: typeof writeDurably = async (...file) => {
    seen.writes += 1;
    await disk;
    await writeDurably(...file);
  };
  return { seen, letGo, intake: { write } };
}
