import { useId, useState } from 'react';
import type { StorageResult } from '../../../../contracts/web-api.ts';
import { useLanguage } from '../../ui/language.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import { ConfirmWord } from './confirm-word.tsx';
import { TrimResultText } from './trim-result.tsx';

type ConfirmProps = {
  /** What would be done. */
  result: StorageResult;
  onAgree: (word: string, author: string) => void;
  onDecline: () => void;
};

/** Files that are deleted for good, and who deletes them. */
export function ConfirmTrimming({ result, onAgree, onDecline }: ConfirmProps) {
  const { t } = useLanguage();
  const [author, setAuthor] = useState(() => readStored('author') ?? '');
  const id = useId();
  return (
    <ConfirmWord
      title={t(`storage.question.${result.task}`)}
      agree={t(`storage.do.${result.task}`)}
      onAgree={(word) => {
        writeStored('author', author.trim());
        onAgree(word, author.trim());
      }}
      onDecline={onDecline}
      more={
        <>
          <label htmlFor={id}>{t('cases.author')}</label>
          <input
            id={id}
            type="text"
            maxLength={100}
            value={author}
            onChange={(event) => setAuthor(event.currentTarget.value)}
          />
        </>
      }
    >
      <TrimResultText result={result} />
      <p>{t('storage.forGood')}</p>
    </ConfirmWord>
  );
}
