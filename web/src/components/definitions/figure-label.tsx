import { useState } from 'react';
import { useLanguage } from '../../ui/language.tsx';
import { DefinitionsDialog } from './definitions-dialog.tsx';
import { type FigureName, figureName } from './figures.ts';

/** The name of a figure; pressed, or with `i` while it has the focus, it says what it means. */
export function FigureLabel({ figure, text }: { figure: FigureName; text: string }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="figure-label"
        data-define={figure}
        onClick={() => setOpen(true)}
        title={t('define.of', { figure: figureName(figure, t) })}
      >
        {text}
      </button>
      {open && <DefinitionsDialog figures={[figure]} onClose={() => setOpen(false)} />}
    </>
  );
}
