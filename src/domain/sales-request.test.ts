import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_REQUEST_DAYS, parseSalesRequest } from './sales-request.ts';

const period = (from: string, to: string) => ({ ok: true, period: { from, to } });
const faulty = (fault: string, days: number | null = null) => ({ ok: false, fault, days });

test('a request names its first and last day, both included', () => {
  assert.deepEqual(parseSalesRequest('###\n14.03.2026-15.03.2026'), period('2026-03-14', '2026-03-15'));
  assert.deepEqual(parseSalesRequest('###\n14.03.2026-14.03.2026'), period('2026-03-14', '2026-03-14'));
});

test('what other programs add is let pass: BOM, CRLF, a line feed at the end', () => {
  assert.deepEqual(parseSalesRequest('\uFEFF###\r\n14.03.2026-15.03.2026\r\n'), period('2026-03-14', '2026-03-15'));
});

test('half a request, an empty one and anything else are no request', () => {
  for (const text of [
    '',
    '###',
    '###\n',
    '###\n14.03.20',
    '14.03.2026-15.03.2026',
    '###\n14.03.2026',
    '{"a":1}',
    '###\n14/03/2026-15/03/2026',
  ])
    assert.deepEqual(parseSalesRequest(text), faulty('not_a_request'), JSON.stringify(text));
});

test('a day that does not exist, a reversed period and one of a hundred years have names of their own', () => {
  assert.deepEqual(parseSalesRequest('###\n31.02.2026-01.03.2026'), faulty('not_a_date'));
  assert.deepEqual(parseSalesRequest('###\n15.03.2026-14.03.2026'), faulty('reversed'));
  assert.deepEqual(parseSalesRequest('###\n01.01.1926-31.12.2026'), faulty('too_long', 36_890));
  assert.equal(LONGEST_REQUEST_DAYS, 366);
  assert.deepEqual(parseSalesRequest('###\n01.01.2026-01.01.2027'), period('2026-01-01', '2027-01-01'));
  assert.deepEqual(parseSalesRequest('###\n01.01.2026-02.01.2027'), faulty('too_long', 367));
});
