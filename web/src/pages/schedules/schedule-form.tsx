import { Button } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { Schedule, SlotRule } from '../../../../contracts/web-api.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { ruleText, scopeName } from './schedule-words.ts';
import { ScopeFields, type WantedScope } from './scope-fields.tsx';
import { readRule, type TypedRule, typedRule } from './wanted-rule.ts';

export type WantedSchedule = { scope: WantedScope; rule: SlotRule };

type FormProps = {
  /** The schedule that is changed; undefined = a new one. */
  schedule: Schedule | undefined;
  onSave: (wanted: WantedSchedule) => void;
  onCancel: () => void;
};

/** A new schedule, or other times of one that is there. */
export function ScheduleForm({ schedule, onSave, onCancel }: FormProps) {
  const { t } = useLanguage();
  const [scope, setScope] = useState<WantedScope>({ kind: 'server', groupCode: '', shopCode: '', registerCode: '' });
  const [typed, setTyped] = useState(() => typedRule(schedule?.rule));
  const [tried, setTried] = useState(false);
  const { rule, fault } = readRule(typed);
  const scopeIsWhole = schedule !== undefined || isWhole(scope);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault === null && scopeIsWhole) onSave({ scope, rule });
  };
  const title =
    schedule === undefined
      ? t('schedules.formNew')
      : t('schedules.formChange', { name: `${scopeName(t, schedule)}, ${ruleText(t, schedule.rule)}` });
  return (
    <Dialog title={title} onClose={onCancel}>
      <form className="form-groups schedule-form" onSubmit={submit} noValidate>
        {schedule === undefined && <ScopeFields scope={scope} onChange={setScope} />}
        {tried && !scopeIsWhole && <p role="alert">{t('schedules.wrong.scope')}</p>}
        <RuleFields typed={typed} onChange={(change) => setTyped({ ...typed, ...change })} />
        {tried && fault !== null && <p role="alert">{t(`schedules.wrong.${fault}`)}</p>}
        <div className="dialog-answers">
          <Button type="submit">{t(schedule === undefined ? 'schedules.save' : 'schedules.saveChange')}</Button>
          <Button variant="default" onClick={onCancel}>
            {t('schedules.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function isWhole({ kind, groupCode, shopCode, registerCode }: WantedScope): boolean {
  if (kind === 'group') return groupCode !== '';
  if (kind === 'shop') return shopCode !== '';
  return kind === 'server' || (shopCode !== '' && registerCode !== '');
}

const kinds = [
  ['every', 'schedules.kindEvery'],
  ['daily', 'schedules.kindDaily'],
] as const;

function RuleFields({ typed, onChange }: { typed: TypedRule; onChange: (change: Partial<TypedRule>) => void }) {
  const { t } = useLanguage();
  const name = useId();
  const field = (key: 'minutes' | 'from' | 'to' | 'times', label: string, wide = false) => (
    <label>
      <span className="secondary">{label}</span>
      <input
        type="text"
        className={wide ? 'schedule-times' : 'schedule-time'}
        autoComplete="off"
        inputMode={wide ? undefined : 'numeric'}
        value={typed[key]}
        onChange={(event) => onChange({ [key]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <fieldset>
      <legend>{t('schedules.fieldWhen')}</legend>
      {kinds.map(([kind, text]) => (
        <label key={kind}>
          <input type="radio" name={name} checked={typed.kind === kind} onChange={() => onChange({ kind })} />
          {t(text)}
        </label>
      ))}
      <div className="schedule-row">
        {typed.kind === 'every' ? (
          <>
            {field('minutes', t('schedules.minutes'))}
            {field('from', t('schedules.from'))}
            {field('to', t('schedules.to'))}
          </>
        ) : (
          field('times', t('schedules.times'), true)
        )}
      </div>
    </fieldset>
  );
}
