import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schedule } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import { addSchedule, changeSchedule, removeSchedule, runSchedule } from '../api/schedule-requests.ts';
import { Allowed } from '../components/allowed.tsx';
import { useFreshness } from '../components/frame/freshness.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';
import { ConfirmRemoval } from './schedules/confirm-removal.tsx';
import { Groups } from './schedules/groups.tsx';
import { ScheduleCard, type ScheduleVerbs } from './schedules/schedule-card.tsx';
import { ScheduleForm, type WantedSchedule } from './schedules/schedule-form.tsx';
import { ruleText, scopeName } from './schedules/schedule-words.ts';
import type { WantedScope } from './schedules/scope-fields.tsx';
import { useChanges } from './schedules/use-changes.ts';
import { useTransferTabs } from './transfer-tabs.ts';
import { RefusalNotice } from './transfers/refusal-notice.tsx';
import './schedules/schedules.css';

type Step =
  | { kind: 'none' }
  | { kind: 'form'; schedule: Schedule | undefined }
  | { kind: 'remove'; schedule: Schedule };

/** «Расписание» (S10, M2): when registers are asked by themselves, what came of it, and the groups of shops. */
export function SchedulesPage() {
  const { t } = useLanguage();
  const query = useQuery(queries.schedules());
  const { silent } = useFreshness();
  const changes = useChanges();
  const [step, setStep] = useState<Step>({ kind: 'none' });
  const disabled = silent || changes.busy;
  const verbs = useVerbs(changes, setStep);
  return (
    <Page
      title={t('schedules.title')}
      crumbs={[{ label: t('transfers.title'), href: addresses.transfers() }]}
      tabs={useTransferTabs('schedules')}
      scrolls
    >
      <div className="schedules">
        <Said changes={changes} />
        <div className="schedule-head">
          <p className="secondary">{t('schedules.rule')}</p>
          <Allowed right="settings-exchange">
            <Button size="sm" disabled={disabled} onClick={() => setStep({ kind: 'form', schedule: undefined })}>
              {t('schedules.add')}
            </Button>
          </Allowed>
        </div>
        <Loaded query={query} loading={t('schedules.loading')}>
          {({ schedules }) => <ScheduleCards schedules={schedules} disabled={disabled} verbs={verbs} />}
        </Loaded>
        <Groups changes={changes} disabled={disabled} />
        <Steps step={step} changes={changes} onClose={() => setStep({ kind: 'none' })} />
      </div>
    </Page>
  );
}

type Changes = ReturnType<typeof useChanges>;

/** What became of the last change: it stays until it is put away. */
function Said({ changes }: { changes: Changes }) {
  const { t } = useLanguage();
  if (changes.error !== null) return <RefusalNotice error={changes.error} />;
  if (changes.news === null) return null;
  return (
    <Notice mark="order" text={changes.news}>
      <button
        type="button"
        className="icon-button"
        onClick={changes.dismiss}
        aria-label={t('schedules.dismiss')}
        title={t('schedules.dismiss')}
      >
        <IconX size={16} />
      </button>
    </Notice>
  );
}

type CardsProps = { schedules: readonly Schedule[]; disabled: boolean; verbs: ScheduleVerbs };

function ScheduleCards({ schedules, disabled, verbs }: CardsProps) {
  const { t } = useLanguage();
  if (schedules.length === 0) return <p>{t('schedules.empty')}</p>;
  return (
    <ul className="schedule-list" aria-label={t('schedules.list')}>
      {schedules.map((schedule) => (
        <ScheduleCard key={schedule.scheduleId} schedule={schedule} disabled={disabled} verbs={verbs} />
      ))}
    </ul>
  );
}

/** What the buttons of a schedule do. */
function useVerbs(changes: Changes, onStep: (step: Step) => void): ScheduleVerbs {
  const { t } = useLanguage();
  return {
    run: (schedule) =>
      changes.make(async () => {
        const { requested, running, noWay } = await runSchedule(schedule.scheduleId);
        const name = scopeName(t, schedule);
        if (requested + running === 0)
          return noWay > 0 ? t('schedules.ranNoWay', { name, n: noWay }) : t('schedules.ranNobody', { name });
        return t('schedules.ran', { name, requested, running });
      }),
    pause: (schedule, paused) =>
      changes.make(async () => {
        await changeSchedule(schedule.scheduleId, { paused });
        return t(paused ? 'schedules.pausedNow' : 'schedules.resumedNow', { name: scopeName(t, schedule) });
      }),
    change: (schedule) => onStep({ kind: 'form', schedule }),
    remove: (schedule) => onStep({ kind: 'remove', schedule }),
  };
}

/** The dialogs: a new schedule, other times of one, the question before one is removed. */
function Steps({ step, changes, onClose }: { step: Step; changes: Changes; onClose: () => void }) {
  const { t } = useLanguage();
  if (step.kind === 'none') return null;
  if (step.kind === 'remove') {
    const { schedule } = step;
    const name = scopeName(t, schedule);
    return (
      <ConfirmRemoval
        title={t('schedules.askRemove', { name, rule: ruleText(t, schedule.rule) })}
        text={t('schedules.askRemoveText')}
        onKeep={onClose}
        onRemove={() => {
          onClose();
          changes.make(async () => {
            await removeSchedule(schedule.scheduleId);
            return t('schedules.removed', { name });
          });
        }}
      />
    );
  }
  const { schedule } = step;
  const save = ({ scope, rule }: WantedSchedule) => {
    onClose();
    changes.make(async () => {
      if (schedule !== undefined) {
        await changeSchedule(schedule.scheduleId, { rule });
        return t('schedules.changed', { name: scopeName(t, schedule) });
      }
      const { schedules } = await addSchedule({ ...scopeOf(scope), rule });
      const added = schedules.at(-1);
      return t('schedules.added', { name: added === undefined ? '' : scopeName(t, added) });
    });
  };
  return <ScheduleForm schedule={schedule} onCancel={onClose} onSave={save} />;
}

function scopeOf({ kind, groupCode, shopCode, registerCode }: WantedScope) {
  return {
    groupCode: kind === 'group' ? groupCode : null,
    shopCode: kind === 'shop' || kind === 'register' ? shopCode : null,
    registerCode: kind === 'register' ? registerCode : null,
  };
}
