import type { SlotRule } from '../../../../contracts/web-api.ts';
import { type SlotRuleFault, slotRuleFault } from '../../../../src/domain/time-slots.ts';
import { readTime } from '../sales/wanted-load.ts';

/** What was typed of a rule, as text. */
export type TypedRule = { kind: SlotRule['kind']; minutes: string; from: string; to: string; times: string };

/** A rule as it is typed; without one what a shop usually wants. */
export function typedRule(rule: SlotRule | undefined): TypedRule {
  const usual: TypedRule = { kind: 'every', minutes: '60', from: '08:00', to: '22:00', times: '09:00, 21:00' };
  if (rule === undefined) return usual;
  if (rule.kind === 'daily') return { ...usual, kind: 'daily', times: rule.times.join(', ') };
  return { ...usual, kind: 'every', minutes: String(rule.minutes), from: rule.from, to: rule.to };
}

/** The rule that was meant, or what is wrong with it. Times are understood as people type them: `8:30`, `0830`. */
export function readRule(typed: TypedRule): { rule: SlotRule; fault: SlotRuleFault | null } {
  const rule = ruleOf(typed);
  return { rule, fault: slotRuleFault(rule) };
}

function ruleOf({ kind, minutes, from, to, times }: TypedRule): SlotRule {
  if (kind === 'daily') {
    const written = times.split(/[,;\s]+/).filter((time) => time !== '');
    return { kind, times: written.map((time) => readTime(time) ?? time) };
  }
  const count = /^\d{1,5}$/.test(minutes.trim()) ? Number(minutes.trim()) : 0;
  return { kind, minutes: count, from: readTime(from) ?? from, to: readTime(to) ?? to };
}
