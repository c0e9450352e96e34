import type { ReactNode } from 'react';
import type { Setting } from '../../../../contracts/web-api.ts';
import { zonedTime } from '../../format/zones.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { PROTOCOL, scopeText, valueText } from './setting-words.ts';

/** The panel on the right: value, key, type, description of the setting in use, and where it is changed. */
export function SettingInfo({ row }: { row: Setting | undefined }) {
  const { t, language } = useLanguage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reachable by keys
    <aside className="setting-info" tabIndex={0} aria-label={t('settings.info')}>
      {row === undefined ? (
        <p className="secondary">{t('settings.chooseRow')}</p>
      ) : (
        <>
          <h2>{row.name[language]}</h2>
          <dl>
            {facts(row, t, language === 'ru' ? 'ru' : 'en').map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </aside>
  );
}

function facts(row: Setting, t: Translate, language: 'ru' | 'en'): [string, ReactNode][] {
  const { registers } = row;
  const common: [string, ReactNode][] = [
    [t('settings.value'), valueText(row, t)],
    [t('settings.key'), <code key="key">{row.key}</code>],
    [t('settings.type'), t(`settings.kind.${row.type}`)],
    ...(row.choices.length === 0
      ? []
      : [[t('settings.allowed'), row.choices.map((value) => valueText({ key: row.key, value }, t)).join(', ')] as const]
    ).map(([name, value]): [string, ReactNode] => [name, value]),
    [t('settings.scope'), scopeText(row, t)],
    [t('settings.byDefault'), valueText({ key: row.key, value: row.byDefault }, t)],
    [t('settings.description'), row.key === PROTOCOL ? t('settings.protocolText') : row.name[language]],
  ];
  if (row.place === 'config') {
    return [
      ...common,
      [t('settings.writtenIn'), row.source ?? t('settings.default')],
      [t('settings.changedIn'), t('settings.inConfig', { key: row.key, variable: row.variable })],
      [t('settings.effect'), t('settings.afterRestart')],
    ];
  }
  const counts = registers && {
    on3: registers.onProtocol3,
    on4: registers.onProtocol4,
    tooOld: registers.tooOldFor4,
    unknown: registers.unknownVersion,
  };
  return [
    ...common,
    ...(counts === null ? [] : [[t('settings.registers'), t('settings.registersText', counts)] as [string, ReactNode]]),
    [t('settings.changedIn'), t('settings.here')],
    [t('settings.effect'), t('settings.atOnce')],
    [t('settings.changed'), zonedTime(language, row.changedAt, undefined)],
    [t('settings.changedBy'), row.changedBy ?? t(row.changedAt === null ? 'settings.never' : 'settings.unnamed')],
  ];
}
