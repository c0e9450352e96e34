import type { DocumentDetail } from '../../../../contracts/web-api.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { serverTime, timeToSecond } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';

/** «Путь чека»: how far the document has come, from the register to the ERP. */
export function Route({ route }: { route: DocumentDetail['route'] }) {
  const { t, language } = useLanguage();
  return (
    <section aria-labelledby="route">
      <h2 id="route">{t('route.title')}</h2>
      <ol className="receipt-route">
        {route.map(({ step, at, localAt, file }) => {
          const done = at !== null || localAt !== null;
          return (
            <li key={step}>
              <StatusMark mark={done ? 'order' : 'unknown'} word={t(`route.${step}`)} />
              <span className="number">
                {localAt !== null
                  ? `${timeToSecond(language, localAt)} ${t('route.local')}`
                  : at !== null
                    ? serverTime(language, at)
                    : t('route.waits')}
              </span>
              {file !== null && <code>{file}</code>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
