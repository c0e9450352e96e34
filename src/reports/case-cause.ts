/** What may be behind a difference: facts of its shift that explain it, the likeliest first. */
import { type CheckFigure, checkFigures } from '../domain/shift-check.ts';
import { bothTexts } from './report-text.ts';

/** Facts of the shift of a case; flags are 0 or 1. */
export type CauseFacts = {
  missing: number;
  set_aside: number;
  conflicts: number;
  unmapped: number;
  /** Another figure of the shift that is off by as much. */
  same_figure: string | null;
  /** 1 = an earlier shift has reported its drawer. */
  drawer_known: number;
};

/** The cause as a sentence; null when nothing points to one. */
export function causeOf(figure: CheckFigure, facts: CauseFacts): { ru: string; en: string } | null {
  const { check } = checkFigures[figure];
  if (check === 'C1' || check === 'C2') return bothTexts('case_cause.register', {});
  if (check === 'C4' || check === 'ERP') return null;
  if (facts.missing > 0) return bothTexts('case_cause.missing', { n: facts.missing });
  if (facts.set_aside > 0) return bothTexts('case_cause.set_aside', { n: facts.set_aside });
  if (facts.conflicts > 0) return bothTexts('case_cause.conflict', { n: facts.conflicts });
  if (facts.unmapped > 0) return bothTexts('case_cause.unmapped', {});
  if (facts.same_figure !== null && figure !== 'saleSum')
    return bothTexts('case_cause.same_amount', { figure: `@case_figure.${facts.same_figure}` });
  if (check === 'C6' && facts.drawer_known === 0) return bothTexts('case_cause.drawer_start', {});
  return null;
}
