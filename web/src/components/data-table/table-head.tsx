import type { HeaderGroup } from '@tanstack/react-table';
import { type KeyboardEvent, useState } from 'react';
import { useLanguage } from '../../ui/language.tsx';
import { announce } from '../frame/announcer.tsx';
import type { Column, Form } from './column.ts';
import { MarkHead } from './mark-cells.tsx';
import type { RowMarks } from './marks.ts';
import type { Features } from './model.ts';
import type { Sorting } from './sorting.ts';
import { glued } from './widths.ts';

type HeadProps<Row extends object> = {
  groups: HeaderGroup<Features, Row>[];
  columns: readonly Column<Row>[];
  sorting: Sorting;
  form: Form;
  marks: RowMarks | undefined;
  /** Leaves the headings for the rows. */
  onLeave: () => void;
};

/** Headings in one or two levels; all of them are one stop of Tab, ← and → go along them. */
export function TableHead<Row extends object>({ groups, columns, sorting, form, marks, onLeave }: HeadProps<Row>) {
  const { t } = useLanguage();
  const [stop, setStop] = useState(columns[0]?.id ?? '');
  const current = columns.some((column) => column.id === stop) ? stop : (columns[0]?.id ?? '');
  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    if (event.code === 'ArrowDown') {
      event.preventDefault();
      onLeave();
      return;
    }
    const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = columns.findIndex((column) => column.id === current);
    const next = columns[Math.max(0, Math.min(columns.length - 1, at + step))];
    if (next === undefined) return;
    setStop(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-column="${next.id}"]`)?.focus();
  };
  return (
    <thead onKeyDown={onKeyDown} data-levels={groups.length}>
      {groups.map((group, level) => (
        <tr key={group.id} aria-rowindex={level + 1}>
          {level === 0 && marks !== undefined && <MarkHead marks={marks} levels={groups.length} />}
          {group.headers.map((header) => {
            const column = columns.find((candidate) => candidate.id === header.column.id);
            if (column === undefined) {
              return header.subHeaders.length > 0 && !header.isPlaceholder && header.column.id.startsWith('group:') ? (
                <th key={header.id} scope="colgroup" colSpan={header.colSpan} className="head-cell head-group">
                  {String(header.column.columnDef.header)}
                </th>
              ) : null;
            }
            // A column of one level stands in the upper row and reaches down; its lower half is already taken.
            if (level > 0 && column.group === undefined) return null;
            const sorted = sorting.find((part) => part.id === column.id);
            const toggle = header.column.getToggleSortingHandler();
            return (
              <th
                key={header.id}
                scope="col"
                rowSpan={column.group === undefined ? groups.length : 1}
                className={headClass(column, column === columns[0])}
                aria-sort={sorted === undefined ? 'none' : sorted.desc ? 'descending' : 'ascending'}
              >
                <button
                  type="button"
                  data-column={column.id}
                  data-define={column.define}
                  tabIndex={column.id === current ? 0 : -1}
                  title={form !== 'wide' && column.narrowHeading !== undefined ? column.heading : undefined}
                  onFocus={() => setStop(column.id)}
                  onClick={(event) => {
                    toggle?.(event);
                    announce(t('table.sorted', { column: column.heading }));
                  }}
                >
                  {column.group !== undefined && <span className="unseen">{`${column.group}: `}</span>}
                  <span className={form === 'wide' ? undefined : column.narrowHeading}>{glued(column.heading)}</span>
                  {sorted !== undefined && <SortArrow desc={sorted.desc} />}
                </button>
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

function SortArrow({ desc }: { desc: boolean }) {
  return (
    <svg className="sort-arrow" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <path d={desc ? 'M5 9 1 3h8z' : 'M5 1 9 7H1z'} fill="currentColor" />
    </svg>
  );
}

function headClass(column: { kind: string; group?: string }, first: boolean): string {
  const names = ['head-cell', `cell-${column.kind}`];
  if (column.group !== undefined) names.push('head-sub');
  if (first) names.push('head-first');
  return names.join(' ');
}
