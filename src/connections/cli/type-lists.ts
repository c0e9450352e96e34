/** What the lists of payment types and document types have in common. */
import type { PaymentType } from '../../../contracts/web-api.ts';
import { type CommandContext, wrongUse } from './command.ts';
import type { Output } from './output.ts';
import type { Column } from './table.ts';

/** The code of a type, 1…999999; anything else ends the command. */
export function readTypeCode({ output }: CommandContext, word: string): number {
  if (!/^[1-9]\d{0,5}$/.test(word)) throw wrongUse(output, 'usage.type_code', { word });
  return Number(word);
}

export function shopColumn(output: Output): Column<{ shopCode: string | null }> {
  return {
    title: output.text('column.shop'),
    show: (row) => row.shopCode ?? output.text('type_list.whole_server'),
    plain: (row) => row.shopCode ?? '',
  };
}

export function sourceColumn(output: Output): Column<Pick<PaymentType, 'source'>> {
  return {
    title: output.text('column.source'),
    show: (row) => output.text(`source.${row.source}`),
    plain: (row) => row.source,
    rank: 1,
  };
}
