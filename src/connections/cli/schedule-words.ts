/** How schedules are told to people: whom they are about, when they run, what a run brought. */
import type { Schedule, ScheduleRunRow, SlotRule } from '../../../contracts/web-api.ts';
import type { Output } from './output.ts';
import { countColumn, showTime, showUtc, textColumn } from './show.ts';
import type { Colour, Column } from './table.ts';

/** «магазин 12, касса 3»; for programs `12/3`, `12`, `@group`, `*`. */
export function showScope(output: Output, { groupCode, shopCode, registerCode }: Schedule): string {
  if (groupCode !== null) return output.text('schedule.scope_group', { groupCode });
  if (shopCode === null) return output.text('schedule.scope_server');
  if (registerCode === null) return output.text('schedule.scope_shop', { shopCode });
  return output.text('schedule.scope_register', { shopCode, registerCode });
}

function plainScope({ groupCode, shopCode, registerCode }: Schedule): string {
  if (groupCode !== null) return `@${groupCode}`;
  return [shopCode ?? '*', registerCode].filter((code) => code !== null).join('/');
}

export function showRule(output: Output, rule: SlotRule): string {
  if (rule.kind === 'daily') return output.text('schedule.rule_daily', { times: rule.times.join(', ') });
  const { minutes, from, to } = rule;
  return output.text('schedule.rule_every', { minutes, from, to });
}

function plainRule(rule: SlotRule): string {
  return rule.kind === 'daily' ? `daily ${rule.times.join(',')}` : `every ${rule.minutes} ${rule.from}..${rule.to}`;
}

/** A state is a mark and a word: paused, about nobody, not run yet, or how the last run went. */
function stateOf(output: Output, row: Schedule): { mark: string; word: string; plain: string; colour: Colour | null } {
  const say = (
    plain: 'paused' | 'nobody' | 'never' | 'late' | 'failed' | 'no_way' | 'fine',
    mark: string,
    colour: Colour | null,
  ) => ({
    mark,
    word: output.text(`schedule.state_${plain}`),
    plain,
    colour,
  });
  if (row.paused) return say('paused', '‖', null);
  if (row.registers === 0) return say('nobody', '▲', 'yellow');
  if (row.lastRun === null) return say('never', '○', null);
  const { failed, refused, noWay } = row.lastRun;
  if (failed + refused - noWay > 0) return say('failed', '◆', 'red');
  if (noWay > 0) return say('no_way', '▲', 'yellow');
  return row.lastRun.outcome === 'caught_up' ? say('late', '▲', 'yellow') : say('fine', '✓', 'green');
}

export function scheduleColumns(output: Output): Column<Schedule>[] {
  return [
    countColumn(output, 'column.number', (row) => row.scheduleId, 0),
    { title: output.text('column.scope'), show: (row) => showScope(output, row), plain: plainScope },
    {
      title: output.text('column.rule'),
      show: (row) => showRule(output, row.rule),
      plain: (row) => plainRule(row.rule),
    },
    {
      title: output.text('column.state'),
      show: (row) => `${stateOf(output, row).mark} ${stateOf(output, row).word}`,
      plain: (row) => stateOf(output, row).plain,
      colour: (row) => stateOf(output, row).colour,
    },
    countColumn(output, 'column.registers', (row) => row.registers, 3),
    {
      title: output.text('column.next_run'),
      show: (row) => (row.next === null ? '—' : `${showTime(output, row.next.slot)} ${row.next.timeZone}`),
      plain: (row) => row.next?.at ?? '',
      rank: 1,
    },
    {
      title: output.text('column.last_run'),
      show: (row) => (row.lastRun === null ? output.text('schedule.never') : showUtc(output, row.lastRun.ranAt)),
      plain: (row) => row.lastRun?.ranAt ?? '',
      rank: 2,
    },
    {
      title: output.text('column.result'),
      show: (row) => (row.lastRun === null ? '—' : showResult(output, row.lastRun)),
      plain: (row) => (row.lastRun === null ? '' : plainResult(row.lastRun)),
      rank: 2,
    },
    textColumn(output, 'column.author', (row) => row.author, 4),
  ];
}

function showResult(output: Output, run: ScheduleRunRow): string {
  const { requested, loaded, empty, failed, refused, noWay, underWay } = run;
  const counts = { requested, loaded: loaded + empty, failed: failed + refused - noWay, noWay, underWay };
  return output.text('schedule.result', counts);
}

function plainResult({ requested, loaded, empty, failed, refused, noWay, underWay }: ScheduleRunRow): string {
  return `${requested} ${loaded + empty} ${failed + refused - noWay} ${noWay} ${underWay}`;
}

export function runColumns(output: Output): Column<ScheduleRunRow>[] {
  return [
    countColumn(output, 'column.number', (row) => row.runId, 0),
    {
      title: output.text('column.slot'),
      show: (row) => `${showTime(output, row.slot)} ${row.timeZone}`,
      plain: (row) => row.slot,
    },
    { title: output.text('column.ran'), show: (row) => showUtc(output, row.ranAt), plain: (row) => row.ranAt, rank: 2 },
    {
      title: output.text('column.state'),
      show: (row) => output.text(`schedule_outcome.${row.outcome}`, { missed: row.missed }),
      plain: (row) => row.outcome,
      colour: (row) => (row.outcome === 'caught_up' ? 'yellow' : null),
    },
    countColumn(output, 'column.registers', (row) => row.registers, 3),
    { title: output.text('column.result'), show: (row) => showResult(output, row), plain: plainResult, rank: 1 },
    textColumn(output, 'column.author', (row) => row.author, 4),
  ];
}
