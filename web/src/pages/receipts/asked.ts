import type { Search } from '../../routes/search.ts';

/** Fields of the search in the order of the form; the rest of it is place and period. */
export const fields = [
  'number',
  'sum',
  'within',
  'kind',
  'payment',
  'card',
  'item',
  'department',
  'cashier',
  'fiscal',
  'identifier',
] as const;
export type FieldName = (typeof fields)[number];

/** Fields that hold nothing but digits. */
export const digits: ReadonlySet<FieldName> = new Set(['number', 'payment', 'card']);

/** The question as text, as it stands in the address. */
export type Asked = Partial<Record<FieldName | 'shop' | 'register' | 'shift' | 'from' | 'to', string>>;

/** What the address asks; nothing that the server would refuse as no form of it. */
export function readForm(search: Search): Asked {
  const asked: Asked = {};
  for (const name of [...fields, 'shop', 'register', 'shift', 'from', 'to'] as const) {
    const value = search[name];
    if (value !== undefined && (name === 'shop' || problemOf(name, value) === null)) asked[name] = value;
  }
  return asked;
}

/** Why a field is no question; null = it is one. */
export function problemOf(name: string, value: string): 'digits' | 'sum' | null {
  if (digits.has(name as FieldName)) return /^\d{1,19}$/.test(value) ? null : 'digits';
  if (name === 'sum' || name === 'within') return /^-?\d{1,13}([.,]\d{1,2})?$/.test(plainSum(value)) ? null : 'sum';
  return null;
}

/** A sum as people paste it, without blanks. */
export function plainSum(text: string): string {
  return text.replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
}
