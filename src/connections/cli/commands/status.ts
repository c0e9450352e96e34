/** `smena status`: what is wrong now, one line, for people, cron and monitoring. */
import type { ExportRow, ServerStatus } from '../../../../contracts/web-api.ts';
import { sourceOptions } from '../arguments.ts';
import { bothTexts } from '../both-texts.ts';
import type { Refusal, SmenaClient } from '../client.ts';
import { type Command, type CommandContext, taken } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output, TextKey } from '../output.ts';

export const statusCommand: Command = {
  words: ['status'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.status',
  examples: ['smena status --server http://127.0.0.1:8080', 'smena status --json'],
  options: { json: { type: 'boolean' }, plain: { type: 'boolean' }, ...sourceOptions },
  run: (context) =>
    context.withClient((client) => showStatus(context, client), {
      whenRefused: (refusal) => (isAway(refusal) ? showState(context, null, []) : null),
    }),
};

type Level = 'critical' | 'warning';
type Trouble = { code: string; level: Level; key: TextKey; n: number };

/** Enough to see that exports hang; the exact number is in the status. */
const LOOKED_AT = 1000;

async function showStatus(context: CommandContext, client: SmenaClient): Promise<ExitCode> {
  const answer = await client.status();
  if (!answer.ok && isAway(answer)) return showState(context, null, []);
  const status = taken(context, answer);
  const lacking = status.database.available
    ? taken(context, await client.exports({ state: 'not_exported', limit: LOOKED_AT })).exports
    : [];
  return showState(context, status, lacking);
}

/** The database is away and no numbers are known: here, or at a server that has not seen it yet. */
function isAway({ code }: Refusal): boolean {
  return code === 'database.unreachable' || code === 'database.away';
}

function showState({ output }: CommandContext, status: ServerStatus | null, lacking: readonly ExportRow[]): ExitCode {
  const troubles = troublesOf(status, lacking);
  const critical = troubles.some(({ level }) => level === 'critical');
  const level = critical ? 'critical' : troubles.length > 0 ? 'warning' : 'ok';
  if (output.format === 'json') output.document({ level, problems: troubles.map(problemOf), status });
  else output.data(line(output, status, troubles));
  if (level === 'ok') return exitCodes.ok;
  return critical ? exitCodes.critical : exitCodes.warnings;
}

/** An open shift is behind for a moment after every receipt, so only closed and failed ones count. */
export function troublesOf(status: ServerStatus | null, lacking: readonly ExportRow[]): Trouble[] {
  const away: Trouble = { code: 'database.unavailable', level: 'critical', key: 'status.database', n: 1 };
  if (status === null) return [away];
  const failed = lacking.filter((row) => row.export.state === 'failed').length;
  const late = lacking.filter((row) => row.closed && row.export.state !== 'failed').length;
  // How many packages wait on a line that stands still.
  const stuck = status.upper?.isStuck === true ? status.upper.waitingPackages : 0;
  const { encrypted, plaintext } = status.lines;
  const isClosed = !encrypted && !plaintext.includes('gRPC');
  // Without registers nobody waits yet.
  const closed: Pick<Trouble, 'level' | 'n'> = {
    level: status.registers.total > 0 ? 'critical' : 'warning',
    n: isClosed ? Math.max(1, status.registers.total) : 0,
  };
  const all: Trouble[] = [
    { ...away, n: status.database.available ? 0 : 1 },
    { code: 'package.error', level: 'critical', key: 'status.error', n: status.packages.error },
    { code: 'package.broken', level: 'critical', key: 'status.broken', n: status.packages.broken },
    { code: 'archive.damaged', level: 'critical', key: 'status.archives', n: status.storage.damagedArchives },
    { code: 'server.disk', level: 'critical', key: 'status.disk', n: status.storage.lowDisks },
    { code: 'backup.failed', level: 'critical', key: 'status.backup', n: status.storage.failedBackups },
    { code: 'database.keeps_space', level: 'warning', key: 'status.keeps_space', n: status.storage.keepsSpace },
    { code: 'lines.closed', key: 'status.lines_closed', ...closed },
    { code: 'upper.stuck', level: 'critical', key: 'status.upper_stuck', n: stuck },
    { code: 'upper.refused', level: 'warning', key: 'status.upper_refused', n: status.upper?.refusedRegisters ?? 0 },
    { code: 'lines.plaintext', level: 'warning', key: 'status.lines_plaintext', n: plaintext.length },
    { code: 'expiry.ended', level: 'critical', key: 'status.expired', n: status.expiries.ended },
    { code: 'expiry.ends_soon', level: 'warning', key: 'status.ends_soon', n: status.expiries.endsSoon },
    { code: 'export.failed', level: 'critical', key: 'status.export_failed', n: failed },
    { code: 'shift.not_exported', level: 'warning', key: 'status.not_exported', n: late },
    { code: 'document.set_aside', level: 'warning', key: 'status.set_aside', n: status.setAsideDocuments },
    { code: 'document.conflict', level: 'warning', key: 'status.conflicts', n: status.conflicts },
  ];
  return all.filter(({ n }) => n > 0);
}

function problemOf({ code, level, key, n }: Trouble) {
  return { code, level, n, text: bothTexts(key, { n }) };
}

function line(output: Output, status: ServerStatus | null, troubles: readonly Trouble[]): string {
  const parts = troubles.map(({ level, key, n }) => {
    const text = output.text(key, { n });
    if (output.format === 'plain') return text;
    return level === 'critical' ? output.paint('red', `◆ ${text}`) : output.paint('yellow', `▲ ${text}`);
  });
  if (status === null || parts.length > 0) return parts.join(' · ');
  const text = output.text('status.ok', {
    registers: status.registers.total,
    seen: status.registers.seenToday,
    open: status.shifts.open,
    waiting: status.packages.waiting,
  });
  return output.format === 'plain' ? text : output.paint('green', `✓ ${text}`);
}
