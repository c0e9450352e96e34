import { Button } from '@mantine/core';
import type { DescriptionList } from '../../../../../contracts/web-api.ts';
import { Allowed } from '../../../components/allowed.tsx';
import { zonedTime } from '../../../format/zones.ts';
import { useLanguage } from '../../../ui/language.tsx';

type HistoryProps = {
  description: DescriptionList['descriptions'][number];
  busy: boolean;
  onRevert: (entryId: number | null) => void;
};

/** Who replaced the description when, and the way back to each. */
export function History({ description: { history, shipped }, busy, onRevert }: HistoryProps) {
  const { t, language } = useLanguage();
  return (
    <section aria-labelledby="protocol-history">
      <h2 id="protocol-history">{t('protocol.history')}</h2>
      {history.length === 0 && <p className="secondary">{t('protocol.noHistory')}</p>}
      <ul className="protocol-history">
        {history.map(({ entryId, changedAt, author, format, fileName, shipped: isShipped }, index) => (
          <li key={entryId}>
            <span>
              {t('protocol.entry', {
                at: zonedTime(language, changedAt, undefined),
                what: isShipped ? t('protocol.shipped') : (fileName ?? t(`protocol.format.${format}`)),
                author: author ?? t('protocol.nobody'),
              })}
            </span>
            {index === 0 ? (
              <strong>{t('protocol.inForce')}</strong>
            ) : (
              <Allowed right="settings-exchange" network>
                <Button size="compact-xs" variant="default" disabled={busy} onClick={() => onRevert(entryId)}>
                  {t('protocol.revertTo', { n: entryId })}
                </Button>
              </Allowed>
            )}
          </li>
        ))}
      </ul>
      {!shipped && (
        <Allowed right="settings-exchange" network>
          <Button size="compact-sm" variant="default" disabled={busy} onClick={() => onRevert(null)}>
            {t('protocol.revertShipped')}
          </Button>
        </Allowed>
      )}
    </section>
  );
}
