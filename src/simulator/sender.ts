/**
 * The part of a register that packs and sends, with the habits of the real one (registers §5, §6):
 * one session = a handshake and one stream with a message per waiting archive; an archive counts as sent as soon as the
 * library asks for the next message, not when the server answers; after one failure everything is marked "skip" and
 * nothing is sent until somebody asks again or the program restarts.
 */
import type { DeferredArchives } from './deferred-archives.ts';
import type { QueuedTask, Task } from './register-memory.ts';
import type { LoadStream, SalesClient, WirePackage } from './sales-client.ts';
import type { StateSink } from './states.ts';
import { failed, STEPS } from './states.ts';
import type { Listed, TaskList } from './task-list.ts';
import { createTaskList } from './task-list.ts';

/** What one look of the worker came to. */
export type WorkOutcome = 'hanging' | 'silent' | 'idle' | 'sent' | 'failed';

export type SenderOptions = {
  registerId: string;
  shopId: string;
  archives: DeferredArchives;
  openClient: () => SalesClient;
  states: StateSink | null;
  /** Makes the bytes of a package; null when there is nothing to say. */
  pack: (queued: QueuedTask) => Promise<Uint8Array | null>;
  /** What the server has called off is neither packed nor sent any more. */
  isCalledOff: (task: Task) => boolean;
  onFailure: (cause: unknown) => void;
};

export type Sender = {
  /** Takes a task over; it is packed at the next look of the worker. */
  enqueue(queued: QueuedTask, stateId: string | null): void;
  /** Sales wait that the server must request: it is asked to at the next look of the worker. */
  askForRequest(): void;
  /** Tasks that are neither packed nor sent yet. */
  queued(): Task[];
  /** Tasks the register has not dropped from its list: waiting, or sent and not confirmed. */
  listed(): Task[];
  /** One look of the worker: packs what is queued, then sends what waits. */
  work(): Promise<WorkOutcome>;
  /** Clears the "skip" marks. */
  askAgain(): void;
  silent(): boolean;
  /** Ends a running session in the middle; no other begins, and nothing more is packed. */
  cut(): void;
};

type Waiting = QueuedTask & { stateId: string | null };

/** Starts with the tasks whose archives were waiting when the register stopped. */
export function createSender(options: SenderOptions, left: Task[]): Sender {
  const { archives } = options;
  const queue: Waiting[] = [];
  const list = createTaskList(options, left);
  let silent = false;
  let over = false;
  let kickDue = false;
  let running: SalesClient | null = null;

  async function fallSilent(cause: unknown): Promise<WorkOutcome> {
    silent = true;
    options.onFailure(cause);
    await list.tellAll(failed(cause), 10);
    return 'failed';
  }

  /** A server that cannot be asked now is asked again at the next look; that stops nothing else. */
  async function kick(): Promise<void> {
    try {
      if (options.states === null) throw new Error('there is no address at which the server can be asked');
      await options.states.kick(options.registerId);
      kickDue = false;
    } catch (cause) {
      options.onFailure(cause);
    }
  }

  async function session(ordinals: number[]): Promise<WorkOutcome> {
    const client = options.openClient();
    running = client;
    try {
      await shakeHands(client, options.registerId);
      await sendAll(client.openLoad(), ordinals, { ...options, list });
    } finally {
      running = null;
      client.close();
    }
    if ((await archives.waiting()).length === 0) list.clear();
    return 'sent';
  }

  return {
    enqueue: (queued, stateId) => void queue.push({ ...queued, stateId }),
    askForRequest() {
      kickDue = true;
    },
    queued: () => queue.map((one) => one.task).filter((task) => !options.isCalledOff(task)),
    listed: () => list.all().map((one) => one.task),
    async work() {
      if (kickDue && !over) await kick();
      try {
        for (let next = queue[0]; next !== undefined && !over; next = queue[0]) {
          await packOne(next, { ...options, list });
          queue.shift();
        }
        if (silent) return 'silent';
        const ordinals = await archives.waiting();
        if (over) return 'silent';
        if (ordinals.length > 0) return await session(ordinals);
        list.clear();
        return 'idle';
      } catch (cause) {
        return fallSilent(cause);
      }
    },
    askAgain() {
      silent = false;
    },
    silent: () => silent,
    cut() {
      over = true;
      running?.cut();
    },
  };
}

type Desk = SenderOptions & { list: TaskList };

async function packOne(waiting: Waiting, { archives, list, pack, isCalledOff }: Desk): Promise<void> {
  if (isCalledOff(waiting.task)) return;
  const one = { task: waiting.task, stateId: waiting.stateId };
  await list.tell(one, STEPS.starting, 20);
  await list.tell(one, STEPS.calling, null);
  const zip = await pack(waiting);
  if (zip === null) return list.tell(one, STEPS.empty, 0);
  await archives.put(waiting.task, zip);
  list.add(one);
  await list.tell(one, STEPS.deferred, 20);
}

async function shakeHands(client: SalesClient, registerId: string): Promise<void> {
  const welcome = await client.handshake(registerId);
  if (!welcome.connectionAccepted) throw new Error(`the server refused the register: ${welcome.description}`);
  if (!welcome.compabilityVersions.includes(1)) throw new Error('the server does not speak version 1 of the exchange');
}

async function sendAll(stream: LoadStream, ordinals: number[], desk: Desk): Promise<void> {
  const { archives, list, isCalledOff } = desk;
  for (const ordinal of ordinals) {
    const one = list.get(ordinal);
    if (one === undefined) throw new Error(`an archive of an unknown task waits: ${ordinal}`);
    if (isCalledOff(one.task)) {
      await archives.drop(one.task);
      continue;
    }
    await stream.send(messageOf(one, desk, await archives.read(one.task)));
    await archives.drop(one.task);
    await list.tell(one, STEPS.sent, 0);
  }
  const answer = await stream.finish();
  if (!answer.success) throw new Error(`the server did not take the sales: ${answer.description}`);
  list.confirm(answer.requestId);
}

/** The wire message of an archive: its task as the request, its zip as the content. */
function messageOf(
  { task, stateId }: Listed,
  { registerId, shopId }: { registerId: string; shopId: string },
  saleFile: Uint8Array,
): WirePackage {
  return {
    id: task.id,
    cashId: registerId,
    shopId,
    typeOfSales: task.type,
    ...(task.from === null ? {} : { dateTimeBegin: task.from }),
    ...(task.to === null ? {} : { dateTimeEnd: task.to }),
    ...(task.fromShift === null ? {} : { shiftNumberBegin: String(task.fromShift) }),
    ...(task.toShift === null ? {} : { shiftNumberEnd: String(task.toShift) }),
    ...(stateId === null ? {} : { cashUnloadState: stateId }),
    saleFile,
  };
}
