/** `smena load-file`: sales files and packages brought by hand, one answer each as soon as its fate is known. */
import { access, constants, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LoadFileResult } from '../../../../contracts/web-api.ts';
import { monotonicMs } from '../../../platform/clock.ts';
import { sourceOptions, tryOption } from '../arguments.ts';
import type { FileShop, Refusal, SmenaClient } from '../client.ts';
import {
  type Command,
  type CommandContext,
  CommandEnd,
  endOf,
  isDryRun,
  optionText,
  taken,
  type Work,
  wrongUse,
} from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { showMoney } from '../show.ts';
import { oneLine } from '../table.ts';
import { checkFiles } from './check-file.ts';
import { addressOf } from './shift-list.ts';

export const loadFileCommand: Command = {
  words: ['load-file'],
  operands: [1, Number.POSITIVE_INFINITY],
  operandText: 'FILE…',
  summary: 'command.load_file',
  examples: [
    'smena load-file sales-347.json --shop 12',
    'smena load-file sales-347.json --shop 12 --dry-run --server http://127.0.0.1:8080',
    'smena load-file backup/*.zip --shop 12 --data ./data --json',
    'smena load-file sales-347.json --shop 12 --server http://127.0.0.1:8080',
    'smena load-file sales-1.json --shop 13 --create-shop --server http://127.0.0.1:8080',
  ],
  options: {
    shop: { type: 'string', value: 'CODE' },
    'create-shop': { type: 'boolean' },
    ...tryOption,
    json: { type: 'boolean' },
    ndjson: { type: 'boolean' },
    plain: { type: 'boolean' },
    ...sourceOptions,
  },
  async run(context) {
    const { output } = context;
    const shopCode = optionText(context, 'shop');
    if (shopCode === undefined) throw wrongUse(output, 'usage.shop_needed');
    if (!/^\d{1,9}$/.test(shopCode)) throw wrongUse(output, 'usage.shop_code', { word: shopCode });
    await lookForFiles(context);
    const shop = { shopCode, createShop: context.options['create-shop'] === true };
    const dryRun = isDryRun(context);
    const work: Work = (client, interrupted) => (dryRun ? checkFiles : loadFiles)(context, client, shop, interrupted);
    return context.withClient(work, { mayCreate: !dryRun });
  },
};

/** All files are looked for before the first is loaded, so that a slip in a name changes nothing. */
async function lookForFiles({ operands, output }: CommandContext): Promise<void> {
  const lines: string[] = [];
  for (const path of operands) {
    const fault = await faultOf(path);
    if (fault !== null) lines.push(output.text(fault, { path }));
  }
  if (lines.length > 0) throw new CommandEnd(exitCodes.notFound, lines);
}

async function faultOf(
  path: string,
): Promise<'load_file.not_found' | 'load_file.not_readable' | 'load_file.no_file' | null> {
  try {
    if (!(await stat(path)).isFile()) return 'load_file.no_file';
    await access(path, constants.R_OK);
    return null;
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
    return missing ? 'load_file.not_found' : 'load_file.not_readable';
  }
}

async function loadFiles(
  context: CommandContext,
  client: SmenaClient,
  shop: FileShop,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const { output, operands } = context;
  const results: LoadFileResult[] = [];
  const tell = progressOf(output, operands.length);
  for (const path of operands) {
    if (interrupted.aborted) break;
    const answer = await client.loadFile(shop, basename(path), await readFile(path));
    const result = { ...(answer.ok ? answer.value : refusedFile(context, answer)), file: path };
    results.push(result);
    if (output.format === 'json' || output.format === 'ndjson') output.data(JSON.stringify(result));
    else print(output, result);
    tell(results.length);
  }
  output.progress(null);
  if (await client.publish()) await warnOfExports(context, client, shop.shopCode, results);
  if (interrupted.aborted) {
    output.complain(output.text('load_file.interrupted', { done: results.length, all: operands.length }));
    return exitCodes.interrupted;
  }
  return exitCodeFor(results);
}

