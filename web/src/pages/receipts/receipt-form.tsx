import { Button } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { documentClasses } from '../../../../contracts/web-api.ts';
import type { Search } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { keyText } from '../../ui/texts.ts';
import { type Asked, type FieldName, fields, plainSum, problemOf } from './asked.ts';
import './receipt-form.css';

/** What is known of a receipt; Enter finds it. */
export function ReceiptForm({ asked, onFind }: { asked: Asked; onFind: (fields: Search) => void }) {
  const { t, language } = useLanguage();
  const [typed, setTyped] = useState<Partial<Record<FieldName, string>>>(() =>
    Object.fromEntries(fields.map((name) => [name, asked[name] ?? ''])),
  );
  const [wrong, setWrong] = useState<FieldName | null>(null);
  const find = (event: FormEvent) => {
    event.preventDefault();
    const found = Object.fromEntries(fields.map((name) => [name, fieldValue(name, typed[name] ?? '')]));
    const bad = fields.find((name) => found[name] !== undefined && problemOf(name, found[name] ?? '') !== null) ?? null;
    setWrong(bad);
    if (bad === null) onFind({ ...found, shift: asked.shift } as Search);
  };
  const problem = wrong === null ? null : problemOf(wrong, fieldValue(wrong, typed[wrong] ?? '') ?? '');
  return (
    <form className="receipt-form" onSubmit={find} aria-label={t('receipts.title')}>
      {fields.map((name) => (
        <Field
          key={name}
          name={name}
          label={keyText(language, `filter.${name}`)}
          value={typed[name] ?? ''}
          wrong={wrong === name}
          onChange={(value) => setTyped({ ...typed, [name]: value })}
        />
      ))}
      <span className="receipt-form-actions">
        <Button type="submit" size="compact-sm">
          {t('receipts.find')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => onFind(Object.fromEntries([...fields, 'shift'].map((name) => [name, undefined])) as Search)}
        >
          {t('receipts.reset')}
        </Button>
      </span>
      {wrong !== null && problem !== null && (
        <p className="receipt-form-problem" role="alert">
          {problem === 'sum'
            ? t('receipts.badSum')
            : t('receipts.badNumber', { field: keyText(language, `filter.${wrong}`) })}
        </p>
      )}
    </form>
  );
}

function fieldValue(name: FieldName, text: string): string | undefined {
  const value = name === 'sum' || name === 'within' ? plainSum(text) : text.trim();
  return value === '' ? undefined : value;
}

type FieldProps = {
  name: FieldName;
  label: string;
  value: string;
  wrong: boolean;
  onChange: (value: string) => void;
};

function Field({ name, label, value, wrong, onChange }: FieldProps) {
  const { t, language } = useLanguage();
  const id = useId();
  return (
    <span className="receipt-field" data-field={name}>
      <label htmlFor={id}>{label}</label>
      {name === 'kind' ? (
        <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{t('receipts.any')}</option>
          {documentClasses.map((kind) => (
            <option key={kind} value={kind}>
              {keyText(language, `word.${kind === 'other' ? 'otherDocument' : kind}`)}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          value={value}
          aria-invalid={wrong}
          inputMode={name === 'sum' || name === 'within' ? 'decimal' : undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </span>
  );
}
