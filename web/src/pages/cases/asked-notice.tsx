import { Notice } from '../../components/notice.tsx';
import { useLanguage } from '../../ui/language.tsx';
import type { AskedNews } from './use-ask-shifts.ts';

/** How many loads were asked for, and what was not with its reason. */
export function AskedNotice({ asked }: { asked: AskedNews | null }) {
  const { t } = useLanguage();
  return (
    <div role="status">
      {asked !== null && (
        <Notice
          mark={asked.notAsked.length > 0 ? 'late' : 'progress'}
          text={t('cases.askedShifts', { n: asked.asked })}
        >
          {asked.notAsked.length > 0 && <span>{t('cases.notAsked', { cases: asked.notAsked.join('; ') })}</span>}
        </Notice>
      )}
    </div>
  );
}
