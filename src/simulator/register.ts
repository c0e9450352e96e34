/**
 * A cash register that does not exist: it sells, remembers on its own disk, packs and sends as a real one does.
 * It survives its own `kill -9`: opened again on the same folder it goes on with the next receipt of the same day.
 * It alone knows the truth of its sales: `expected()`.
 */
import { join } from 'node:path';
import type { ChannelCredentials } from '@grpc/grpc-js';
import type { LocalDate, LocalTime } from '../domain/local-time.ts';
import { systemClock } from '../platform/clock.ts';
import type { DeferredArchives } from './deferred-archives.ts';
import { openDeferredArchives } from './deferred-archives.ts';
import type { RegisterFaults } from './faults.ts';
import { noFaults } from './faults.ts';
import { openJournal } from './journal.ts';
import type { ShiftStart, SimulatedDocument } from './model.ts';
import { addDays } from './model.ts';
import { packTask } from './package.ts';
import { createQueueSalesClient, type QueueAddress } from './queue-sales-client.ts';
import type { JournalLine, QueuedTask, RegisterMemory, RememberedShift, Task } from './register-memory.ts';
import { createMemory } from './register-memory.ts';
import { createSalesClient } from './sales-client.ts';
import type { Sender, WorkOutcome } from './sender.ts';
import { createSender } from './sender.ts';
import { DEFAULT_SETTINGS, type RegisterSettings } from './settings.ts';
import type { StateReport, StateSink } from './states.ts';
import { STEPS } from './states.ts';
import { createThriftSalesClient } from './thrift-sales-client.ts';
import type { Done, UnloadRequest } from './till.ts';
import { createTill } from './till.ts';

/** Waits so many ms, less when the signal is aborted; never rejects. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export type SimulatedRegisterOptions = {
  /** Id issued by the server; travels on the wire. */
  registerId: string;
  /** Number of the register; stands in the sales. */
  registerCode: string;
  shopId: string;
  shopCode: string;
  /** Folder of this register alone: its journal, waiting archives and backups. */
  folder: string;
  /** `host:port` of the server's door for its protocol. */
  serverAddress: string;
  /** 3 = it hands its sales over by Thrift, 4 = by gRPC; default 4. */
  protocolVersion?: 3 | 4;
  /** With protocol 3: it puts its sales into a queue instead. */
  queue?: QueueAddress;
  /** Its first shift trades with this seed, each later one with 1000 more. */
  seed: number;
  sleep: Sleep;
  /** Date of the first shift when no clock is given; default 2026-01-01. */
  firstDate?: LocalDate;
  /** Local time of the shop; without it every shift follows the plan of its day. */
  clock?: () => LocalTime;
  /** When packages are made (M1); default: at each receipt and at the closing of the shift. */
  sendOn?: { receipt: boolean; shift: boolean };
  /** Adds cash documents, annulments, certificates … to the receipts; default true. */
  rich?: boolean;
  /** How long the worker sleeps, in ms; default 3 s when well, 60 s after a failure. */
  intervals?: { well: number; afterFailure: number };
  states?: StateSink;
  credentials?: ChannelCredentials;
  /** By which it shows that it is the one it says, when it has no certificate. */
  token?: string;
  /** Settings of its ini file that are not the default. */
  settings?: Partial<RegisterSettings>;
  /** Told about every failed session and every state that could not be reported. */
  onFailure?: (cause: unknown) => void;
};

/** How a register comes to the server: without credentials in plaintext. */
export type RegisterLine = Pick<SimulatedRegisterOptions, 'credentials' | 'token'>;

/** Days in the past: so many shifts from a date on, each with as many receipts as its day (from 0) asks for. */
export type PastTrade = { firstDate: LocalDate; days: number; receipts: (day: number) => number };

/** The truth about one shift, to the kopeck. */
export type ExpectedShift = Pick<RememberedShift, 'shiftNumber' | 'openedAt' | 'closedAt' | 'sums' | 'documents'>;

export type RegisterCondition = {
  openShift: number | null;
  /** Tasks not packed yet. */
  queued: number;
  /** Archives in the folder for sending. */
  deferred: number;
  backups: number;
  /** Tasks in the list: waiting, or sent and not confirmed. */
  listed: number;
  /** True after a failure until somebody asks again. */
  silent: boolean;
};

