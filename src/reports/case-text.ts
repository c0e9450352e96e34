/** Outcomes of the checks as people read them: values with two decimals, sentences in both languages. */
import type { CheckLine, ComparedValues } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { type CheckFigure, checkFigures, type Outcome } from '../domain/shift-check.ts';
import { valuesCode } from '../messages/messages.ts';
import { bothTexts } from './report-text.ts';

export function comparedValues(figure: CheckFigure, first: number, second: number): ComparedValues {
  const difference = first - second;
  if (checkFigures[figure].unit === 'count') return { unit: 'count', first, second, difference };
  return {
    unit: 'money',
    first: formatKopecks(first),
    second: formatKopecks(second),
    difference: formatKopecks(difference),
  };
}

/** «Продажи: касса сообщила 1 500,00, по чекам 1 000,00, разница 500,00» */
export function differenceText(figure: CheckFigure, first: number, second: number): { ru: string; en: string } {
  const { check, unit } = checkFigures[figure];
  return bothTexts('case_sentence.agrees', {
    figure: `@case_figure.${figure}`,
    value: `@${valuesCode(figure, unit)}`,
    firstSource: `@case_first.${check}`,
    secondSource: `@case_second.${check}`,
    first,
    second,
    difference: first - second,
  });
}

/** A line of the tie-out; `open` = the case of the figure that stands, if any. */
export function checkLineOf(outcome: Outcome, standing: { caseId: string; accepted: boolean } | undefined): CheckLine {
  const { figure } = outcome;
  const { check } = checkFigures[figure];
  const name = bothTexts(`check.${check}`, {});
  const caseId = standing?.caseId ?? null;
  if (outcome.state === 'not_compared') {
    const text = bothTexts('case_sentence.agrees', {
      figure: `@case_figure.${figure}`,
      value: `@case_why.${outcome.why}`,
    });
    return { check, figure, state: 'not_compared', name, text, why: outcome.why, values: null, caseId };
  }
  const { first, second } = outcome;
  const state = first === second ? 'agrees' : standing?.accepted === true ? 'accepted' : 'differs';
  const text = differenceText(figure, first, second);
  return { check, figure, state, name, text, why: null, values: comparedValues(figure, first, second), caseId };
}
