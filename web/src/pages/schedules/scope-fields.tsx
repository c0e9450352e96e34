import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { queries } from '../../api/queries.ts';
import { useLanguage } from '../../ui/language.tsx';
import { registerName, shopName } from '../names.ts';

export type WantedScope = {
  kind: 'server' | 'group' | 'shop' | 'register';
  groupCode: string;
  shopCode: string;
  registerCode: string;
};

const kinds = [
  ['server', 'schedules.ofServer'],
  ['group', 'schedules.ofGroup'],
  ['shop', 'schedules.ofShop'],
  ['register', 'schedules.ofRegister'],
] as const;

/** Whom a new schedule is about. */
export function ScopeFields({ scope, onChange }: { scope: WantedScope; onChange: (scope: WantedScope) => void }) {
  const { t } = useLanguage();
  const name = useId();
  const groups = useQuery(queries.groups()).data?.groups ?? [];
  const shops = useQuery(queries.shops()).data?.shops ?? [];
  const ofRegister = scope.kind === 'register';
  const wantsRegisters = ofRegister && scope.shopCode !== '';
  const registers = useQuery({ ...queries.registers(scope.shopCode), enabled: wantsRegisters }).data?.registers ?? [];
  return (
    <fieldset>
      <legend>{t('schedules.fieldScope')}</legend>
      {kinds.map(([kind, text]) => (
        <label key={kind}>
          <input
            type="radio"
            name={name}
            checked={scope.kind === kind}
            disabled={kind === 'group' && groups.length === 0}
            onChange={() => onChange({ ...scope, kind })}
          />
          {t(text)}
        </label>
      ))}
      <div className="schedule-row">
        {scope.kind === 'group' && (
          <Choice
            label={t('schedules.chooseGroup')}
            value={scope.groupCode}
            options={groups.map((group) => [group.groupCode, `${group.groupCode} · ${group.name}`])}
            onTake={(groupCode) => onChange({ ...scope, groupCode })}
          />
        )}
        {(scope.kind === 'shop' || ofRegister) && (
          <Choice
            label={t('schedules.chooseShop')}
            value={scope.shopCode}
            options={shops.map((shop) => [shop.shopCode, shopName(t, shop.shopCode, shop.name)])}
            onTake={(shopCode) => onChange({ ...scope, shopCode, registerCode: '' })}
          />
        )}
        {wantsRegisters && (
          <Choice
            label={t('schedules.chooseRegister')}
            value={scope.registerCode}
            options={registers.map((one) => [one.registerCode, registerName(t, one.registerCode, one.name)])}
            onTake={(registerCode) => onChange({ ...scope, registerCode })}
          />
        )}
      </div>
    </fieldset>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  options: readonly (readonly [code: string, text: string])[];
  onTake: (code: string) => void;
};

function Choice({ label, value, options, onTake }: ChoiceProps) {
  const { t } = useLanguage();
  const id = useId();
  return (
    <span className="form-choice">
      <label className="secondary" htmlFor={id}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onTake(event.currentTarget.value)}>
        <option value="">{t('schedules.choose')}</option>
        {options.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}
