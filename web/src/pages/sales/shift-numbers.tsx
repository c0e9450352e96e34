import { useLanguage } from '../../ui/language.tsx';
import { rangeOf, type WantedLoad } from './wanted-load.ts';

type ShiftNumbersProps = { wanted: WantedLoad; onChange: (change: Partial<WantedLoad>) => void };

/** «по номерам смен» (protocol 4): the first and the last number. */
export function ShiftNumbers({ wanted, onChange }: ShiftNumbersProps) {
  const { t } = useLanguage();
  const wrong = rangeOf(wanted) === null && wanted.shiftFrom !== '' && wanted.shiftTo !== '';
  return (
    <div className="load-period">
      <label>
        <span className="secondary">{t('sales.shiftFrom')}</span>
        <input
          type="text"
          className="small-input load-number"
          inputMode="numeric"
          autoComplete="off"
          value={wanted.shiftFrom}
          onChange={(event) => onChange({ shiftFrom: event.currentTarget.value })}
        />
      </label>
      <label>
        <span className="secondary">{t('sales.shiftTo')}</span>
        <input
          type="text"
          className="small-input load-number"
          inputMode="numeric"
          autoComplete="off"
          value={wanted.shiftTo}
          onChange={(event) => onChange({ shiftTo: event.currentTarget.value })}
        />
      </label>
      {wrong && <span role="alert">{t('sales.shiftWrong')}</span>}
    </div>
  );
}
