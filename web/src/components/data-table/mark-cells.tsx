import { type MouseEvent, useEffect, useRef } from 'react';
import { useLanguage } from '../../ui/language.tsx';
import type { RowMarks } from './marks.ts';

/** Width in pixels of the column of boxes; the whole cell is the target. */
export const MARK_WIDTH = 28;

/** The box in the heading: all rows of the filter. */
export function MarkHead({ marks, levels }: { marks: RowMarks; levels: number }) {
  const { t } = useLanguage();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = marks.some && !marks.all;
  });
  return (
    <th scope="col" rowSpan={levels} className="head-cell head-first cell-box">
      <label>
        <input
          ref={box}
          type="checkbox"
          checked={marks.all}
          aria-label={t('table.markAll')}
          title={t('table.markAll')}
          onChange={marks.toggleAll}
        />
      </label>
    </th>
  );
}

/** The box of a row. The row has the focus, so the box is no stop of Tab; the key is Space. */
export function MarkCell({ name, checked, onBox }: { name: string; checked: boolean; onBox: BoxHandler }) {
  return (
    <td className="cell-box">
      <label>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={checked}
          aria-label={name}
          readOnly
          onClick={(event) => {
            event.stopPropagation();
            onBox(event);
          }}
        />
      </label>
    </td>
  );
}

type BoxHandler = (event: MouseEvent) => void;
