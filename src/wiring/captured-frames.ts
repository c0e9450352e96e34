/**
 * Messages of unknown layout (registers §14): shown field by field, and read again when a description has changed. What can
 * be read is taken in like a package that has just come, durably and by its content, so that neither a crash in between nor a
 * register that sends it once more loads anything twice; only then the captured message counts as processed.
 */
import type { FrameDetail } from '../../contracts/web-api.ts';
import type { CapturedField, WireDescription } from '../../contracts/wire-descriptions.ts';
import { capturedFields as grpcFields } from '../connections/register-grpc/captured-fields.ts';
import { readMessage } from '../connections/register-grpc/sales-package.ts';
import { capturedFields as thriftFields } from '../connections/register-thrift/captured-fields.ts';
import { readPackage } from '../connections/register-thrift/sales-package.ts';
import { protocolOf } from '../connections/register-thrift/wire-fields.ts';
import type { Descriptions } from '../descriptions/descriptions.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import { type IncomingPackage, type Intake, type PackageHeader, recordPackage } from '../pipeline/intake/intake.ts';
import type { LoadResult } from '../pipeline/ledger/ledger.ts';
import type { Clock } from '../platform/clock.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';
import type { Found, Reports } from '../reports/reports.ts';
import type { Tables } from '../schema/tables.ts';

export type CapturedFrames = {
  /** One message with its fields. */
  detail(name: string): Promise<Found<FrameDetail>>;
  /** Reads all again soon; answers how many there are. */
  readAgain(): Promise<number>;
  /** Packages that the ledger is done with: one that it could not read may have come just before a new description. */
  noteLoaded(results: readonly Pick<LoadResult, 'name' | 'outcome' | 'reason'>[]): void;
  start(): void;
  stop(): Promise<void>;
};

type Parts = {
  database: QueryDatabase<Tables>;
  clock: Clock;
  intake: Intake;
  descriptions: Pick<Descriptions, 'current'>;
  reports: Pick<Reports, 'frames' | 'frame'>;
  log: EventBuffer;
  logger: Logger;
  /** Told after messages were taken in. */
  onRead: () => void;
};

const CAPTURED = new Set(['package.unknown_frame', 'package.empty_frame']);
/** Names held for another look; more are read when a person asks. */
const MOST_LATE = 1000;
const PAGE = 100;
const IDLE_MS = 60_000;

export function createCapturedFrames(parts: Parts): CapturedFrames {
  const { intake, reports, logger } = parts;
  // A run that a crash or the database has cut off is taken up at the next start.
  let wanted = true;
  // Descriptions change while packages wait in the queue; before the first change another look would find the same.
  let changed = false;
  const late = new Set<string>();
  let loop: WorkerLoop | null = null;

  async function turn(signal: AbortSignal): Promise<boolean> {
    for (const name of late) {
      if (await readOne(parts, name)) parts.onRead();
      late.delete(name);
    }
    if (!wanted) return false;
    wanted = false;
    try {
      await readAll(parts, signal);
    } catch (cause) {
      wanted = true;
      throw cause;
    }
    return false;
  }

  function noteFailure(cause: unknown, pauseMs: number): void {
    // That the database is away is told elsewhere.
    if (!(cause instanceof DatabaseUnavailable))
      logger.error(`reading captured messages failed, next try in ${pauseMs} ms`, cause);
  }

  return {
    async detail(name) {
      const frame = await reports.frame(name);
      if (!frame.ok) return frame;
      const read = await readWherever(intake, name);
      const fields = read.kind === 'package' ? (fieldsOf(read.header, toBuffer(read.body)) ?? null) : null;
      return { ok: true, value: { frame: frame.value, fields } };
    },
    async readAgain() {
      const { total } = await reports.frames({ limit: 1 });
      changed = true;
      wanted = true;
      loop?.wake();
      return total;
    },
    noteLoaded(results) {
      if (!changed) return;
      for (const { name, outcome, reason } of results)
        if (outcome === 'broken' && CAPTURED.has(reason?.code ?? '') && late.size < MOST_LATE) late.add(name);
      if (late.size > 0) loop?.wake();
    },
    start() {
      loop = startWorkerLoop({ idleMs: IDLE_MS, maxBackoffMs: 30_000, turn, onFailure: noteFailure });
    },
    stop: async () => loop?.stop(),
  };
}

/** Every captured message once, newest first; those that still do not fit stay. */
async function readAll(parts: Parts, signal: AbortSignal): Promise<void> {
  let before: string | undefined;
  do {
    const { frames, next } = await parts.reports.frames({ limit: PAGE, before });
    for (const { name } of frames) {
      if (signal.aborted) return;
      if (await readOne(parts, name)) parts.onRead();
    }
    before = next ?? undefined;
  } while (before !== undefined);
}

/** The tables tell of a message a moment before it is moved to where it is kept. */
async function readWherever(intake: Intake, name: string): ReturnType<Intake['read']> {
  const waiting = await intake.read('waiting', name);
  return waiting.kind === 'missing' ? intake.read('broken', name) : waiting;
}

async function readOne({ database, clock, intake, descriptions, log }: Parts, name: string): Promise<boolean> {
  const read = await intake.read('broken', name);
  if (read.kind !== 'package') return false;
  const { header } = read;
  const incoming = readAs(header, toBuffer(read.body), descriptions);
  if (incoming === undefined) return false;
  const result = await intake.receive(incoming);
  if (result.kind === 'refused') throw new Error(`a captured message could not be taken in: ${result.code}`);
  const entry = {
    state: 'processed',
    reason: null,
    documents: NO_DOCUMENTS,
    shiftIds: [],
    nextAttemptMs: null,
    transferId: null,
  } as const;
  await database.transaction((tx) => recordPackage(tx, clock, name, header, entry));
  await intake.finish(name, 'broken', 'processed');
  const params = { file: header.packageId || name, packageId: incoming.packageId };
  log.add({
    code: 'package.frame_read',
    level: 'info',
    params,
    registerId: incoming.registerId,
    shopId: incoming.shopId,
  });
  return true;
}

const NO_DOCUMENTS = { new: 0, same: 0, enriched: 0, conflict: 0, set_aside: 0 };

/** The package in a message by the descriptions of now; undefined when there is still none to be found. */
function readAs(
  { door }: PackageHeader,
  bytes: Buffer,
  descriptions: { current(kind: 'grpc' | 'thrift'): WireDescription },
): IncomingPackage | undefined {
  if (door !== 'grpc' && door !== 'thrift') return undefined;
  const { incoming } =
    door === 'thrift'
      ? readPackage({ bytes, isSound: true }, protocolOf(bytes), descriptions.current('thrift'))
      : readMessage(bytes, descriptions.current('grpc'));
  return incoming.content === undefined ? incoming : undefined;
}

function fieldsOf({ door }: PackageHeader, bytes: Buffer): CapturedField[] | undefined {
  if (door === 'thrift') return thriftFields(bytes);
  return door === 'grpc' ? grpcFields(bytes) : undefined;
}

function toBuffer(body: Uint8Array): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
