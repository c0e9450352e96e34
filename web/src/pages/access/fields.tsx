import { useId } from 'react';
import { useLanguage } from '../../ui/language.tsx';

type FieldProps = {
  label: string;
  value: string;
  onTake: (text: string) => void;
  type?: 'text' | 'password' | 'date';
  /** What the browser may fill in. */
  complete: string;
  hint?: string | undefined;
  /** Takes the focus when it appears. */
  first?: boolean;
  digits?: boolean;
};

/** A field of a form about people, its name above it. */
export function Field({
  label,
  value,
  onTake,
  type = 'text',
  complete,
  hint,
  first = false,
  digits = false,
}: FieldProps) {
  const id = useId();
  return (
    <div className="access-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        autoComplete={complete}
        autoCapitalize="none"
        spellCheck={false}
        inputMode={digits ? 'numeric' : undefined}
        // biome-ignore lint/a11y/noAutofocus: the page is a form and nothing else
        autoFocus={first}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={value}
        onChange={(event) => onTake(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <span id={`${id}-hint`} className="secondary">
          {hint}
        </span>
      )}
    </div>
  );
}

/** What the server or the form says is wrong. */
export function Wrong({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p className="access-wrong" role="alert">
      {text}
    </p>
  );
}

/** A new password, typed twice. */
export function NewPasswordFields({
  one,
  two,
  onOne,
  onTwo,
}: {
  one: string;
  two: string;
  onOne: (text: string) => void;
  onTwo: (text: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <>
      <Field
        label={t('login.newPassword')}
        hint={t('login.passwordRule')}
        type="password"
        complete="new-password"
        value={one}
        onTake={onOne}
      />
      <Field label={t('login.again')} type="password" complete="new-password" value={two} onTake={onTwo} />
    </>
  );
}
