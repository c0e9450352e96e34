import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';

type DisclosureProps = {
  level: 1 | 2;
  /** undefined = there is nothing to open. */
  open: boolean | undefined;
  onToggle: () => void;
  label: string;
};

/** The heading of a row that opens into further rows: a button with the state in its shape and in words for readers. */
export function DisclosureRow({ level, open, onToggle, label }: DisclosureProps) {
  return (
    <th scope="row" className={`days-row-name days-level-${level}`}>
      {open === undefined ? (
        <span className="days-closed">{label}</span>
      ) : (
        <button type="button" data-row className="days-toggle" aria-expanded={open} onClick={onToggle}>
          {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          {label}
        </button>
      )}
    </th>
  );
}
