/** Wrong settings as lines for people. */
import type { ConfigProblem } from '../../config.ts';
import type { Output } from './output.ts';
import { oneLine } from './table.ts';

/** A heading and a line for each problem: the setting, where it was written, what to write instead. */
export function problemLines(output: Output, problems: readonly ConfigProblem[]): string[] {
  const lines = problems.map(({ setting, source, text }) => {
    const place = setting === source ? setting : `${setting} (${source})`;
    return oneLine(`  ${place}: ${text[output.language]}`);
  });
  return [output.text('config.wrong', { n: problems.length }), ...lines];
}
