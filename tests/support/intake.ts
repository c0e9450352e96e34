/** The file queue for tests, with made-up packages. */
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  createIntake,
  type IncomingPackage,
  type IntakeEvent,
  type IntakeOptions,
  prepareIntakeFolders,
} from '../../src/pipeline/intake/intake.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An intake over folders of its own; `start` opens one more on them, as after a restart. */
export async function openIntake(
  t: TestContext,
  options: Partial<IntakeOptions> & { endsOn?: string | undefined } = {},
) {
  const root = temporaryFolder(t);
  const ends = options.endsOn === undefined ? root : temporaryFolder(t, options.endsOn);
  const folders = {
    waiting: join(root, 'waiting'),
    processed: join(ends, 'processed'),
    error: join(ends, 'error'),
    broken: join(ends, 'broken'),
  };
  const events: IntakeEvent[] = [];
  const all: IntakeOptions = {
    folders,
    limits: { minFreeBytes: 0 },
    clock: systemClock,
    events: (event) => events.push(event),
    ...options,
  };
  const start = async () => {
    await prepareIntakeFolders(folders);
    return createIntake(all);
  };
  return { folders, events, start, intake: await start() };
}

/** A package as the gRPC door hands it in. */
export function incoming(text: string, fields: Partial<IncomingPackage> = {}): IncomingPackage {
  return {
    door: 'grpc',
    packageId: 'c0ffee00-0000-4000-8000-000000000001',
    registerId: '_cash_1_0a1b2c3d',
    shopId: '_shop_7_0a1b2c3d',
    range: { kind: 'dates', from: '2026-03-14T00:00:00.0', to: '2026-03-15T00:00:00.0' },
    body: Buffer.from(text),
    ...fields,
  };
}