export type SimulatedRegister = {
  readonly registerId: string;
  readonly registerCode: string;
  readonly shopId: string;
  readonly shopCode: string;
  /** Troubles that can be switched on and off at any time. */
  readonly faults: RegisterFaults;
  /** Settings of its ini file; the server changes some of them with its commands. */
  readonly settings: RegisterSettings;
  /** Opens the next shift, or one with a given number; refuses when one is open. */
  openShift(shiftNumber?: number): Promise<ShiftStart>;
  /** Sells until one more receipt is closed; answers it when it is on the register's disk. */
  sellReceipt(): Promise<SimulatedDocument>;
  sellMany(receipts: number): Promise<SimulatedDocument[]>;
  closeShift(): Promise<void>;
  /** Sells one more receipt that belongs to the shift closed last, as a delayed one does. */
  sellLate(): Promise<SimulatedDocument>;
  /** Whole closed shifts of earlier days, one a day, that nobody has sent yet; the register answers requests for them. */
  tradePast(past: PastTrade): Promise<void>;
  /**
   * The command "unload sales": queues a task and clears the "skip" marks. `transferId` is the server's number of the load when
   * it came with the command: the register reports to it, and takes it once.
   */
  unload(request: UnloadRequest, transferId?: string): Promise<'queued' | 'duplicate'>;
  /** The server has called off a load: what is not sent of it is not sent any more, also after a restart. */
  callOff(transferId: string): Promise<void>;
  /** Only clears the "skip" marks and wakes the worker. */
  askAgain(): void;
  /** Somebody has installed a certificate or a token on it, or switched TLS on: from its next session on it comes so. */
  comesBy(line: RegisterLine): void;
  /** One look of the worker, for those who drive the register by hand. */
  work(): Promise<WorkOutcome>;
  /** Lets the worker look again and again until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
  expected(): ExpectedShift[];
  /** When the open shift was opened; null when none is open. */
  openShiftSince(): LocalTime | null;
  condition(): Promise<RegisterCondition>;
  /** Stops in the middle of whatever runs and closes the journal. */
  close(): Promise<void>;
};

/** Opens a register on its folder, new or as it was left; tasks that were not packed yet are queued again. */
export async function createSimulatedRegister(options: SimulatedRegisterOptions): Promise<SimulatedRegister> {
  const { registerId, registerCode, shopId, shopCode, folder } = options;
  const faults = noFaults();
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const { journal, lines } = await openJournal<JournalLine>(join(folder, 'journal.jsonl'));
  const { archives, highest } = await openDeferredArchives(folder, settings, machineClock(options));
  const memory = createMemory();
  const earlier = lines.flatMap((line) => memory.apply(line) ?? []);
  const line: RegisterLine = lineOf(options);
  const sender = await openSender(options, { archives, faults, earlier, memory, line });
  const requested = ({ task }: QueuedTask) => task.callFromServer || !settings.unloadSalesRequestThroughCS;
  for (const one of earlier.filter(({ task }) => task.ordinal > highest))
    if (requested(one)) sender.enqueue(one, one.task.transferId);
  const till = createTill({
    identity: { registerId, registerCode, seed: options.seed, firstDate: options.firstDate ?? '2026-01-01' },
    memory,
    clock: options.clock ?? null,
    sendOn: options.sendOn ?? { receipt: true, shift: true },
    rich: options.rich ?? true,
    faults,
  });
  const worker = createWorker(options, sender, faults);
  const inTurn = createTurn();

  /** One action after another, as by one cashier; a task may be packed only when its line is on the disk. */
  function perform<Result>(action: () => Done<Result>): Promise<Result> {
    return inTurn(async () => {
      const done = action();
      await journal.append(done.lines);
      for (const one of done.queued) {
        if (requested(one))
          sender.enqueue(one, one.task.transferId ?? (await createState(options, one.task, STEPS.queued)));
        else sender.askForRequest();
      }
      return done.result;
    });
  }

  return {
    registerId,
    registerCode,
    shopId,
    shopCode,
    faults,
    settings,
    openShift: (shiftNumber) => perform(() => till.open(shiftNumber ?? null)),
    sellReceipt: async () => (await perform(() => till.sell(1)))[0] as SimulatedDocument,
    sellMany: (receipts) => perform(() => till.sell(receipts)),
    closeShift: () => perform(() => till.close()),
    sellLate: () => perform(() => till.sellLate()),
    async tradePast({ firstDate, days, receipts }) {
      const dates = Array.from({ length: days }, (_, day) => addDays(firstDate, day));
      await perform(() => together(dates.map((date, day) => till.tradePast(date, receipts(day)))));
    },
    async unload(request, transferId) {
      const task = await perform(() => till.ask(request, sender.queued(), transferId ?? null));
      if (task === null && transferId === undefined) await reportDuplicate(options, request);
      worker.askAgain();
      return task === null ? 'duplicate' : 'queued';
    },
    callOff: (transferId) =>
      perform(() => {
        const line: JournalLine = { kind: 'calledOff', transferId };
        memory.apply(line);
        return { lines: [line], queued: [], result: undefined };
      }),
    askAgain: worker.askAgain,
    comesBy: (shown) => void Object.assign(line, shown),
    work: worker.work,
    run: worker.run,
    expected: () => truthOf(memory),
    openShiftSince: () => memory.openShift()?.openedAt ?? null,
    condition: () => conditionOf(memory, sender, archives),
    async close() {
      sender.cut();
      await worker.settled();
      await inTurn(() => journal.close());
    },
  };
}

/** The register's own time in ms, for the age of its files. */
function machineClock({ clock }: SimulatedRegisterOptions): () => number {
  return clock === undefined ? systemClock.now : () => Date.parse(`${clock()}Z`);
}

