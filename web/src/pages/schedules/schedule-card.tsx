import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { Schedule } from '../../../../contracts/web-api.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Link } from '../../components/frame/link.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { zonedTime } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { RunText } from './run-text.tsx';
import { ScheduleHistory } from './schedule-history.tsx';
import { outcomeText, ruleText, scheduleState, scopeName, slotText } from './schedule-words.ts';

export type ScheduleVerbs = {
  run: (schedule: Schedule) => void;
  pause: (schedule: Schedule, paused: boolean) => void;
  change: (schedule: Schedule) => void;
  remove: (schedule: Schedule) => void;
};

type CardProps = { schedule: Schedule; verbs: ScheduleVerbs; disabled: boolean };

/** One schedule: whom, when, when next, what the last run brought, and what can be done. */
export function ScheduleCard({ schedule, verbs, disabled }: CardProps) {
  const { t, language } = useLanguage();
  const id = useId();
  const [history, setHistory] = useState(false);
  const { mark, word } = scheduleState(t, language, schedule);
  return (
    <li>
      <article className="schedule-card" aria-labelledby={id}>
        <div className="schedule-head">
          <h2 id={id}>
            <span className="secondary">{t('schedules.number', { id: schedule.scheduleId })}</span>{' '}
            <ScopeLink schedule={schedule} />
          </h2>
          <StatusMark mark={mark} word={word} />
        </div>
        <ScheduleFacts schedule={schedule} />
        <div className="schedule-verbs">
          <Allowed right="load" {...placeOf(schedule)}>
            <Button size="compact-sm" disabled={disabled} onClick={() => verbs.run(schedule)}>
              {t('schedules.runNow')}
            </Button>
          </Allowed>
          <Allowed right="settings-exchange" {...placeOf(schedule)}>
            <Button
              size="compact-sm"
              variant="default"
              disabled={disabled}
              onClick={() => verbs.pause(schedule, !schedule.paused)}
            >
              {t(schedule.paused ? 'schedules.resume' : 'schedules.pause')}
            </Button>
            <Button size="compact-sm" variant="default" disabled={disabled} onClick={() => verbs.change(schedule)}>
              {t('schedules.change')}
            </Button>
            <Button size="compact-sm" variant="default" disabled={disabled} onClick={() => verbs.remove(schedule)}>
              {t('schedules.remove')}
            </Button>
          </Allowed>
          <Allowed right="see" {...placeOf(schedule)}>
            <button type="button" className="text-button" aria-expanded={history} onClick={() => setHistory(!history)}>
              {t(history ? 'schedules.historyHide' : 'schedules.history')}
            </button>
          </Allowed>
        </div>
        {history && <ScheduleHistory scheduleId={schedule.scheduleId} />}
      </article>
    </li>
  );
}

/** A schedule of a group or of the server is about more than a shop. */
function placeOf({ shopCode }: Schedule): { shop: string } | { network: true } {
  return shopCode === null ? { network: true } : { shop: shopCode };
}

function ScopeLink({ schedule }: { schedule: Schedule }) {
  const { t } = useLanguage();
  const { shopCode, registerCode } = schedule;
  const name = scopeName(t, schedule);
  if (shopCode === null) return <>{name}</>;
  return (
    <Link href={registerCode === null ? addresses.shop(shopCode) : addresses.sales(shopCode, registerCode)}>
      {name}
    </Link>
  );
}

function ScheduleFacts({ schedule }: { schedule: Schedule }) {
  const { t, language } = useLanguage();
  const { rule, registers, shops, next, lastRun, lastSkip, author, createdAt } = schedule;
  const at = zonedTime(language, createdAt, undefined);
  return (
    <dl className="schedule-facts">
      <dt>{t('schedules.when')}</dt>
      <dd>
        {ruleText(t, rule)} <span className="secondary">{t('schedules.shopClock')}</span>
      </dd>
      <dt>{t('schedules.whom')}</dt>
      <dd>{registers === 0 ? t('schedules.nobodyText') : t('schedules.covers', { registers, shops })}</dd>
      <dt>{t('schedules.next')}</dt>
      <dd>{next === null ? t('schedules.nextNone') : slotText(t, language, next)}</dd>
      <dt>{t('schedules.last')}</dt>
      <dd>
        {lastRun === null ? t('schedules.never') : <RunText run={lastRun} />}
        {lastSkip !== null && <span>{outcomeText(t, language, lastSkip)}</span>}
      </dd>
      <dt>{t('schedules.author')}</dt>
      <dd>{author === null ? t('schedules.byUnnamed', { at }) : t('schedules.by', { author, at })}</dd>
    </dl>
  );
}
