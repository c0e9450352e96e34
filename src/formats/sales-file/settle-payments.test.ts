import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatKopecks } from '../../domain/money.ts';
import { JsonNumber, type JsonObject, type JsonValue } from './exact-json.ts';
import { ExportFault } from './export-fault.ts';
import { jsonText } from './json-text.ts';
import { settlePayments } from './settle-payments.ts';

type Line = [opCode: number, paymentType: number, kopecks: number];

const isCash = (paymentType: number) => paymentType === 1 || paymentType === 9;

function members([opCode, paymentType, kopecks]: Line): JsonObject {
  return new Map([
    ['opCode', new JsonNumber(String(opCode))],
    ['valCode', new JsonNumber(String(paymentType))],
    ['sumB', new JsonNumber(formatKopecks(kopecks))],
  ]);
}

function lineOf(payment: JsonObject): Line {
  const number = (name: string) => Number((payment.get(name) as JsonNumber).source);
  return [number('opCode'), number('valCode'), Math.round(number('sumB') * 100)];
}

function settled(...lines: Line[]): Line[] {
  return settlePayments(lines.map(members), isCash).map(lineOf);
}

/** What every payment type was paid: change takes away. */
function paid(lines: Line[]): Record<number, number> {
  const sums: Record<number, number> = {};
  for (const [opCode, type, sum] of lines)
    sums[type] = (sums[type] ?? 0) + ([72, 76, 101].includes(opCode) ? -sum : sum);
  return sums;
}

test('P9: extra change, once as plus and once as minus, keeps its lines in positive form', () => {
  assert.deepEqual(settled([70, 1, 1500], [72, 1, 500], [70, 1, 300], [70, 1, -300]), [
    [70, 1, 1500],
    [72, 1, 500],
    [70, 1, 300],
    [72, 1, 300],
  ]);
});

test('§9.3: a negative line in cash gets the opposite code, whatever payment type is cash', () => {
  const opposites = [70, 72, 74, 76, 100, 101].map((opCode) => settled([opCode, 9, -100])[0]);
  assert.deepEqual(
    opposites,
    [72, 70, 76, 74, 101, 100].map((opCode) => [opCode, 9, 100]),
  );
});

test('a negative line of another type is taken off a line of its type and code', () => {
  assert.deepEqual(settled([70, 4, 1000], [70, 4, -300]), [[70, 4, 700]]);
  assert.deepEqual(settled([70, 4, -300], [70, 4, 300]), [[70, 4, 0]]);
  // -300 must leave the 500 to -500.
  assert.deepEqual(settled([70, 4, 500], [70, 4, 300], [70, 4, -300], [70, 4, -500]), [
    [70, 4, 0],
    [70, 4, 0],
  ]);
});

test('F15: a negative line without a line that holds as much is refused by its place', () => {
  const cases: Line[][] = [
    [
      [70, 1, 1000],
      [70, 4, 200],
      [70, 4, -300],
    ],
    [
      [70, 5, 1000],
      [74, 4, 1000],
      [70, 4, -300],
    ],
    [
      [70, 4, 1000],
      [71, 1, 200],
      [71, 1, -300],
    ],
  ];
  for (const lines of cases) {
    assert.throws(
      () => settled(...lines),
      (cause) => {
        assert.ok(cause instanceof ExportFault);
        const details = { field: 'moneyPositions[2].sumB', value: '-3.00', rule: 'F15' };
        assert.deepEqual([cause.reason, cause.details], ['export.negative_amount', details]);
        return true;
      },
    );
  }
});

test('keys that nobody knows stay with their line, and the spelling of a register does too', () => {
  const line: JsonObject = new Map<string, JsonValue>([
    ['OPCODE', new JsonNumber('70')],
    ['VALCODE', '1'],
    ['sumb', '-3'],
    ['own', 'x'],
  ]);
  assert.equal(jsonText(settlePayments([line], isCash)), '[{"OPCODE":72,"VALCODE":"1","sumb":3.00,"own":"x"}]');
});

test('§9.3: what each payment type was paid is the same before and after, and no line is negative', () => {
  const codes = fc.constantFrom(70, 72, 74, 76, 100, 101, 71);
  const line = fc.tuple(codes, fc.constantFrom(1, 9, 4, 15), fc.integer({ min: -500, max: 1_000 }));
  let settledRuns = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      try {
        const after = settled(...lines);
        settledRuns += 1;
        assert.ok(after.every(([, , sum]) => sum >= 0));
        const before = paid(lines);
        const now = paid(after);
        for (const type of Object.keys(before)) assert.equal(now[Number(type)] ?? 0, before[Number(type)], type);
      } catch (cause) {
        if (!(cause instanceof ExportFault)) throw cause;
      }
    }),
    { numRuns: 5_000 },
  );
  assert.ok(settledRuns > 1_000);
});
