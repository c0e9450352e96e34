import { Button } from '@mantine/core';
import { IconFilterPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { type Search, useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { Dialog } from './dialog.tsx';
import { useShortcut } from './keyboard/shortcuts.ts';
import './filters.css';

/** One thing that a list can be narrowed by; its value stands in the address under `key`. */
export type FilterField = {
  key: keyof Search;
  label: string;
  /** The values that it takes; without them a text is typed. */
  choices?: readonly { value: string; label: string }[];
  /** Texts that are proposed while one is typed. */
  proposals?: readonly string[];
  /** The chip in other words than «label: value». */
  chip?: (value: string) => string;
  /** Keys that make no sense without it and go with it. */
  takesAlong?: readonly (keyof Search)[];
  /** It comes by a link and is only taken off here. */
  onlyOff?: boolean;
};

/** Filters as chips in one line (UX §7.3); F adds one. `reset` = whether «Сбросить отбор» stands here. */
export function Filters({ fields, reset = true }: { fields: readonly FilterField[]; reset?: boolean }) {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  const [adding, setAdding] = useState(false);
  const set = fields.filter(({ key }) => search[key] !== undefined);
  const free = fields.filter(({ key, onlyOff }) => search[key] === undefined && onlyOff !== true);
  const open = () => {
    if (free.length === 0) return false;
    setAdding(true);
    return true;
  };
  useShortcut({ keys: 'KeyF', label: t('filters.add'), run: open });
  const off = (all: readonly FilterField[]) =>
    setSearch(
      Object.fromEntries(
        all.flatMap(({ key, takesAlong = [] }) => [key, ...takesAlong]).map((key) => [key, undefined]),
      ),
    );
  return (
    <span className="filters">
      {set.map((field) => (
        <button key={field.key} type="button" className="chip" onClick={() => off([field])}>
          {chipText(field, search[field.key] ?? '')}
          <IconX size={14} aria-hidden="true" />
          <span className="unseen">{t('filters.takeOff')}</span>
        </button>
      ))}
      <button type="button" className="chip" disabled={free.length === 0} onClick={open} title={t('filters.key')}>
        <IconFilterPlus size={16} aria-hidden="true" />
        {t('filters.add')}
      </button>
      {reset && set.length > 0 && (
        <button type="button" className="text-button" onClick={() => off(set)}>
          {t('filters.reset')}
        </button>
      )}
      {adding && (
        <AddFilter
          fields={free}
          onClose={() => setAdding(false)}
          onAdd={(key, value) => {
            setAdding(false);
            setSearch({ [key]: value });
          }}
        />
      )}
    </span>
  );
}

function chipText({ label, choices, chip }: FilterField, value: string): string {
  if (chip !== undefined) return chip(value);
  return `${label}: ${choices?.find((choice) => choice.value === value)?.label ?? value}`;
}

type AddFilterProps = {
  fields: readonly FilterField[];
  onAdd: (key: keyof Search, value: string) => void;
  onClose: () => void;
};

/** What to narrow by, and to what. */
function AddFilter({ fields, onAdd, onClose }: AddFilterProps) {
  const { t } = useLanguage();
  const [list, valueId] = [useId(), useId()];
  const [key, setKey] = useState(fields[0]?.key);
  const field = fields.find((one) => one.key === key);
  const [value, setValue] = useState('');
  const first = useRef<HTMLSelectElement>(null);
  // The window takes the focus to its first button; what is asked for first is what to narrow by.
  useEffect(() => first.current?.focus(), []);
  const chosen = field?.choices === undefined ? value.trim() : value || (field.choices[0]?.value ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key !== undefined && chosen !== '') onAdd(key, chosen);
  };
  return (
    <Dialog title={t('filters.add')} onClose={onClose}>
      <form className="form-groups" onSubmit={submit}>
        <label className="form-line">
          {t('filters.by')}
          <select
            ref={first}
            value={key}
            onChange={(event) => {
              setKey(event.currentTarget.value as keyof Search);
              setValue('');
            }}
          >
            {fields.map((one) => (
              <option key={one.key} value={one.key}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <span className="form-line">
          <label htmlFor={valueId}>{t('filters.value')}</label>
          {field?.choices === undefined ? (
            <input
              id={valueId}
              type="text"
              autoComplete="off"
              list={list}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          ) : (
            <select id={valueId} value={chosen} onChange={(event) => setValue(event.currentTarget.value)}>
              {field.choices.map((choice) => (
                <option key={choice.value} value={choice.value}>
                  {choice.label}
                </option>
              ))}
            </select>
          )}
        </span>
        <datalist id={list}>
          {field?.proposals?.map((proposal) => (
            <option key={proposal} value={proposal} />
          ))}
        </datalist>
        <div className="form-verbs">
          <Button type="submit" size="sm" disabled={chosen === ''}>
            {t('filters.take')}
          </Button>
          <Button size="sm" variant="default" onClick={onClose}>
            {t('filters.leave')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