/** A file that a server holds on disk and has not loaded yet is not lost and has not failed. */
function exitCodeFor(results: readonly LoadFileResult[]): ExitCode {
  const bad = results.filter(({ outcome }) => outcome === 'error' || outcome === 'broken');
  const late = bad.filter(({ reason }) => reason?.code === 'load.not_yet').length;
  const failed = bad.length - late;
  if (failed === 0) return late > 0 ? exitCodes.timedOut : exitCodes.ok;
  return failed === results.length ? exitCodes.failed : exitCodes.partlyDone;
}

/** Refusals that would meet every further file too; any other is about this one file. */
const ENDING = /^(server|database|data|access|not_found)\.|^interrupted$/;

function refusedFile(context: CommandContext, refusal: Refusal): LoadFileResult {
  if (ENDING.test(refusal.code)) throw endOf(context.output, refusal);
  const documents = { new: 0, same: 0, enriched: 0, conflict: 0, set_aside: 0 };
  const reason = { code: refusal.code, ...refusal.message };
  return { schema: 1, file: '', outcome: 'error', shifts: [], documents, reason };
}

/** Files for АСТУ are written after loading; one that could not be written is said here, the shift stays marked. */
async function warnOfExports(
  context: CommandContext,
  client: SmenaClient,
  shopCode: string,
  results: readonly LoadFileResult[],
): Promise<void> {
  const touched = new Set(results.flatMap(({ shifts }) => shifts.map(addressOf)));
  if (touched.size === 0) return;
  const lacking = taken(context, await client.exports({ state: 'not_exported', shop: shopCode, limit: 10_000 }));
  const left = lacking.exports.filter((row) => touched.has(addressOf({ ...row, key: row.shiftKey })));
  if (left.length === 0) return;
  const reason = left.find((row) => row.export.reason !== null)?.export.reason?.[context.output.language] ?? '';
  context.output.complain(context.output.text('load_file.not_exported', { n: left.length, reason: oneLine(reason) }));
}

const NOTE_EVERY_MS = 10_000;

/** On a terminal one moving line, elsewhere a line every ten seconds; nothing where the data themselves are watched. */
function progressOf(output: Output, all: number): (done: number) => void {
  let lastAt = monotonicMs();
  return (done) => {
    if (all < 2 || (output.onTerminal && output.format === 'human')) return;
    const line = output.text('load_file.progress', { done, all });
    output.progress(line);
    if (monotonicMs() - lastAt < NOTE_EVERY_MS) return;
    lastAt = monotonicMs();
    output.note(line);
  };
}

const marks = { processed: '✓', already: '○', error: '◆', broken: '◆' } as const;

function print(output: Output, result: LoadFileResult): void {
  const { documents, outcome } = result;
  const reason = oneLine(result.reason?.[output.language] ?? '');
  if (output.format === 'plain') {
    const counts = [documents.new, documents.same, documents.enriched, documents.conflict, documents.set_aside];
    output.data([oneLine(result.file), outcome, ...counts, reason].join('\t'));
    return;
  }
  const failed = outcome === 'error' || outcome === 'broken';
  const text = output.text(`load_file.${outcome}`, { ...documents, reason });
  const line = `${marks[outcome]} ${oneLine(result.file)}: ${text}`;
  output.data(failed ? output.paint('red', line) : line);
  for (const shift of result.shifts) {
    output.data(
      `  ${output.text(shift.closedAt === null ? 'load_file.open_shift' : 'load_file.closed_shift', {
        address: addressOf(shift),
        sales: showMoney(output, shift.saleSum),
        refunds: showMoney(output, shift.refundSum),
        revenue: showMoney(output, shift.revenue),
        drawer: showMoney(output, shift.drawerSum),
      })}`,
    );
  }
}
