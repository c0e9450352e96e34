import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Setting } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import { queryKeys } from '../api/query-keys.ts';
import { sessionQuery } from '../api/session.ts';
import { Allowed } from '../components/allowed.tsx';
import type { Column } from '../components/data-table/column.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { useFreshness } from '../components/frame/freshness.tsx';
import { Page, type PageTab } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { MISSING, sampleTime, serverTime } from '../format/format.ts';
import { withZone } from '../format/zones.ts';
import { addresses, type SettingsTab } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';
import { ChangeDialogs } from './settings/change-dialogs.tsx';
import { SettingInfo } from './settings/setting-info.tsx';
import { SettingNotice } from './settings/setting-notice.tsx';
import { scopeText, valueText } from './settings/setting-words.ts';
import { useSettingChange } from './settings/use-setting-change.ts';
import './settings/settings.css';

/** Sections that are tables of settings. */
type TableTab = Extract<SettingsTab, 'dictionaries' | 'server'>;

/** «Инструменты / Настройки» (S16, M16): the settings in a table, and beside it what the one in use means. */
export function SettingsPage({ tab }: { tab: TableTab }) {
  const { t } = useLanguage();
  const query = useQuery(queries.settings());
  const place = tab === 'dictionaries' ? 'database' : 'config';
  return (
    <Page title={t('settings.title')} tabs={useSettingsTabs(tab)}>
      <Loaded query={query} loading={t('settings.loading')}>
        {({ settings }) => <Settings tab={tab} rows={settings.filter((row) => row.place === place)} />}
      </Loaded>
    </Page>
  );
}

/** The sections of the settings. */
export function useSettingsTabs(current: SettingsTab): PageTab[] {
  const { t } = useLanguage();
  const managesPeople = useQuery(sessionQuery()).data?.rights.includes('people') === true;
  const tabs: SettingsTab[] = ['dictionaries', 'server', 'protocol'];
  if (managesPeople) tabs.push('people', 'roles', 'keys');
  return tabs.map((tab) => ({
    label: t(`settings.${tab}`),
    href: addresses.settings(tab),
    current: tab === current,
  }));
}

/** What the process may do beyond what it needs; nothing as long as that is nothing. */
function OwnProcess() {
  const { t } = useLanguage();
  const status = useQuery(queries.status());
  return status.data?.runsAsRoot === true ? <Notice mark="late" text={t('settings.runsAsRoot')} /> : null;
}

const settingId = (row: Setting) => `${row.key} ${row.shopCode ?? ''}`;

function Settings({ tab, rows }: { tab: TableTab; rows: readonly Setting[] }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [used, setUsed] = useState<string | null>(null);
  const current = rows.find((row) => settingId(row) === used) ?? rows[0];
  const change = useSettingChange();
  const { silent } = useFreshness();
  const columns = useColumns();
  const canChange = current?.place === 'database' && !silent;
  return (
    <div className="settings">
      <div className="settings-main">
        {tab === 'server' && <OwnProcess />}
        <SettingNotice change={change} />
        <DataTable
          label={t(`settings.${tab}`)}
          columns={columns}
          rows={rows}
          rowId={settingId}
          // A row that the person has just made shows at once.
          viewKey={`${tab} ${rows.length}`}
          summary={t('settings.summary', { n: rows.length })}
          bar={
            <div className="settings-tools">
              <Allowed
                right="settings-exchange"
                {...(current?.shopCode == null ? { network: true } : { shop: current.shopCode })}
              >
                <Button
                  size="compact-sm"
                  disabled={!canChange || change.busy}
                  onClick={() => current !== undefined && change.begin(current)}
                >
                  {t('settings.change')}
                </Button>
              </Allowed>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => void client.invalidateQueries({ queryKey: queryKeys.settings() })}
              >
                {t('settings.refresh')}
              </Button>
            </div>
          }
          detail={(row) => <InUse id={settingId(row)} onUse={setUsed} />}
          empty={t('settings.empty')}
        />
      </div>
      <SettingInfo row={current} />
      <ChangeDialogs change={change} />
    </div>
  );
}

/** Tells which row the person is at. */
function InUse({ id, onUse }: { id: string; onUse: (id: string) => void }) {
  useEffect(() => onUse(id), [id, onUse]);
  return null;
}

function useColumns(): Column<Setting>[] {
  const { t, language } = useLanguage();
  return useMemo(
    () => [
      {
        id: 'name',
        heading: t('settings.name'),
        kind: 'text',
        width: 180,
        yields: 120,
        grow: true,
        rowHeader: true,
        text: (row) => `${row.place === 'database' ? '▲ ' : ''}${row.name[language]}`,
      },
      {
        id: 'key',
        heading: t('settings.key'),
        kind: 'text',
        width: 204,
        yields: 90,
        text: (row) => row.key,
        className: () => 'mono',
      },
      {
        id: 'value',
        heading: t('settings.value'),
        kind: 'text',
        width: 120,
        yields: 80,
        grow: true,
        text: (row) => valueText(row, t),
      },
      { id: 'scope', heading: t('settings.scope'), kind: 'text', width: 90, text: (row) => scopeText(row, t) },
      {
        id: 'changed',
        heading: withZone(t('settings.changed'), undefined),
        kind: 'text',
        width: 150,
        sample: sampleTime(language, 'second'),
        optional: true,
        text: (row) => (row.changedAt === null ? (row.source ?? MISSING) : serverTime(language, row.changedAt)),
      },
    ],
    [t, language],
  );
}
