import { Button } from '@mantine/core';
import { useId } from 'react';
import { FileButton } from '../../../components/file-button.tsx';
import { useLanguage } from '../../../ui/language.tsx';

type ImportFormProps = {
  table: string;
  onTable: (text: string) => void;
  busy: boolean;
  onImport: (fileName: string | undefined, bytes: Uint8Array) => void;
};

/** A file, or a table of numbers written here. Nothing is replaced before the server has said what changes. */
export function ImportForm({ table, onTable, busy, onImport }: ImportFormProps) {
  const { t } = useLanguage();
  const id = useId();
  const bringFile = async (file: File) => onImport(file.name, new Uint8Array(await file.arrayBuffer()));
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('protocol.import')}</h2>
      <div className="protocol-import">
        <div>
          <span>{t('protocol.file')}</span>
          <FileButton
            text={t('protocol.chooseFile')}
            label={t('protocol.file')}
            disabled={busy}
            onChoose={(file) => void bringFile(file)}
          />
        </div>
        <div>
          <label htmlFor={`${id}-table`}>{t('protocol.table')}</label>
          <textarea
            id={`${id}-table`}
            rows={5}
            spellCheck={false}
            placeholder="SalesPackage.saleFile 4"
            value={table}
            onChange={(event) => onTable(event.currentTarget.value)}
          />
          <Button
            size="compact-sm"
            disabled={busy || table.trim() === ''}
            onClick={() => onImport(undefined, new TextEncoder().encode(table))}
          >
            {t('protocol.checkTable')}
          </Button>
        </div>
      </div>
    </section>
  );
}
