import { useLanguage } from '../../ui/language.tsx';
import { Dialog } from '../dialog.tsx';
import { definitionOf } from './definitions.ts';
import { type FigureName, figureName } from './figures.ts';
import './definitions.css';

/** What one figure means, or all of a table. */
export function DefinitionsDialog({ figures, onClose }: { figures: readonly FigureName[]; onClose: () => void }) {
  const { t } = useLanguage();
  const [first] = figures;
  const alone = figures.length === 1 && first !== undefined;
  const title = alone ? t('define.of', { figure: figureName(first, t) }) : t('define.all');
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="definitions">
        {figures.map((figure) => (
          <section key={figure} aria-label={figureName(figure, t)}>
            {!alone && <h3>{figureName(figure, t)}</h3>}
            <DefinitionText figure={figure} />
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function DefinitionText({ figure }: { figure: FigureName }) {
  const { t } = useLanguage();
  const { what, formula, source, without } = definitionOf(figure);
  return (
    <>
      <p>{t(what)}</p>
      <dl>
        <dt>{t('define.formula')}</dt>
        <dd>{t(formula)}</dd>
        <dt>{t('define.source')}</dt>
        <dd>{t(source)}</dd>
        <dt>{t('define.without')}</dt>
        <dd>{t(without)}</dd>
      </dl>
    </>
  );
}
