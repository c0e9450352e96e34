import type { GapRow } from '../../../../contracts/web-api.ts';
import { Allowed } from '../../components/allowed.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { GapNotice } from '../reconciliation/gap-table.tsx';
import { useAskGap } from '../reconciliation/use-ask-gap.ts';
import type { RegisterPath } from '../register-frame.ts';
import { ConfirmLoad } from '../sales/confirm-load.tsx';
import { RefusalNotice } from '../transfers/refusal-notice.tsx';
import { gapMark, gapNumbers, gapText } from './gap-words.ts';

/** The receipt numbers that are missing, each with what is done about it and the button to ask for it. */
export function GapLines({ path, gaps }: { path: RegisterPath; gaps: readonly GapRow[] }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { question, news, error, busy, ask, confirm, decline } = useAskGap(path);
  return (
    <>
      <ul className="check-lines">
        {gaps.map((gap) => (
          <li key={gap.gapId}>
            <StatusMark mark={gapMark(gap)} word={t('checks.missing', { numbers: gapNumbers(gap) })} />{' '}
            {gapText(gap, t, language, zone)}{' '}
            {gap.canBeAsked && gap.state !== 'asked' && (
              <Allowed right="load" shop={gap.shopCode}>
                <button type="button" className="text-button" disabled={busy} onClick={() => ask(gap.gapId)}>
                  {t('checks.askMissing', { numbers: gapNumbers(gap) })}
                </button>
              </Allowed>
            )}
          </li>
        ))}
      </ul>
      <div role="status">{news !== null && <GapNotice news={news} />}</div>
      {error !== null && <RefusalNotice error={error} />}
      {question !== null && <ConfirmLoad path={path} preview={question.preview} onLoad={confirm} onDecline={decline} />}
    </>
  );
}
