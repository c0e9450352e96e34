import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../../ui/language.tsx';

/** Copies a text; a browser that refuses (no https) is told of, the text can be marked by hand. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useLanguage();
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null);
  const copy = () => {
    if (navigator.clipboard === undefined) return setSaid('refused');
    navigator.clipboard.writeText(text).then(
      () => setSaid('copied'),
      () => setSaid('refused'),
    );
  };
  return (
    <span className="access-actions">
      <Button size="compact-sm" variant="default" onClick={copy}>
        {t('access.copy')}
      </Button>
      <span role="status">{said === null ? '' : t(said === 'copied' ? 'access.copied' : 'access.notCopied')}</span>
    </span>
  );
}
