/** Parts of the questions about differences. */
import type { CaseRow } from '../../../../contracts/web-api.ts';
import { useLanguage } from '../../ui/language.tsx';

/** The differences that a question is about, one by one. */
export function NamedCases({ cases, label }: { cases: readonly CaseRow[]; label: string }) {
  const { t, language } = useLanguage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys
    <ul className="case-named" tabIndex={0} aria-label={label}>
      {cases.map((one) => (
        <li key={one.caseId}>
          {t('cases.named', { id: one.caseId, shift: one.shiftNumber, text: one.text[language] })}
        </li>
      ))}
    </ul>
  );
}

/** What is lacking in a field, said at once. */
export function Lacking({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} className="case-missing" role="alert">
      {text}
    </p>
  );
}
