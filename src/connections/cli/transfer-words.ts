/** How transfers are told to people: their state, their range, their end. */
import type { TransferRow } from '../../../contracts/web-api.ts';
import { formatTime } from '../../messages/formats.ts';
import { messageText } from '../../messages/messages.ts';
import type { Output, TextKey } from './output.ts';
import { countColumn, showUtc, textColumn } from './show.ts';
import { type Colour, type Column, oneLine } from './table.ts';

type State = TransferRow['state'];

/** «касса готовит», in the words of the log. */
export function stageWord(output: Output, stage: State): string {
  return messageText(output.language, `transfer_stage.${stage}`, {});
}

/** What is still under way has no mark of its own but waiting. */
const marks: Readonly<Partial<Record<State, { mark: string; colour: Colour }>>> = {
  done: { mark: '✓', colour: 'green' },
  failed: { mark: '◆', colour: 'red' },
  no_answer: { mark: '◆', colour: 'red' },
};

export function showState(output: Output, { state, overdue }: Pick<TransferRow, 'state' | 'overdue'>): string {
  const mark = marks[state]?.mark ?? (overdue ? '▲' : '○');
  return `${mark} ${stageWord(output, state)}`;
}

export function stateColour({ state, overdue }: Pick<TransferRow, 'state' | 'overdue'>): Colour | null {
  return marks[state]?.colour ?? (overdue ? 'yellow' : null);
}

export function showRange(output: Output, { kind, from, to }: TransferRow['range']): string {
  if (kind === 'none' || from === null || to === null) return '—';
  if (kind === 'shifts') return output.text('transfer.range_shifts', { from, to });
  const times = { from: formatTime(output.language, from), to: formatTime(output.language, to) };
  return output.text(kind === 'new' ? 'transfer.range_new' : 'transfer.range_dates', times);
}

const endTexts: Readonly<Partial<Record<State, TextKey>>> = {
  done: 'transfer.end_done',
  empty: 'transfer.end_empty',
  already: 'transfer.end_already',
  failed: 'transfer.end_failed',
  no_answer: 'transfer.end_no_answer',
  cancelled: 'transfer.end_cancelled',
};

/** One sentence about how it ended, or where it stands. */
export function transferSentence(output: Output, transfer: TransferRow): string {
  const { transferId, state, endedIn } = transfer;
  return output
    .text(endTexts[state] ?? 'transfer.under_way', {
      transferId,
      stage: stageWord(output, endedIn ?? state),
      reason: oneLine(transfer.reason?.[output.language] ?? ''),
      shifts: transfer.shifts,
      new: transfer.documentsNew,
      same: transfer.documentsSame,
    })
    .trimEnd();
}

/** Whether what was asked for is here now. */
export function hasSucceeded({ state }: Pick<TransferRow, 'state'>): boolean {
  return state === 'done' || state === 'empty' || state === 'already';
}

/** The columns of a list of transfers. */
export function transferColumns(output: Output): Column<TransferRow>[] {
  return [
    { title: output.text('column.number'), show: (row) => row.transferId },
    {
      title: output.text('column.requested'),
      show: (row) => showUtc(output, row.requestedAt),
      plain: (row) => row.requestedAt,
      rank: 4,
    },
    { title: output.text('column.register'), show: (row) => `${row.shopCode}/${row.registerCode}` },
    {
      title: output.text('column.cause'),
      show: (row) => output.text(`transfer_cause.${row.cause}`),
      plain: (row) => row.cause,
      rank: 5,
    },
    {
      title: output.text('column.range'),
      show: (row) => showRange(output, row.range),
      plain: ({ range: { kind, from, to } }) => (kind === 'none' ? kind : `${kind} ${from}..${to}`),
      rank: 3,
    },
    {
      title: output.text('column.state'),
      show: (row) => showState(output, row),
      plain: (row) => row.state,
      colour: stateColour,
    },
    countColumn(output, 'column.shifts', (row) => row.shifts, 2),
    countColumn(output, 'column.new', (row) => row.documentsNew, 1),
    countColumn(output, 'column.same', (row) => row.documentsSame, 2),
    textColumn(output, 'column.author', (row) => row.author, 6),
    textColumn(output, 'column.reason', (row) => row.reason?.[output.language] ?? null, 7),
  ];
}

/** One transfer as data: a document, an object, a plain line, or a sentence for people. */
export function printTransfer(output: Output, transfer: TransferRow, more: object = {}): void {
  if (output.format === 'json') output.document({ transfer, ...more });
  else if (output.format === 'ndjson') output.object({ transfer, ...more });
  else if (output.format === 'plain') output.table(transferColumns(output), [transfer]);
  else {
    const line = transferSentence(output, transfer);
    const colour = stateColour(transfer);
    output.data(colour === null ? line : output.paint(colour, line));
  }
}