function lineOf({ credentials, token }: SimulatedRegisterOptions): RegisterLine {
  return { ...(credentials === undefined ? {} : { credentials }), ...(token === undefined ? {} : { token }) };
}

/** The sender with the tasks whose archives waited when the register stopped. */
async function openSender(
  options: SimulatedRegisterOptions,
  found: {
    archives: DeferredArchives;
    faults: RegisterFaults;
    earlier: QueuedTask[];
    memory: RegisterMemory;
    line: RegisterLine;
  },
): Promise<Sender> {
  const { archives, faults, earlier, memory, line } = found;
  const waiting = new Set(await archives.waiting());
  const { registerId, shopId, serverAddress } = options;
  return createSender(
    {
      registerId,
      shopId,
      archives,
      openClient() {
        if (faults.offline) throw new Error(`no route to ${serverAddress}`);
        if (options.queue !== undefined) return createQueueSalesClient(options.queue);
        const { credentials, token } = line;
        const shown = token === undefined ? {} : { token };
        if (options.protocolVersion === 3) return createThriftSalesClient({ address: serverAddress, ...shown });
        const secured = credentials === undefined ? {} : { credentials };
        return createSalesClient({ address: serverAddress, ...secured, ...shown });
      },
      states: options.states ?? null,
      pack: (queued) => packTask(registerId, queued, faults),
      isCalledOff: memory.isCalledOff,
      onFailure: options.onFailure ?? (() => undefined),
    },
    earlier.map((one) => one.task).filter((task) => waiting.has(task.ordinal)),
  );
}

/** Many actions written down at once. */
function together(all: Done<void>[]): Done<void> {
  return { lines: all.flatMap((one) => one.lines), queued: all.flatMap((one) => one.queued), result: undefined };
}

type Worker = Pick<SimulatedRegister, 'work' | 'run' | 'askAgain'> & { settled(): Promise<void> };

/**
 * The worker looks, sleeps 3 s when all went well and 60 s when not, and looks again. A request rouses it from its
 * sleep; one that comes while it looks makes the next sleep end at once. Two looks never overlap.
 */
function createWorker(options: SimulatedRegisterOptions, sender: Sender, faults: RegisterFaults): Worker {
  const intervals = options.intervals ?? { well: 3000, afterFailure: 60_000 };
  const inTurn = createTurn();
  let rouse = new AbortController();

  function work(): Promise<WorkOutcome> {
    return inTurn(async () => (faults.hanging ? 'hanging' : sender.work()));
  }

  return {
    work,
    async run(signal) {
      while (!signal.aborted) {
        rouse = new AbortController();
        const outcome = await work();
        const pause = outcome === 'sent' || outcome === 'idle' ? intervals.well : intervals.afterFailure;
        await options.sleep(pause, AbortSignal.any([signal, rouse.signal]));
      }
    },
    askAgain() {
      sender.askAgain();
      rouse.abort();
    },
    settled: () => inTurn(async () => undefined),
  };
}

/** Lets actions run one after another; a failed one does not stop the next. */
function createTurn(): <Result>(action: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const result = last.then(action);
    last = result.catch(() => undefined);
    return result;
  };
}

async function createState(
  options: SimulatedRegisterOptions,
  task: Pick<Task, 'callFromServer' | 'from' | 'to' | 'fromShift' | 'toShift'>,
  report: StateReport,
): Promise<string | null> {
  if (options.states === undefined) return null;
  try {
    return await options.states.create(options.shopId, options.registerId, {
      ...report,
      callFromCS: task.callFromServer,
      fromDate: task.from,
      toDate: task.to,
      fromShiftNum: task.fromShift === null ? null : String(task.fromShift),
      toShiftNum: task.toShift === null ? null : String(task.toShift),
    });
  } catch (cause) {
    options.onFailure?.(cause);
    return null;
  }
}

/** A request that is queued already gets a record of its own that is ready at once (registers §3.3). */
async function reportDuplicate(options: SimulatedRegisterOptions, request: UnloadRequest): Promise<void> {
  const range =
    'shifts' in request
      ? { from: null, to: null, fromShift: request.shifts.from, toShift: request.shifts.to }
      : { from: request.from, to: request.to, fromShift: null, toShift: null };
  await createState(options, { ...range, callFromServer: request.fromMenu !== true }, STEPS.duplicate);
}

function truthOf(memory: RegisterMemory): ExpectedShift[] {
  return memory.shifts.map(({ shiftNumber, openedAt, closedAt, sums, documents }) =>
    structuredClone({ shiftNumber, openedAt, closedAt, sums, documents }),
  );
}

async function conditionOf(
  memory: RegisterMemory,
  sender: Sender,
  archives: DeferredArchives,
): Promise<RegisterCondition> {
  return {
    openShift: memory.openShift()?.shiftNumber ?? null,
    queued: sender.queued().length,
    deferred: (await archives.waiting()).length,
    backups: await archives.backups(),
    listed: sender.listed().length,
    silent: sender.silent(),
  };
}
