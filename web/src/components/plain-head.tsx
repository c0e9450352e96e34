import type { ReactNode } from 'react';
import { withZone } from '../format/zones.ts';
import { type ScreenText, useLanguage } from '../ui/language.tsx';

type PlainHeadProps = {
  headings: readonly ScreenText[];
  /** Those that stand over numbers. */
  numbers?: readonly ScreenText[];
  /** Stands before them, in a cell of its own. */
  first?: ReactNode;
  /** Which of them are of times, and by whose clock; without a zone it is that of this browser. */
  times?: { of: readonly ScreenText[]; zone: string | undefined } | undefined;
};

/** The headings of a small table. */
export function PlainHead({ headings, numbers = [], first, times }: PlainHeadProps) {
  const { t } = useLanguage();
  return (
    <thead>
      <tr>
        {first !== undefined && <th scope="col">{first}</th>}
        {headings.map((heading) => (
          <th key={heading} scope="col" className={numbers.includes(heading) ? 'cell-number' : undefined}>
            {times?.of.includes(heading) === true ? withZone(t(heading), times.zone) : t(heading)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
