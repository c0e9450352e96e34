import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ShopGroup } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { addGroup, changeGroup, removeGroup } from '../../api/schedule-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { ConfirmRemoval } from './confirm-removal.tsx';
import { GroupForm } from './group-form.tsx';
import type { useChanges } from './use-changes.ts';

type Step = { kind: 'none' } | { kind: 'form'; group: ShopGroup | undefined } | { kind: 'remove'; group: ShopGroup };

/** Groups of shops: what schedules of some of the shops are about. */
export function Groups({ changes, disabled }: { changes: ReturnType<typeof useChanges>; disabled: boolean }) {
  const { t } = useLanguage();
  const query = useQuery(queries.groups());
  const [step, setStep] = useState<Step>({ kind: 'none' });
  const close = () => setStep({ kind: 'none' });
  return (
    <section className="groups" aria-labelledby="groups-title">
      <div className="schedule-head">
        <h2 id="groups-title">{t('groups.title')}</h2>
        <Allowed right="registers" network>
          <Button
            size="compact-sm"
            variant="default"
            disabled={disabled}
            onClick={() => setStep({ kind: 'form', group: undefined })}
          >
            {t('groups.add')}
          </Button>
        </Allowed>
      </div>
      <Loaded query={query} loading={t('schedules.loading')}>
        {({ groups }) =>
          groups.length === 0 ? (
            <p className="secondary">{t('groups.empty')}</p>
          ) : (
            <ul className="schedule-list" aria-label={t('groups.title')}>
              {groups.map((group) => (
                <GroupRow key={group.groupCode} group={group} disabled={disabled} onStep={setStep} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {step.kind === 'form' && (
        <GroupForm
          group={step.group}
          groups={query.data?.groups ?? []}
          onCancel={close}
          onSave={(wanted) => {
            close();
            changes.make(async () => {
              const { groupCode: code, ...change } = wanted;
              await (step.group === undefined ? addGroup(wanted) : changeGroup(code, change));
              return t('groups.saved', { code });
            });
          }}
        />
      )}
      {step.kind === 'remove' && (
        <ConfirmRemoval
          title={t('groups.askRemove', { code: step.group.groupCode })}
          text={t('groups.askRemoveText')}
          onKeep={close}
          onRemove={() => {
            close();
            changes.make(async () => {
              await removeGroup(step.group.groupCode);
              return t('groups.removed', { code: step.group.groupCode });
            });
          }}
        />
      )}
    </section>
  );
}

type RowProps = { group: ShopGroup; disabled: boolean; onStep: (step: Step) => void };

function GroupRow({ group, disabled, onStep }: RowProps) {
  const { t } = useLanguage();
  const { groupCode, name, shopCodes } = group;
  return (
    <li className="group-row">
      <span>
        <strong>{groupCode}</strong> {name === groupCode ? '' : `· ${name}`}{' '}
        <span className="secondary">
          {shopCodes.length === 0
            ? t('groups.noShops')
            : t('groups.shops', { n: shopCodes.length, codes: shopCodes.join(', ') })}
        </span>
      </span>
      <Allowed right="registers" network>
        <span className="schedule-verbs">
          <Button
            size="compact-sm"
            variant="default"
            disabled={disabled}
            onClick={() => onStep({ kind: 'form', group })}
          >
            {t('groups.change')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={disabled}
            onClick={() => onStep({ kind: 'remove', group })}
          >
            {t('groups.remove')}
          </Button>
        </span>
      </Allowed>
    </li>
  );
}
