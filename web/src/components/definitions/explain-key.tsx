import { useState } from 'react';
import { useLanguage } from '../../ui/language.tsx';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { DefinitionsDialog } from './definitions-dialog.tsx';
import type { FigureName } from './figures.ts';

/** `i`: explains the figure that has the focus; in a table without one, all of its figures. */
export function ExplainKey() {
  const { t } = useLanguage();
  const [figures, setFigures] = useState<FigureName[] | null>(null);
  useShortcut({
    keys: 'KeyI',
    label: t('define.all'),
    run: () => {
      const found = figuresAt(document.activeElement);
      if (found.length === 0) return false;
      setFigures(found);
      return true;
    },
  });
  return figures === null ? null : <DefinitionsDialog figures={figures} onClose={() => setFigures(null)} />;
}

/** The figures named by the element in focus, else those of the table around it, else those of the first table. */
function figuresAt(element: Element | null): FigureName[] {
  const table = element?.closest('section') ?? document;
  const named =
    element?.closest<HTMLElement>('[data-define]') ?? table.querySelector<HTMLElement>('[data-define*=" "]');
  return (named?.dataset['define']?.split(' ') ?? []) as FigureName[];
}
