import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DescriptionList } from '../../../contracts/web-api.ts';
import { type DescriptionKind, descriptionKinds } from '../../../contracts/wire-descriptions.ts';
import { queries } from '../api/queries.ts';
import { Allowed } from '../components/allowed.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { CapturedFrames } from './settings/protocol/captured-frames.tsx';
import { ConfirmDescription } from './settings/protocol/confirm-description.tsx';
import { FieldNumbers } from './settings/protocol/field-numbers.tsx';
import { History } from './settings/protocol/history.tsx';
import { ImportForm } from './settings/protocol/import-form.tsx';
import { DescriptionNotice } from './settings/protocol/notice.tsx';
import { useDescription } from './settings/protocol/use-description.ts';
import { useSettingsTabs } from './settings-page.tsx';
import './settings/protocol/protocol.css';

/** «Описание протокола» (S16, registers §14): numbers of the fields, their replacement and history, captured messages. */
export function ProtocolPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const query = useQuery(queries.descriptions());
  const kind = descriptionKinds.find((name) => name === search.state) ?? 'grpc';
  return (
    <Page title={t('settings.title')} tabs={useSettingsTabs('protocol')} scrolls>
      <QuickTabs
        label={t('protocol.kinds')}
        tabs={descriptionKinds.map((name) => ({
          label: t(`protocol.kind.${name}`),
          href: addresses.protocol(name === 'grpc' ? undefined : name),
          current: name === kind,
        }))}
      />
      <Loaded query={query} loading={t('settings.loading')}>
        {(list) => <Description key={kind} kind={kind} list={list} />}
      </Loaded>
    </Page>
  );
}

function Description({ kind, list }: { kind: DescriptionKind; list: DescriptionList }) {
  const change = useDescription(kind);
  const [table, setTable] = useState('');
  const description = list.descriptions.find((one) => one.kind === kind);
  if (description === undefined) return null;
  const { question } = change;
  return (
    <div className="protocol">
      <DescriptionNotice change={change} />
      <FieldNumbers fields={description.fields} shipped={description.shipped} />
      <Allowed right="settings-exchange" network>
        <ImportForm table={table} onTable={setTable} busy={change.busy} onImport={change.bring} />
      </Allowed>
      <History description={description} busy={change.busy} onRevert={change.revert} />
      {kind !== 'commands' && (
        <CapturedFrames
          kind={kind}
          fields={description.fields}
          onMap={(line) =>
            setTable((before) => `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`)
          }
        />
      )}
      {question !== null && <ConfirmDescription question={question} onReplace={change.confirm} onKeep={change.keep} />}
    </div>
  );
}
