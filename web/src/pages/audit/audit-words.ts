/** Entries in words. */
import type { AuditEntry } from '../../../../contracts/web-api.ts';
import type { Translate } from '../../ui/language.tsx';

/** Who it was; anybody who gave no name is called so. */
export function whoText({ actor }: AuditEntry, t: Translate): string {
  if (actor.name !== '') return actor.name;
  return actor.kind === 'anybody' ? t('audit.nobody') : t(`audit.actor_${actor.kind}`);
}

/** `касса 12/3`. */
export function objectText({ object }: AuditEntry, t: Translate): string {
  return `${t(`audit.object_${object.kind}`)} ${object.key}`.trimEnd();
}

export type ChangedField = { name: string; old: string | null; now: string | null };

/** Each field that an entry names, before and after; null = it was not there. */
export function changedFields({ old, new: now }: AuditEntry): ChangedField[] {
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
  return names.map((name) => ({ name, old: valueText(old?.[name]), now: valueText(now?.[name]) }));
}

function valueText(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `inService: true → false, …` in one line. */
export function changeText(entry: AuditEntry): string {
  return changedFields(entry)
    .map(({ name, old, now }) => {
      if (old === null) return `${name}: ${now}`;
      return `${name}: ${old} → ${now ?? ''}`.trimEnd();
    })
    .join(', ');
}
