/** Answers of reports held against their contract. */
import assert from 'node:assert/strict';

/** The value of an answer, which has exactly the keys of the contract. */
export function held<T>(
  schema: { parse(value: unknown): T },
  answer: T | { ok: true; value: T } | { ok: false; code: string },
): T {
  const isFound = typeof answer === 'object' && answer !== null && 'ok' in answer;
  if (isFound && !answer.ok) assert.fail(answer.code);
  const value = isFound && answer.ok ? answer.value : (answer as T);
  assert.deepEqual(schema.parse(value), value);
  return value;
}
