import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { count } from '../../format/format.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { DefinitionsButton } from '../definitions/definitions-button.tsx';
import type { FigureName } from '../definitions/figures.ts';
import { announce } from '../frame/announcer.tsx';
import { useShortcut } from '../keyboard/shortcuts.ts';

type BarProps = {
  before: ReactNode;
  /** Figures of the table that are explained. */
  figures: readonly FigureName[];
  searchedByServer: boolean;
  summary: string;
  /** Rows shown, of all. */
  shown: number;
  total: number;
  /** First and last row on the screen, from 0. */
  first: number;
  last: number;
  /** In the place of the counts when rows are marked. */
  marks: ReactNode;
  isMarked: boolean;
  waiting: number;
  onShowWaiting: () => void;
  /** Esc and ↓ in the search lead back to the rows. */
  onLeaveSearch: () => void;
};

/** The line above the rows: quick filters, counts of the list, new rows that wait, place, search. */
export function TableBar(props: BarProps) {
  const { t, language } = useLanguage();
  const [search] = useSearchState();
  const number = (value: number) => count(language, value);
  const searched = search.q !== undefined && !props.searchedByServer;
  return (
    <div className={props.isMarked ? 'table-bar table-bar-marked' : 'table-bar'}>
      {props.before}
      {!props.isMarked && (
        <p className="table-summary">
          {searched ? t('table.found', { found: number(props.shown), total: number(props.total) }) : props.summary}
        </p>
      )}
      {props.marks}
      {props.waiting > 0 && (
        <button type="button" className="text-button" onClick={props.onShowWaiting}>
          {t('table.showNew', { n: number(props.waiting) })}
        </button>
      )}
      <span className="table-place">
        {props.shown > props.last - props.first + 1 &&
          t('table.place', {
            first: number(props.first + 1),
            last: number(Math.min(props.last + 1, props.shown)),
            total: number(props.shown),
          })}
      </span>
      {props.figures.length > 0 && <DefinitionsButton figures={props.figures} />}
      <SearchField shown={props.shown} onLeave={props.onLeaveSearch} />
    </div>
  );
}

const TYPING_MS = 200;

function SearchField({ shown, onLeave }: { shown: number; onLeave: () => void }) {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  const inAddress = search.q ?? '';
  const [text, setText] = useState(inAddress);
  const [known, setKnown] = useState(inAddress);
  const field = useRef<HTMLInputElement>(null);
  if (known !== inAddress) {
    setKnown(inAddress);
    if (document.activeElement !== field.current) setText(inAddress);
  }
  useEffect(() => {
    if (text === inAddress) return;
    const timer = window.setTimeout(() => setSearch({ q: text === '' ? undefined : text }), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [text, inAddress, setSearch]);
  useEffect(() => {
    if (inAddress !== '') announce(t('table.foundRows', { n: shown }));
  }, [inAddress, shown, t]);

  // The second Ctrl+F is the browser's own.
  const focus = () => {
    if (document.activeElement === field.current) return false;
    field.current?.focus();
    field.current?.select();
    return true;
  };
  useShortcut({ keys: 'Slash', label: t('table.search'), run: focus });
  useShortcut({ keys: 'Control+KeyF', label: t('table.search'), run: focus });

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.code === 'Escape') {
      event.preventDefault();
      setText('');
      setSearch({ q: undefined });
      onLeave();
    } else if (event.code === 'ArrowDown' || event.code === 'Enter') {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <span className="table-search">
      <IconSearch size={15} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        value={text}
        placeholder={t('table.search')}
        aria-label={t('table.search')}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
