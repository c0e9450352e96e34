/** Small sales files for tests, written by hand: amounts are decimal text, so that nothing is computed behind the test's back. */

export type SaleLine = {
  sum: string;
  department?: number | string;
  quantity?: string;
  opCode?: number;
  discount?: string;
  item?: string;
  tax?: string;
};
export type TestDocument = Record<string, unknown>;

/** A number of the file exactly as written. */
export function amount(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}

/** A shift record; further keys win. */
export function shiftInfo(shift: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    cashCode: '12',
    shift: 347,
    timeBeg: '2026-03-14T08:54:30',
    timeEnd: null,
    sumGain: amount('0.00'),
    kkms: [],
    ...shift,
  };
}

/** A sale or return paid in cash (or as `payments` say); further keys win. */
export function receipt(
  number: number,
  total: string,
  more: Record<string, unknown> & { lines?: SaleLine[]; payments?: [number, number, string][] } = {},
): TestDocument {
  const { lines = [{ sum: total }], payments, ...keys } = more;
  const refund = keys['docType'] === 2 || keys['docType'] === 25;
  const paid = payments ?? [[refund ? 74 : 70, 1, total]];
  return {
    docType: 1,
    docNum: number,
    cashCode: '12',
    shift: 347,
    userCode: '7001',
    timeBeg: '2026-03-14T09:00:00',
    timeEnd: '2026-03-14T09:01:00',
    docSum: amount(total),
    identifier: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    inventPositions: lines.map((one, index) =>
      line(index + 1, { opCode: refund ? 58 : 50, item: `10${index}`, ...one }),
    ),
    moneyPositions: paid.map(([opCode, valCode, sum]) => ({ opCode, valCode, sumB: amount(sum) })),
    stornoPositions: [],
    ...keys,
  };
}

/** A position of a document as the file has it. */
export function line(number: number, { sum, department, quantity, opCode, discount, item, tax }: SaleLine): object {
  const without = discount === undefined || discount === '0.00';
  return {
    posNum: number,
    opCode: opCode ?? 50,
    inventCode: item ?? '100',
    barCode: '',
    name: 'Товар',
    deptCode: department ?? 1,
    quant: amount(quantity ?? '1.000'),
    price: amount(sum),
    baseSum: amount(sum),
    disc_abs: amount(discount ?? '0.00'),
    posSum: amount(sum),
    discountPositions: without ? [] : [{ discType: 'percent', discSum: amount(discount), discName: 'Скидка дня' }],
    bonusPositions: [],
    taxes: tax === undefined ? [] : [{ taxRate: amount('20.00'), taxSum: amount(tax) }],
  };
}

/** Records as the text of a sales file. Text records are written as they are. */
export function salesFile(parts: {
  shifts?: (object | string)[];
  documents?: (object | string)[];
  log?: (object | string)[];
  extra?: string;
}): string {
  const section = (name: string, records: (object | string)[]) =>
    `### ${name} begin ###\n${records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n---\n`).join('')}### ${name} end ###\n`;
  return [
    section('shift info', parts.shifts ?? [shiftInfo()]),
    section('sales data', parts.documents ?? []),
    section('securitylog info', parts.log ?? []),
    parts.extra ?? '',
  ].join('');
}
