import { Button } from '@mantine/core';
import { useId, useRef, useState } from 'react';
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
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const bringFile = async () => {
    if (file !== null) onImport(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('protocol.import')}</h2>
      <div className="protocol-import">
        <div>
          <label htmlFor={`${id}-file`}>{t('protocol.file')}</label>
          <input
            id={`${id}-file`}
            ref={input}
            type="file"
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
          <Button size="compact-sm" disabled={busy || file === null} onClick={() => void bringFile()}>
            {t('protocol.checkFile')}
          </Button>
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
