import type { DocumentDetail } from '../../../../contracts/web-api.ts';
import { serverTime } from '../../format/format.ts';
import { prettyJson } from '../../format/pretty-json.ts';
import { useLanguage } from '../../ui/language.tsx';

/** «Исходные данные»: the document digit by digit as it came, and beside it what came later under the same key. */
export function RawData({ detail }: { detail: DocumentDetail }) {
  const { t, language } = useLanguage();
  return (
    <div className="raw-columns">
      <section aria-labelledby="raw">
        <h2 id="raw">{t('receipt.rawTitle')}</h2>
        <p className="secondary">{t('receipt.rawHint')}</p>
        <RawText text={detail.raw} label={t('receipt.rawTitle')} />
      </section>
      {detail.conflicts.map((conflict) => {
        const title = t('receipt.conflictTitle', { at: serverTime(language, conflict.receivedAt) });
        return (
          <section key={conflict.receivedAt + conflict.difference} aria-label={title}>
            <h2>{title}</h2>
            <p className="secondary">{t('receipt.conflictDifference', { difference: conflict.difference })}</p>
            <RawText text={conflict.raw} label={title} />
          </section>
        );
      })}
    </div>
  );
}

function RawText({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="raw" tabIndex={0} aria-label={label}>
      <pre>{prettyJson(text)}</pre>
    </section>
  );
}
