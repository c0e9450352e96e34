/** `smena payment-type …`: which payment types are cash, non-cash or other; customer data, so a person decides. */
import type { PaymentType, SetPaymentClass } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, optionText, taken, wrongUse } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { MOST_ROWS, printList } from '../pages.ts';
import { countColumn, textColumn } from '../show.ts';
import type { Column } from '../table.ts';
import { readTypeCode, shopColumn, sourceColumn } from '../type-lists.ts';

const classes = ['cash', 'noncash', 'other'] as const;

export const paymentTypeListCommand: Command = {
  words: ['payment-type', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.payment_type_list',
  examples: ['smena payment-type list'],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withClient(async (client) => {
      const { output } = context;
      return printList(context, {
        limit: MOST_ROWS,
        most: MOST_ROWS,
        read: (_, after: string | undefined) => client.paymentTypes({ after }),
        rows: 'paymentTypes',
        show: columns(output),
        empty: 'type_list.empty',
      });
    }),
};

export const paymentTypeSetCommand: Command = {
  words: ['payment-type', 'set'],
  operands: [2, 2],
  operandText: 'CODE cash|noncash|other',
  summary: 'command.payment_type_set',
  examples: ['smena payment-type set 4 noncash', 'smena payment-type set 15 noncash --shop 12'],
  options: { shop: { type: 'string', value: 'CODE' }, ...tryOption, ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    const wanted = readWanted(context);
    return context.withClient(async (client) => {
      const row = taken(context, await client.setPaymentClass(wanted));
      await client.publish();
      if (output.format === 'json') output.document(row);
      else if (output.format === 'ndjson') output.object(row);
      else output.table(columns(output), [row]);
      return exitCodes.ok;
    });
  },
};

function readWanted(context: CommandContext): SetPaymentClass {
  const [code = '', word = ''] = context.operands;
  const paymentClass = classes.find((name) => name === word);
  const paymentTypeCode = readTypeCode(context, code);
  if (paymentClass === undefined) {
    throw wrongUse(context.output, 'usage.class', { word, choices: classes.join(', ') });
  }
  return { paymentTypeCode, paymentClass, shopCode: optionText(context, 'shop') ?? null };
}

function columns(output: Output): Column<PaymentType>[] {
  return [
    countColumn(output, 'column.code', (row) => row.paymentTypeCode, 0),
    shopColumn(output),
    textColumn(output, 'column.payment_name', (row) => row.name, 2),
    {
      title: output.text('column.class'),
      show: (row) =>
        row.paymentClass === null ? `▲ ${output.text('class.none')}` : output.text(`class.${row.paymentClass}`),
      plain: (row) => row.paymentClass ?? '',
      colour: (row) => (row.paymentClass === null ? 'yellow' : null),
    },
    sourceColumn(output),
    countColumn(output, 'column.unmapped_shifts', (row) => row.unmappedShifts, 3),
  ];
}
