/** `smena shift show`: one shift, what the register reported beside what the documents add up to. */
import type { DocumentRow, Figure, ShiftDetail } from '../../../../contracts/web-api.ts';
import { readShiftAddress } from '../addresses.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import type { ShiftAddress, SmenaClient } from '../client.ts';
import { type Command, type CommandContext, taken } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output, TextKey } from '../output.ts';
import { readAll } from '../pages.ts';
import { countColumn, moneyColumn, showExport, showMoney, showTime, textColumn } from '../show.ts';
import { type Column, oneLine } from '../table.ts';
import { addressOf } from './shift-list.ts';

export const shiftShowCommand: Command = {
  words: ['shift', 'show'],
  operands: [1, 1],
  operandText: 'SHOP/REGISTER/NUMBER@DATE',
  summary: 'command.shift_show',
  examples: ['smena shift show 12/3/347@2026-03-14', 'smena shift show 12/3/347@2026-03-14 --documents --json'],
  options: { documents: { type: 'boolean' }, ...formatOptions, ...sourceOptions },
  run: (context) => {
    const address = readShiftAddress(context, context.operands[0] ?? '');
    return context.withClient((client) => showShift(context, client, address));
  },
};

async function showShift(context: CommandContext, client: SmenaClient, address: ShiftAddress): Promise<ExitCode> {
  const { output } = context;
  const detail = taken(context, await client.shift(address));
  const documents =
    context.options.documents === true
      ? await readAll(
          context,
          (after: string | undefined) => client.documents(address, { after }),
          (page) => page.documents,
        )
      : null;
  if (output.format === 'json') output.document({ ...detail, ...(documents === null ? {} : { documents }) });
  else if (output.format === 'ndjson') for (const row of documents ?? [detail]) output.object(row);
  else if (documents !== null && output.format === 'plain') output.table(documentColumns(output), documents);
  else {
    if (output.format === 'human') for (const line of heading(output, detail)) output.data(line);
    output.table(figureColumns(output), figureRows(detail));
    if (output.format === 'human')
      for (const line of [drawerLine(output, detail), ...checkLines(output, detail)]) output.data(line);
    if (documents !== null) {
      output.data('');
      output.table(documentColumns(output), documents);
    }
  }
  return exitCodes.ok;
}

function heading(output: Output, { shift, counts, fiscalDevices }: ShiftDetail): string[] {
  const exportText = showExport(output, shift.export.state);
  const exported =
    shift.export.state === 'exported' || shift.export.state === 'accepted'
      ? [shift.export.fileName]
      : [shift.export.reason?.[output.language]];
  const closed = shift.closedAt === null ? output.text('shift_state.open') : showTime(output, shift.closedAt);
  const lines = [
    output.paint('bold', output.text('shift_show.title', { address: addressOf(shift), number: shift.shiftNumber })),
    output.text('shift_show.times', { opened: showTime(output, shift.openedAt), closed, date: shift.businessDate }),
    output.text('shift_show.receipts', {
      sales: counts.saleCount.counted,
      refunds: counts.refundCount.counted,
      first: shift.firstReceiptNumber,
      last: shift.lastReceiptNumber,
    }),
    output.text('shift_show.export', {
      state: exportText,
      detail: exported.map((text) => oneLine(text ?? '')).join(''),
    }),
  ];
  for (const device of fiscalDevices) {
    lines.push(
      output.text('shift_show.fiscal', {
        serial: oneLine(device.serialNumber),
        start: showMoney(output, device.protectedTotalStart),
        end: showMoney(output, device.protectedTotalEnd),
        refunds: showMoney(output, device.fiscalRefundSum),
      }),
    );
  }
  return [...lines, ...warnings(output, shift, fiscalDevices.length), ''];
}

function warnings(output: Output, shift: ShiftDetail['shift'], devices: number): string[] {
  const found: [boolean, TextKey, Record<string, string | number>][] = [
    [shift.closedAt !== null && devices === 0, 'shift_show.no_fiscal', {}],
    [shift.numberRepeated, 'shift_show.number_repeated', {}],
    [shift.unmappedPaymentTypes.length > 0, 'shift_show.unmapped', { codes: shift.unmappedPaymentTypes.join(', ') }],
    [shift.setAsideDocuments > 0, 'shift_show.set_aside', { n: shift.setAsideDocuments }],
    [shift.conflicts > 0, 'shift_show.conflicts', { n: shift.conflicts }],
  ];
  return found
    .filter(([there]) => there)
    .map(([, key, params]) => output.paint('yellow', `▲ ${output.text(key, params)}`));
}

