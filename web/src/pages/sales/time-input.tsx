import { useState } from 'react';
import { useLanguage } from '../../ui/language.tsx';
import { readTime } from './wanted-load.ts';

/** A time of day as people type it; taken when the field is left or with Enter. */
export function TimeInput(props: { label: string; value: string; onTake: (time: string) => void }) {
  const { label, value, onTake } = props;
  const { t } = useLanguage();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const finish = () => {
    if (typed === null) return;
    const time = readTime(typed);
    setWrong(time === null);
    if (time === null) return;
    setTyped(null);
    onTake(time);
  };
  return (
    <>
      <input
        type="text"
        className="small-input load-time"
        inputMode="numeric"
        autoComplete="off"
        aria-label={label}
        aria-invalid={wrong}
        value={typed ?? value}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={finish}
        onKeyDown={(event) => (event.code === 'Enter' || event.code === 'NumpadEnter') && finish()}
      />
      {wrong && <span role="alert">{t('sales.timeWrong')}</span>}
    </>
  );
}
