import { type FormEvent, useState } from 'react';
import { type Search, useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import { NO_FILTER } from './log-filter.ts';

type View = { name: string; search: Search };

const STORED = 'logViews';
const MOST_VIEWS = 20;

/** «Мои отборы»: filters under a name, kept at this browser; a link shares one with somebody else. */
export function LogViews() {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  const [views, setViews] = useState(readViews);
  const [naming, setNaming] = useState(false);
  const current = views.find((view) => sameFilter(view.search, search));
  const keep = (next: View[]) => {
    writeStored(STORED, JSON.stringify(next));
    setViews(next);
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    setNaming(false);
    if (name === '') return;
    keep([{ name, search: filterOf(search) }, ...views.filter((view) => view.name !== name)].slice(0, MOST_VIEWS));
  };
  const choose = (name: string) => {
    const view = views.find((one) => one.name === name);
    setSearch({ ...NO_FILTER, ...view?.search });
  };
  if (naming)
    return (
      <form className="log-text" onSubmit={save}>
        <input
          className="small-input"
          name="name"
          type="text"
          maxLength={60}
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to name the filter
          autoFocus
          aria-label={t('log.viewName')}
          autoComplete="off"
        />
        <button type="submit" className="text-button">
          {t('log.viewSave')}
        </button>
      </form>
    );
  return (
    <span className="log-text">
      {views.length > 0 && (
        <select
          className="small-input"
          aria-label={t('log.views')}
          value={current?.name ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="">{t('log.views')}</option>
          {views.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      {current === undefined ? (
        <button type="button" className="text-button" onClick={() => setNaming(true)}>
          {t('log.viewKeep')}
        </button>
      ) : (
        <button
          type="button"
          className="text-button"
          onClick={() => keep(views.filter((view) => view.name !== current.name))}
        >
          {t('log.viewForget')}
        </button>
      )}
    </span>
  );
}

const KEYS = Object.keys(NO_FILTER) as (keyof typeof NO_FILTER)[];

function filterOf(search: Search): Search {
  const filled = KEYS.flatMap((key) => (search[key] === undefined ? [] : [[key, search[key]] as const]));
  return Object.fromEntries(filled);
}

function sameFilter(a: Search, b: Search): boolean {
  return KEYS.every((key) => a[key] === b[key]);
}

/** What was kept; what somebody else has written there counts for nothing. */
function readViews(): View[] {
  const text = readStored(STORED);
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isView).slice(0, MOST_VIEWS) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function isView(value: unknown): value is View {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('search' in value)) return false;
  return typeof value.name === 'string' && typeof value.search === 'object' && value.search !== null;
}
