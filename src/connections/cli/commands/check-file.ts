/** `smena load-file --dry-run`: what would become of each file, by the same code that loads it; nothing of it is taken. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileCheck } from '../../../../contracts/web-api.ts';
import type { FileShop, SmenaClient } from '../client.ts';
import { type CommandContext, endOf } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { showMoney } from '../show.ts';
import { oneLine } from '../table.ts';

/** Checks every file; a refusal of the server ends the command, a fault of a file is told and the next one follows. */
export async function checkFiles(
  context: CommandContext,
  client: SmenaClient,
  shop: FileShop,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const { output, operands } = context;
  let bad = 0;
  let done = 0;
  for (const path of operands) {
    if (interrupted.aborted) break;
    const answer = await client.checkFile(shop, basename(path), await readFile(path));
    if (!answer.ok) throw endOf(output, answer);
    const check = { ...answer.value, file: path };
    done += 1;
    if (check.verdict === 'error' || check.verdict === 'broken') bad += 1;
    if (output.format === 'json' || output.format === 'ndjson') output.data(JSON.stringify(check));
    else print(output, check);
  }
  if (interrupted.aborted) return exitCodes.interrupted;
  if (bad === 0) return exitCodes.ok;
  return bad === done ? exitCodes.failed : exitCodes.partlyDone;
}

const marks = { new: '✓', already: '○', error: '◆', broken: '◆' } as const;

function print(output: Output, check: FileCheck): void {
  const { documents, verdict } = check;
  const reason = oneLine(check.reason?.[output.language] ?? '');
  if (output.format === 'plain') {
    const counts = [documents.new, documents.same, documents.enriched, documents.conflict, documents.set_aside];
    output.data([oneLine(check.file), verdict, ...counts, check.receipts, check.newSum, reason].join('\t'));
    return;
  }
  const sums = { sales: showMoney(output, check.saleSum), refunds: showMoney(output, check.refundSum) };
  const text = output.text(`load_file.check_${verdict}`, { ...documents, ...sums, receipts: check.receipts, reason });
  const line = `${marks[verdict]} ${oneLine(check.file)}: ${text}`;
  output.data(verdict === 'error' || verdict === 'broken' ? output.paint('red', line) : line);
  for (const shift of check.shifts)
    output.data(
      `  ${output.text(`load_file.check_shift_${shift.state}`, {
        register: `${check.shop.shopCode}/${shift.registerCode}`,
        shift: shift.shiftNumber,
        receipts: shift.receipts,
        sales: showMoney(output, shift.saleSum),
        refunds: showMoney(output, shift.refundSum),
        revenue: showMoney(output, shift.revenue),
      })}`,
    );
  for (const { level, n, ...texts } of check.problems)
    output.data(`  ${level === 'error' ? '◆' : '▲'} ${oneLine(texts[output.language])}${n > 1 ? ` ×${n}` : ''}`);
}
