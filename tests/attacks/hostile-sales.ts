/** Sales files in which every text that a register can send is chosen by somebody who means harm. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';
import { amount, line, receipt, salesFile, shiftInfo } from '../support/sales.ts';

/** Names of the fields of a sales file that hold texts, as the code reads them: a field that is added there is asked for here. */
export function textFields(): Set<string> {
  const folder = join(root, 'src', 'formats', 'sales-file');
  const files = readdirSync(folder).filter((name) => /-record\.ts$/.test(name));
  const source = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const names = new Map(
    [...source.matchAll(/(?:const )?(\w+)(?: =|:) key\('(\w+)'/g)].map(([, key = '', name = '']) => [key, name]),
  );
  const read = [...source.matchAll(/(?:\.text(?:OrEmpty)?\(|\brate\(fields, )(?:k\.)?(\w+)\)/g)].map(
    ([, key = '']) => key,
  );
  return new Set(read.flatMap((key) => names.get(key) ?? []));
}

/** By what the register is known: not a text but an address, and any other value is refused. */
export const ADDRESS = 'cashCode';

type Wanted = { shift: number; text: (field: string) => string; cashCode?: string; day?: string };

/** A closed shift with a sale, a refund, an annulment, money put in and taken out, cancelled lines, a discount and a failed payment. */
export function hostileFile({ shift, text, cashCode = '12', day = '2026-03-14' }: Wanted): string {
  const position = (number: number, sum: string) => ({
    ...line(number, { sum }),
    inventCode: `${text('inventCode')} ${number}`,
    barCode: text('barCode'),
    name: text('name'),
    deptCode: text('deptCode'),
    excisemark: text('excisemark'),
    baseSum: amount('61.00'),
    disc_abs: amount('1.00'),
    discountPositions: [
      {
        discType: text('discType'),
        discMode: text('discMode'),
        discName: text('discName'),
        discSize: text('discSize'),
        discSum: amount('1.00'),
      },
    ],
    taxes: [{ taxRate: text('taxRate'), taxSum: amount('10.00') }],
  });
  const document = (number: number, sum: string, more: Record<string, unknown> = {}) => ({
    ...receipt(number, sum, { shift }),
    cashCode,
    userCode: text('userCode'),
    identifier: `${text('identifier')} ${shift}-${number}`,
    sourceidentifier: text('sourceidentifier'),
    frdocnum: text('frdocnum'),
    cashType: text('cashType'),
    backReason: text('backReason'),
    timeBeg: `${day}T09:00:00`,
    timeEnd: `${day}T09:0${number}:00`,
    inventPositions: [position(1, sum)],
    stornoPositions: [{ ...position(9, '33.00'), opid: text('opid'), timestorno: `${day}T09:00:30` }],
    moneyPositions: [{ opCode: 70, valCode: 1, valname: text('valname'), sumB: amount(sum) }],
    failedMoneyPositions: [{ opCode: 70, valCode: 4, valname: text('valname'), sumB: amount('5.00') }],
    unheardOf: text('unheardOf'),
    ...more,
  });
  const cash = { inventPositions: [], moneyPositions: [], stornoPositions: [] };
  return salesFile({
    shifts: [
      shiftInfo({
        shift,
        cashCode,
        timeBeg: `${day}T08:00:00`,
        timeEnd: `${day}T21:00:00`,
        userCode: text('userCode'),
        sumGain: amount('30.00'),
        users: [{ userCode: text('userCode'), username: text('username') }],
        kkms: [{ serialNum: text('serialNum'), sumCashEnd: amount('0.00') }],
      }),
    ],
    documents: [
      document(1, '60.00'),
      document(2, '30.00', {
        docType: 2,
        moneyPositions: [{ opCode: 74, valCode: 1, valname: text('valname'), sumB: amount('30.00') }],
      }),
      document(3, '60.00', { docType: 7, moneyPositions: [] }),
      document(4, '500.00', { docType: 3, ...cash }),
      document(5, '500.00', { docType: 4, ...cash }),
      // Set aside: its text is shown to people as it came.
      `{"docType":1,"shift":${shift},"docNum":,"mark":${JSON.stringify(text('mark'))}}`,
    ],
    log: [{ cashCode, opCode: 1, optime: `${day}T07:59:00`, cashiercard: text('cashiercard') }],
  });
}
