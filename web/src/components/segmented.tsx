import { type ReactNode, useId } from 'react';
import './segmented.css';

type Option<Value extends string> = { value: Value; label: string; show?: ReactNode };

/** A choice of a few: native radio buttons in one frame. `show` replaces the label on the screen, not for readers. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.show === undefined ? undefined : option.label}>
          <input
            type="radio"
            className="unseen"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className="segmented-face">
            {option.show === undefined ? (
              option.label
            ) : (
              <>
                <span aria-hidden="true">{option.show}</span>
                <span className="unseen">{option.label}</span>
              </>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
