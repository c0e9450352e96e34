import { useQuery } from '@tanstack/react-query';
import type { RearmRow } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { Link } from '../../components/frame/link.tsx';
import { Notice } from '../../components/notice.tsx';
import { zonedTime } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import type { RegisterPath } from '../register-frame.ts';

/** What is odd about the register itself: it is asked again, its clock is off. The normal case is quiet. */
export function RegisterNotices({ shopCode, registerCode }: RegisterPath) {
  const query = useQuery(queries.rearm(shopCode, registerCode));
  const [row] = query.data?.registers ?? [];
  if (row === undefined) return null;
  return (
    <div className="register-notices">
      {row.again !== null && <AgainNotice again={row.again} />}
      {row.clock !== null && <ClockNotice offsetSeconds={row.clock.offsetSeconds} />}
    </div>
  );
}

function AgainNotice({ again }: { again: NonNullable<RearmRow['again']> }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { attempts, transferId, nextAskAt } = again;
  const reason = again.reason.code as 'stopped' | 'silent' | 'gaps' | 'new';
  return (
    <Notice mark={reason === 'stopped' || reason === 'silent' ? 'late' : 'progress'} text={t(`again.${reason}`)}>
      <span>
        {transferId === null ? (
          t('again.next', { attempts, at: zonedTime(language, nextAskAt, zone) })
        ) : (
          <>
            {t('again.running', { attempts, id: transferId })}{' '}
            <Link href={addresses.transfer(transferId)}>{t('gaps.openLoad', { id: transferId })}</Link>
          </>
        )}
      </span>
    </Notice>
  );
}

function ClockNotice({ offsetSeconds }: { offsetSeconds: number }) {
  const { t } = useLanguage();
  const minutes = Math.round(Math.abs(offsetSeconds) / 60);
  const params = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  return <Notice mark="late" text={t(offsetSeconds > 0 ? 'clock.ahead' : 'clock.behind', params)} />;
}
