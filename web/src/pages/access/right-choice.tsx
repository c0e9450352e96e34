import type { Right } from '../../../../src/domain/access.ts';
import { useLanguage } from '../../ui/language.tsx';

type Props = { title: string; offered: readonly Right[]; picked: readonly Right[]; onPick: (rights: Right[]) => void };

/** Rights to choose from. */
export function RightChoice({ title, offered, picked, onPick }: Props) {
  const { t } = useLanguage();
  const toggle = (right: Right) =>
    onPick(picked.includes(right) ? picked.filter((one) => one !== right) : [...picked, right]);
  return (
    <fieldset>
      <legend>{title}</legend>
      {offered.map((right) => (
        <label key={right}>
          <input type="checkbox" checked={picked.includes(right)} onChange={() => toggle(right)} />
          {t(`right.${right}`)}
        </label>
      ))}
    </fieldset>
  );
}
