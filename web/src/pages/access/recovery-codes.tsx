import { useLanguage } from '../../ui/language.tsx';
import { CopyButton } from './copy-button.tsx';

/** The codes for the day on which the telephone is lost; they are shown this once. */
export function RecoveryCodeList({ codes }: { codes: readonly string[] }) {
  const { t } = useLanguage();
  return (
    <>
      <p role="status">{t('factor.codes')}</p>
      <ul className="access-codes" aria-label={t('factor.codesLabel')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} />
    </>
  );
}
