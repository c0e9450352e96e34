/**
 * Payment lines below zero in the positive form that the reader needs (sales-file F15). Registers write extra lines with
 * change once as plus and once as minus (P9, data-model §9.3); what each payment type was paid stays the same to the kopeck.
 */
import { formatKopecks, type Kopecks } from '../../domain/money.ts';
import { JsonNumber, type JsonObject } from './exact-json.ts';
import { ExportFault } from './export-fault.ts';
import { Fields, key } from './fields.ts';
import { setMember } from './members.ts';

const opCodeKey = key('opCode');
const paymentTypeKey = key('valCode');
const sumKey = key('sumB');

/** The code that takes away what the other adds (data-model §9.3). */
const OPPOSITE = new Map(
  [
    [70, 72],
    [74, 76],
    [100, 101],
  ].flatMap(([plus = 0, minus = 0]) => [
    [plus, minus],
    [minus, plus],
  ]),
);

type Line = {
  members: JsonObject;
  opCode: number | null;
  paymentType: number | null;
  sum: Kopecks | null;
  /** From 0, as the register sent them. */
  index: number;
};

/**
 * The lines of a sale or return without negative sums: on a cash type such a line gets the opposite code; else it is taken off
 * a line of the same type and code that is large enough. Throws an ExportFault naming a line for which there is none.
 */
export function settlePayments(
  payments: readonly JsonObject[],
  isCash: (paymentTypeCode: number) => boolean,
): JsonObject[] {
  const lines = payments.map(lineOf);
  const settled = new Set<Line>();
  // The largest first, so that a small one does not use up the only line that is large enough for it.
  for (const line of lines.filter(isNegative).sort((a, b) => (a.sum ?? 0) - (b.sum ?? 0))) {
    const opposite = line.opCode === null ? undefined : OPPOSITE.get(line.opCode);
    if (opposite !== undefined && line.paymentType !== null && isCash(line.paymentType)) {
      setMember(line.members, opCodeKey, new JsonNumber(String(opposite)));
      setSum(line, -(line.sum ?? 0));
    } else {
      takeOff(line, lines);
      settled.add(line);
    }
  }
  return lines.filter((line) => !settled.has(line)).map((line) => line.members);
}

function lineOf(members: JsonObject, index: number): Line {
  const fields = new Fields(members);
  return {
    members,
    opCode: fields.integer(opCodeKey),
    paymentType: fields.integer(paymentTypeKey),
    sum: fields.kopecks(sumKey),
    index,
  };
}

function isNegative(line: Line): boolean {
  return line.sum !== null && line.sum < 0;
}

function setSum(line: Line, sum: Kopecks): void {
  line.sum = sum;
  setMember(line.members, sumKey, new JsonNumber(formatKopecks(sum)));
}

/** Takes a negative line off the smallest line of its type and code that holds as much. */
function takeOff(negative: Line, lines: readonly Line[]): void {
  const taken = -(negative.sum ?? 0);
  const [smallest] = lines
    .filter((line) => line.opCode === negative.opCode && line.paymentType === negative.paymentType)
    .filter((line) => line.sum !== null && line.sum >= taken)
    .sort((a, b) => (a.sum ?? 0) - (b.sum ?? 0));
  if (smallest === undefined) {
    const field = `moneyPositions[${negative.index}].sumB`;
    throw new ExportFault('export.negative_amount', { field, value: formatKopecks(-taken), rule: 'F15' });
  }
  setSum(smallest, (smallest.sum ?? 0) - taken);
}
