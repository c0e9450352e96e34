import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { LoadFileResult, Register } from '../../../../contracts/web-api.ts';
import { type ChosenFile, checkFile, takeFile } from '../../api/transfer-requests.ts';
import { FileButton } from '../../components/file-button.tsx';
import { useFreshness } from '../../components/frame/freshness.tsx';
import { Link } from '../../components/frame/link.tsx';
import { Notice } from '../../components/notice.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { RefusalNotice } from '../transfers/refusal-notice.tsx';
import { FilePreview } from './file-preview.tsx';

/**
 * «из файла»: a sales file that somebody brought. It is read once, checked and shown; only then it can be taken, and what is
 * taken are the bytes that were shown.
 */
export function FilePart({ register }: { register: Register }) {
  const { t } = useLanguage();
  const { shopCode, registerCode } = register;
  const { silent } = useFreshness();
  const client = useQueryClient();
  const check = useMutation({
    mutationFn: async (chosen: File) => {
      const file: ChosenFile = { name: chosen.name, bytes: await chosen.arrayBuffer() };
      return { file, shown: await checkFile(shopCode, file) };
    },
  });
  const take = useMutation({
    mutationFn: (file: ChosenFile) => takeFile(shopCode, file),
    onSuccess: () => check.reset(),
    // Everything on the page may have changed: shifts, sums, loads, packages, the log.
    onSettled: () => void client.invalidateQueries(),
  });
  const choose = (chosen: File) => {
    take.reset();
    check.mutate(chosen);
  };
  const error = take.error ?? check.error;
  return (
    <div className="load-file">
      <div className="load-file-choose">
        <FileButton
          text={t('sales.fileChoose')}
          label={t('sales.fileField')}
          accept=".json,.zip,application/json,application/zip"
          disabled={silent || check.isPending}
          onChoose={choose}
        />
        <span className="secondary">{t('sales.fileText', { shopCode })}</span>
        <Link href={addresses.packages({ shop: shopCode, register: registerCode })}>{t('sales.fileLink')}</Link>
      </div>
      {check.isPending && <p role="status">{t('sales.fileChecking')}</p>}
      {error !== null && <RefusalNotice error={error} />}
      {check.data !== undefined && (
        <FilePreview
          check={check.data.shown}
          registerCode={registerCode}
          busy={take.isPending || silent}
          onTake={() => take.mutate(check.data.file)}
          onLeave={() => check.reset()}
        />
      )}
      {take.data !== undefined && <Taken result={take.data} onDismiss={take.reset} />}
    </div>
  );
}

const takenMarks = { processed: 'order', already: 'order', error: 'broken', broken: 'broken' } as const;

/** What became of the file that was taken. */
function Taken({ result, onDismiss }: { result: LoadFileResult; onDismiss: () => void }) {
  const { t, language } = useLanguage();
  const { file, outcome, documents, shifts, reason } = result;
  const text = t(`sales.fileTaken.${outcome}`, {
    file,
    shifts: shifts.length,
    fresh: documents.new,
    same: documents.same,
    reason: reason?.[language] ?? '',
  });
  return (
    <div role="status">
      <Notice mark={takenMarks[outcome]} text={text}>
        <button type="button" className="text-button" onClick={onDismiss}>
          {t('sales.dismiss')}
        </button>
      </Notice>
    </div>
  );
}
