/** The gRPC door over an intake of its own, for tests. */
import { readdirSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { type RegisterGrpcOptions, startRegisterGrpc } from '../../src/connections/register-grpc/register-grpc.ts';
import type { IntakeEvent, IntakeOptions } from '../../src/pipeline/intake/intake.ts';
import { silentLogger } from '../../src/platform/logger.ts';
import { connectRegister, salesPackage } from './grpc-register.ts';
import { openIntake } from './intake.ts';

/** Opens the door with one register connected to it; all of it is closed when the test ends. */
export async function openDoor(
  t: TestContext,
  change: { intake?: Partial<IntakeOptions>; door?: Partial<RegisterGrpcOptions> } = {},
) {
  const events: IntakeEvent[] = [];
  const hear = (event: IntakeEvent) => events.push(event);
  const { intake, folders } = await openIntake(t, { events: hear, ...change.intake });
  const door = await startRegisterGrpc({
    host: '127.0.0.1',
    port: 0,
    receive: intake.receive,
    reserve: intake.reserve,
    refusal: async () => undefined,
    admit: async () => ({ ok: true }),
    events: hear,
    logger: silentLogger,
    ...change.door,
  });
  const register = connectRegister(door.port);
  t.after(async () => {
    register.close();
    await door.stop();
  });
  return { intake, folders, events, door, register, stored: () => readdirSync(folders.waiting) };
}

/** A package with a text for its sales file. */
export const pack = (id: string, text = `content of ${id}`) => salesPackage({ id, saleFile: Buffer.from(text) });

/** Waits until something that is under way has happened; a test that waits for what never comes is ended by the runner. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
