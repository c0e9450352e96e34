/** `smena audit …`: who did what to which object (S15), and whether the trail is whole. */
import type { AuditEntry, AuditListQuery, AuditVerdict } from '../../../../contracts/web-api.ts';
import { auditObjects, auditResults, auditVerbs } from '../../../domain/audit-words.ts';
import { keyText, screenText } from '../../../messages/screen-texts.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import { type Command, type CommandContext, optionCount, optionText, taken } from '../command.ts';
import { readDate } from '../dates.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { MOST_ROWS, printList } from '../pages.ts';
import { showUtc, textColumn } from '../show.ts';
import { type Column, oneLine } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';
/** Rows of one answer. */
const PAGE = 1_000;
const DAY_MS = 86_400_000;

export const auditListCommand: Command = {
  words: ['audit', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.audit_list',
  examples: [
    `smena audit list --who petrova --from -7d ${SERVER}`,
    'smena audit list --object case --verb accept --json',
    'smena audit list --result refused --ndjson',
  ],
  options: {
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    who: { type: 'string', value: 'NAME' },
    verb: { type: 'string', value: 'WORD', choices: auditVerbs },
    object: { type: 'string', value: 'WORD', choices: auditObjects },
    key: { type: 'string', value: 'KEY' },
    shop: { type: 'string', value: 'CODE' },
    result: { type: 'string', value: auditResults.join('|'), choices: auditResults },
    limit: { type: 'string', value: 'N', most: MOST_ROWS },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const { output } = context;
    const query = readQuery(context);
    return context.withClient(async (client) => {
      let own = false;
      const code = await printList(context, {
        limit: query.limit,
        most: PAGE,
        async read(limit, before: string | undefined) {
          const answer = await client.audit({ ...query, limit, before });
          if (answer.ok) own = answer.value.own;
          return answer;
        },
        rows: 'entries',
        show: columns(output),
        empty: 'audit_list.empty',
      });
      if (own) output.note(output.text('audit_list.own'));
      return code;
    });
  },
};

function readQuery(context: CommandContext): AuditListQuery {
  const day = (option: '--from' | '--to') => {
    const text = optionText(context, option.slice(2));
    return text === undefined ? undefined : Date.parse(`${readDate(context, option, text, 'UTC')}T00:00:00Z`);
  };
  const [from, to] = [day('--from'), day('--to')];
  const utc = (ms: number) => new Date(ms).toISOString();
  return {
    from: from === undefined ? undefined : utc(from),
    // Both days are meant whole.
    to: to === undefined ? undefined : utc(to + DAY_MS),
    who: optionText(context, 'who'),
    verb: auditVerbs.find((word) => word === optionText(context, 'verb')),
    object: auditObjects.find((word) => word === optionText(context, 'object')),
    key: optionText(context, 'key'),
    shop: optionText(context, 'shop'),
    result: auditResults.find((word) => word === optionText(context, 'result')),
    limit: optionCount(context, 'limit') ?? 200,
    before: undefined,
  };
}

function columns(output: Output): Column<AuditEntry>[] {
  const word = (key: string) => keyText(output.language, key);
  return [
    { title: output.text('column.number'), align: 'right', show: ({ number }) => String(number) },
    { title: output.text('column.at'), show: ({ at }) => showUtc(output, at), plain: ({ at }) => at },
    {
      title: output.text('column.who'),
      show: ({ actor }) => oneLine(actor.name) || word(`audit.actor_${actor.kind}`),
      plain: ({ actor }) => oneLine(actor.name) || actor.kind,
    },
    {
      title: output.text('column.action'),
      show: ({ verb }) => word(`audit.verb_${verb}`),
      plain: ({ verb }) => verb,
    },
    {
      title: output.text('column.object'),
      show: ({ object }) => oneLine(`${word(`audit.object_${object.kind}`)} ${object.key}`.trimEnd()),
      plain: ({ object }) => oneLine(`${object.kind} ${object.key}`.trimEnd()),
    },
    {
      title: output.text('column.result'),
      rank: 1,
      show: ({ result }) => word(`audit.result_${result}`),
      plain: ({ result }) => result,
      colour: ({ result }) => (result === 'done' ? null : 'yellow'),
    },
    textColumn<AuditEntry>(output, 'column.change', changeOf, 3),
    textColumn<AuditEntry>(output, 'column.reason', ({ reason }) => (reason === null ? null : oneLine(reason)), 2),
  ];
}

/** `inService: true → false`; a value without a counterpart alone. */
function changeOf({ old, new: now }: AuditEntry): string | null {
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const changes = names.map((name) => {
    const [before, after] = [old?.[name], now?.[name]];
    if (before === undefined) return `${name}: ${text(after)}`;
    return after === undefined ? `${name}: ${text(before)} →` : `${name}: ${text(before)} → ${text(after)}`;
  });
  return changes.length === 0 ? null : oneLine(changes.join(', '));
}

export const auditVerifyCommand: Command = {
  words: ['audit', 'verify'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.audit_verify',
  examples: ['smena audit verify --data /var/lib/smena', `smena audit verify ${SERVER}`],
  options: { ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    return context.withClient(async (client) => {
      const verdict = taken(context, await client.auditVerdict());
      if (output.format === 'json') output.document(verdict);
      else if (output.format === 'ndjson') output.object(verdict);
      else for (const line of verdictLines(output, verdict)) output.data(line);
      return verdict.problem === null ? exitCodes.ok : exitCodes.failed;
    });
  },
};

function verdictLines(output: Output, { problem, entries, first, last, lastHash, anchored }: AuditVerdict): string[] {
  const { language } = output;
  const anchor =
    anchored === null
      ? screenText(language, 'audit.notAnchored')
      : screenText(language, 'audit.anchored', { number: anchored.number, at: showUtc(output, anchored.at) });
  if (problem !== null) {
    const params = {
      problem: keyText(language, `audit.problem_${problem.code}`, { number: problem.number }),
      n: entries,
    };
    return [`◆ ${screenText(language, 'audit.broken', params)}`, anchor];
  }
  if (first === null || last === null) return [screenText(language, 'audit.wholeEmpty')];
  return [`✓ ${screenText(language, 'audit.whole', { first, last, n: entries })}`, `${last} ${lastHash}`, anchor];
}
