/**
 * The list in which a register keeps its tasks until the server confirms them, and the voice with which it reports them.
 * The list does not protect the data: an archive is dropped long before its task leaves the list (registers §6).
 */
import type { Task } from './register-memory.ts';
import type { StateReport, StateSink } from './states.ts';

/** A task and the transfer record it reports to, if the server gave one. */
export type Listed = { task: Task; stateId: string | null };

export type TaskList = {
  add(one: Listed): void;
  get(ordinal: number): Listed | undefined;
  all(): Listed[];
  /** Drops the tasks the server named. */
  confirm(packageIds: string[]): void;
  clear(): void;
  /** Reports a step of one task, with the number of the older call unless null. */
  tell(one: Listed, report: StateReport, legacy: number | null): Promise<void>;
  /** Reports the same for every task in the list. */
  tellAll(report: StateReport, legacy: number): Promise<void>;
};

/**
 * A list that starts with the tasks left from before a restart; of their transfer records only those are known that came with
 * the request.
 */
export function createTaskList(
  reporting: { registerId: string; states: StateSink | null; onFailure: (cause: unknown) => void },
  left: Task[],
): TaskList {
  const { registerId, states, onFailure } = reporting;
  const list = new Map<number, Listed>(left.map((task) => [task.ordinal, { task, stateId: task.transferId }]));

  async function say(stateId: string | null, report: StateReport, legacy: number | null): Promise<void> {
    try {
      if (stateId !== null) await states?.update(stateId, report);
      if (legacy !== null) await states?.legacy(registerId, legacy, report.messageEn);
    } catch (cause) {
      onFailure(cause);
    }
  }

  return {
    add: (one) => void list.set(one.task.ordinal, one),
    get: (ordinal) => list.get(ordinal),
    all: () => [...list.values()],
    confirm(packageIds) {
      const confirmed = new Set(packageIds);
      for (const [ordinal, one] of list) if (confirmed.has(one.task.id)) list.delete(ordinal);
    },
    clear: () => list.clear(),
    tell: (one, report, legacy) => say(one.stateId, report, legacy),
    async tellAll(report, legacy) {
      for (const one of list.values()) await say(one.stateId, report, null);
      await say(null, report, legacy);
    },
  };
}