type FigureRow = { name: string; key: TextKey; figure: Figure };

const figureNames = [
  ['saleSum', 'figure.sale_sum'],
  ['saleCash', 'figure.sale_cash'],
  ['saleNoncash', 'figure.sale_noncash'],
  ['saleOther', 'figure.sale_other'],
  ['refundSum', 'figure.refund_sum'],
  ['refundCash', 'figure.refund_cash'],
  ['refundNoncash', 'figure.refund_noncash'],
  ['revenue', 'figure.revenue'],
  ['revenueCash', 'figure.revenue_cash'],
  ['revenueNoncash', 'figure.revenue_noncash'],
  ['drawerSum', 'figure.drawer_sum'],
] as const;

function figureRows({ figures }: ShiftDetail): FigureRow[] {
  return figureNames.map(([name, key]) => ({ name, key, figure: figures[name] }));
}

function figureColumns(output: Output): Column<FigureRow>[] {
  const differs = ({ figure }: FigureRow) => figure.difference !== null && Number(figure.difference) !== 0;
  return [
    { title: output.text('column.sum'), show: ({ key }) => output.text(key), plain: ({ name }) => name },
    moneyColumn(output, 'column.reported', ({ figure }) => figure.reported, 0),
    moneyColumn(output, 'column.counted', ({ figure }) => figure.counted, 0),
    {
      ...moneyColumn<FigureRow>(
        output,
        'column.difference',
        ({ figure }) => figure.difference,
        0,
        (row) => (differs(row) ? '▲ ' : ''),
      ),
      colour: (row) => (differs(row) ? 'yellow' : null),
    },
  ];
}

function drawerLine(output: Output, { drawer }: ShiftDetail): string {
  return output.text(drawer.startSource === 'zero' ? 'shift_show.drawer_zero' : 'shift_show.drawer', {
    start: showMoney(output, drawer.start),
    sales: showMoney(output, drawer.saleCash),
    refunds: showMoney(output, drawer.refundCash),
    cashIn: showMoney(output, drawer.cashIn),
    cashOut: showMoney(output, drawer.cashOut),
    withdrawal: showMoney(output, drawer.cashWithdrawal),
    counted: showMoney(output, drawer.counted),
  });
}

/** The checks C1–C7 in a line each: the quiet ones by their marks alone, each difference with both values. */
function checkLines(output: Output, { checks }: ShiftDetail): string[] {
  const { language } = output;
  const groups = Map.groupBy(checks, ({ check }) => check);
  return [...groups].flatMap(([check, lines]) => {
    const [first] = lines;
    const worst = (['differs', 'accepted', 'agrees'] as const).find((state) =>
      lines.some((line) => line.state === state),
    );
    const mark = worst === 'differs' ? '◆' : worst === undefined ? '○' : '✓';
    const loud = lines.filter(({ state }) => state === 'differs' || state === 'accepted');
    return [
      `${mark} ${check} ${first?.name[language] ?? ''}`,
      ...loud.map(({ caseId, text }) => `    ${caseId ?? ''} ${oneLine(text[language])}`),
    ];
  });
}

function documentColumns(output: Output): Column<DocumentRow>[] {
  return [
    countColumn(output, 'column.document', (row) => row.documentNumber, 0),
    {
      title: output.text('column.document_class'),
      show: (row) => output.text(`document_class.${row.documentClass}`),
      plain: (row) => row.documentClass,
    },
    {
      title: output.text('column.closed'),
      show: (row) => showTime(output, row.closedAt),
      plain: (row) => row.closedAt ?? '',
    },
    countColumn(output, 'column.positions', (row) => row.positionCount, 3),
    moneyColumn(output, 'column.sum', (row) => row.sum, 0),
    moneyColumn(output, 'column.cash', (row) => row.cash, 1),
    moneyColumn(output, 'column.noncash', (row) => row.noncash, 1),
    moneyColumn(output, 'column.other', (row) => row.other, 2),
    textColumn(output, 'column.cashier', (row) => row.cashierCode, 4),
    textColumn(output, 'column.identifier', (row) => row.identifier, 5),
  ];
}
