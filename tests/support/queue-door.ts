/** The queue of protocol 3 over an intake of its own, and messages as registers put them there. */
import { readdirSync } from 'node:fs';
import type { TestContext } from 'node:test';
import rhea, { type Message } from 'rhea';
import { type RegisterQueueOptions, startRegisterQueue } from '../../src/connections/register-queue/register-queue.ts';
import type { IntakeEvent, IntakeOptions } from '../../src/pipeline/intake/intake.ts';
import { silentLogger } from '../../src/platform/logger.ts';
import { createByteBudget } from '../../src/platform/memory/byte-budget.ts';
import type { AmqpBroker } from './amqp-broker.ts';
import { openIntake } from './intake.ts';

export type QueueChange = {
  /** Another port, another password … than those of the broker. */
  broker?: Partial<RegisterQueueOptions['broker']>;
  intake?: Partial<IntakeOptions>;
  door?: Partial<RegisterQueueOptions>;
};

/** Opens the door; it is closed when the test ends. `start` opens one more on the same folders, as after a restart. */
export async function openQueueDoor(t: TestContext, from: AmqpBroker, name: string, change: QueueChange = {}) {
  const events: IntakeEvent[] = [];
  const hear = (event: IntakeEvent) => void events.push(event);
  const { intake, folders } = await openIntake(t, { events: hear, ...change.intake });
  const { host, port, user, password } = from;
  const start = (door: Partial<RegisterQueueOptions> = {}) => {
    const { limits, ...rest } = { ...change.door, ...door };
    const opened = startRegisterQueue({
      broker: { host, port, name, user, password, tls: null, ...change.broker },
      budget: createByteBudget({ limit: 1024 * 1024, beyond: 64 * 1024 * 1024 }),
      receive: intake.receive,
      events: hear,
      logger: silentLogger,
      limits: { firstPauseMs: 5, longestPauseMs: 40, ...limits },
      ...rest,
    });
    t.after(() => opened.stop());
    return opened;
  };
  return {
    intake,
    folders,
    events,
    start,
    door: start(),
    stored: () => readdirSync(folders.waiting),
    codes: () => events.map(({ code }) => code),
    /** Packages that came in for the first time. */
    received: () => events.filter(({ code }) => code === 'package.received').length,
  };
}

/** A message with the properties of a package of sales; made-up values for what a test does not care about. */
export function salesMessage(
  id: string,
  body: Buffer = Buffer.from(`PK content of ${id}`),
  words: Words = {},
): Message {
  return {
    durable: true,
    message_id: id,
    application_properties: {
      messageType: 'sale',
      compressMethod: 'zip',
      cashCode: '_cash_1_0a1b2c3d',
      cashUnloadState: 'state-1',
      salesId: id,
      saleType: 'dates',
      CSReguestBegin: '2026-03-14T00:00:00.0',
      CSReguestEnd: '2026-03-15T00:00:00.0',
      ...words,
    },
    body: rhea.message.data_section(body),
  } as unknown as Message;
}

type Words = Record<string, unknown>;

/** Waits until something that is under way has happened; a test that waits for what never comes is ended by the runner. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
