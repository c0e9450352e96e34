/** What a register tells about the state of its transfers, and whom (registers §7, §9). */

export type StateWord = 'STATUS_DURING' | 'STATUS_READY' | 'STATUS_ERROR';

export type StateReport = { status: StateWord; messageEn: string; messageRu: string };

/** The body with which a register asks for a new transfer record; all values may be null. */
export type StateRequest = StateReport & {
  callFromCS: boolean;
  fromDate: string | null;
  toDate: string | null;
  fromShiftNum: string | null;
  toShiftNum: string | null;
};

/** Whom the register reports to: over HTTP in real life, a test or a demo here. Failures of it do not stop the register. */
export type StateSink = {
  /** Creates a transfer record; answers its id, or null when the server could not be reached. */
  create(shopId: string, registerId: string, request: StateRequest): Promise<string | null>;
  update(stateId: string, report: StateReport): Promise<void>;
  /** The older call beside it: 0 ok, 1 program error, 10 unload error, 20 started (data-model §9.10). */
  legacy(registerId: string, code: number, message: string): Promise<void>;
  /** "Please request my sales": sent instead of sales when a register is set so (registers §7). */
  kick(registerId: string): Promise<void>;
};

/** Reports of the steps of a transfer, Russian and English. */
export const STEPS = {
  queued: during('task queued', 'задача поставлена в очередь'),
  starting: during('starting', 'запуск'),
  calling: during('calling the unload module', 'вызов модуля выгрузки'),
  deferred: during('put into the folder for sending', 'помещено в папку для отправки'),
  sent: ready('message sent', 'сообщение отправлено'),
  empty: ready('no sales for the period', 'нет продаж за период'),
  calledOff: ready('called off', 'отменено'),
  duplicate: ready('already in queue', 'уже в очереди'),
} as const;

/** The report of any failure. */
export function failed(cause: unknown): StateReport {
  const text = cause instanceof Error ? cause.message : String(cause);
  return { status: 'STATUS_ERROR', messageEn: text, messageRu: text };
}

function during(messageEn: string, messageRu: string): StateReport {
  return { status: 'STATUS_DURING', messageEn, messageRu };
}

function ready(messageEn: string, messageRu: string): StateReport {
  return { status: 'STATUS_READY', messageEn, messageRu };
}
