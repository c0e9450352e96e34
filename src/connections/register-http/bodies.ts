/** Bodies that registers send, read forgivingly: keys as they are spelled on the wire, nulls allowed, unknown keys ignored. */
import type { RegisterStatus, RegisterTask, RegisterWords } from '../../pipeline/transfers/transfers.ts';

const STATUSES: readonly string[] = [
  'STATUS_DURING',
  'STATUS_READY',
  'STATUS_ERROR',
  'STATUS_READY_WITH_ERROR',
  'STATUS_ALREADY_LOAD',
] satisfies RegisterStatus[];

/** Messages are for people; a longer one is cut. */
const LONGEST_MESSAGE = 1_000;

/** The words of a state; undefined when there is no status that we know. */
export function readWords(body: unknown): RegisterWords | undefined {
  const fields = objectOf(body);
  const status = fields?.['status'];
  if (fields === undefined || typeof status !== 'string' || !STATUSES.includes(status)) return undefined;
  return {
    status: status as RegisterStatus,
    messageRu: messageOf(fields['messageRu']),
    messageEn: messageOf(fields['messageEn']),
  };
}

/** A new task with its range: dates when both ends are there, else shift numbers, else neither is known. */
export function readTask(body: unknown): Omit<RegisterTask, 'shopId' | 'registerId'> | undefined {
  const fields = objectOf(body);
  const words = readWords(body);
  if (fields === undefined || words === undefined) return undefined;
  const calledByServer = fields['callFromCS'] === true || fields['callFromCS'] === 'true';
  return { ...words, calledByServer, range: rangeOf(fields) };
}

/** Progress of a dictionary. */
export function dictionaryWords(body: unknown): { status: string; message: string; isFailure: boolean } | undefined {
  const fields = objectOf(body);
  const status = fields?.['status'];
  if (fields === undefined || typeof status !== 'string') return undefined;
  const message = messageOf(fields['messageRu']) ?? messageOf(fields['messageEn']) ?? '';
  return { status: status.slice(0, 100), message, isFailure: /ERROR/.test(status) };
}

function rangeOf(fields: Record<string, unknown>): RegisterTask['range'] {
  const [from, to] = [textOf(fields['fromDate']), textOf(fields['toDate'])];
  if (from !== null && to !== null) return { kind: 'dates', from, to };
  const [first, last] = [textOf(fields['fromShiftNum']), textOf(fields['toShiftNum'])];
  return first !== null && last !== null ? { kind: 'shifts', from: first, to: last } : { kind: 'none' };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' && value !== 'null' && value.length <= 40 ? value : null;
}

function messageOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_MESSAGE) : null;
}

function objectOf(body: unknown): Record<string, unknown> | undefined {
  if (typeof body !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
