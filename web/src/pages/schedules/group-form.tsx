import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Shop, ShopGroup } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { shopName } from '../names.ts';

export type WantedGroup = { groupCode: string; name: string; shopCodes: string[] };

type FormProps = {
  /** The group that is changed; undefined = a new one. */
  group: ShopGroup | undefined;
  groups: readonly ShopGroup[];
  onSave: (wanted: WantedGroup) => void;
  onCancel: () => void;
};

/** Code, name and shops of a group. A shop that another group has moves to this one. */
export function GroupForm({ group, groups, onSave, onCancel }: FormProps) {
  const { t } = useLanguage();
  const [code, setCode] = useState(group?.groupCode ?? '');
  const [name, setName] = useState(group?.name ?? '');
  const [picked, setPicked] = useState<ReadonlySet<string>>(() => new Set(group?.shopCodes));
  const [tried, setTried] = useState(false);
  const fits = group !== undefined || /^[\p{L}\d_-]{1,32}$/u.test(code.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const groupCode = group?.groupCode ?? code.trim();
    if (fits) onSave({ groupCode, name: name.trim() === '' ? groupCode : name.trim(), shopCodes: [...picked] });
  };
  const title = group === undefined ? t('groups.formNew') : t('groups.formChange', { code: group.groupCode });
  return (
    <Dialog title={title} onClose={onCancel}>
      <form className="form-groups schedule-form" onSubmit={submit} noValidate>
        <div className="schedule-row">
          {group === undefined && <TextInput label={t('groups.code')} value={code} most={32} onTake={setCode} />}
          <TextInput label={t('groups.name')} value={name} most={200} onTake={setName} />
        </div>
        {tried && !fits && <p role="alert">{t('groups.wrong.code')}</p>}
        <ShopPicker picked={picked} onPick={setPicked} own={group?.groupCode} groups={groups} />
        <div className="dialog-answers">
          <Button type="submit">{t('groups.save')}</Button>
          <Button variant="default" onClick={onCancel}>
            {t('groups.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type TextProps = { label: string; value: string; most: number; onTake: (text: string) => void };

function TextInput({ label, value, most, onTake }: TextProps) {
  return (
    <label>
      <span className="secondary">{label}</span>
      <input
        type="text"
        className="schedule-times"
        autoComplete="off"
        maxLength={most}
        value={value}
        onChange={(event) => onTake(event.currentTarget.value)}
      />
    </label>
  );
}

type PickerProps = {
  picked: ReadonlySet<string>;
  onPick: (picked: ReadonlySet<string>) => void;
  own: string | undefined;
  groups: readonly ShopGroup[];
};

function ShopPicker({ picked, onPick, own, groups }: PickerProps) {
  const { t } = useLanguage();
  const shops = useQuery(queries.shops()).data?.shops ?? [];
  const [wanted, setWanted] = useState('');
  const nameOf = ({ shopCode, name }: Shop) => shopName(t, shopCode, name);
  const found = shops.filter((shop) => nameOf(shop).toLowerCase().includes(wanted.trim().toLowerCase()));
  const elsewhere = new Map(
    groups
      .filter(({ groupCode }) => groupCode !== own)
      .flatMap(({ groupCode, shopCodes }) => shopCodes.map((code) => [code, groupCode] as const)),
  );
  const toggle = (shopCode: string) => {
    const next = new Set(picked);
    if (!next.delete(shopCode)) next.add(shopCode);
    onPick(next);
  };
  return (
    <fieldset>
      <legend>{t('groups.pick')}</legend>
      <TextInput label={t('groups.find')} value={wanted} most={100} onTake={setWanted} />
      <div className="group-shops">
        {found.map((shop) => (
          <label key={shop.shopCode}>
            <input type="checkbox" checked={picked.has(shop.shopCode)} onChange={() => toggle(shop.shopCode)} />
            {nameOf(shop)}
            {elsewhere.has(shop.shopCode) && (
              <span className="secondary">{t('groups.other', { code: elsewhere.get(shop.shopCode) ?? '' })}</span>
            )}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
