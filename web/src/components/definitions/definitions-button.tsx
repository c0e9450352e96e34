import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../../ui/language.tsx';
import { DefinitionsDialog } from './definitions-dialog.tsx';
import type { FigureName } from './figures.ts';

/** ⓘ beside a table: what all its figures mean. */
export function DefinitionsButton({ figures }: { figures: readonly FigureName[] }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="icon-button"
        data-define={figures.join(' ')}
        onClick={() => setOpen(true)}
        aria-label={t('define.all')}
        title={`${t('define.all')} (i)`}
      >
        <IconInfoCircle size={18} />
      </button>
      {open && <DefinitionsDialog figures={figures} onClose={() => setOpen(false)} />}
    </>
  );
}
