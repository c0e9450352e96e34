import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ProtocolPreview, Setting } from '../../../../contracts/web-api.ts';
import { firstSoftwareOf } from '../../../../src/domain/software-version.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';

type ConfirmChangeProps = {
  row: Setting;
  preview: ProtocolPreview;
  onChange: (includeUnknown: boolean) => void;
  onKeep: () => void;
};

/** D4: old and new value, how many registers follow, and which cannot. Esc, the cross and a click outside keep it. */
export function ConfirmChange({ row, preview, onChange, onKeep }: ConfirmChangeProps) {
  const { t, language } = useLanguage();
  const [includeUnknown, setIncludeUnknown] = useState(false);
  const harmless = useRef<HTMLButtonElement>(null);
  const answered = useRef(false);
  useEffect(() => harmless.current?.focus(), []);
  const answer = (what: () => void) => {
    if (answered.current) return;
    answered.current = true;
    what();
  };
  const { from, to, already, tooOld, unknownVersion } = preview;
  const changing = preview.changing + (includeUnknown ? unknownVersion.count : 0);
  const one = new Intl.PluralRules(language).select(tooOld.count) === 'one';
  const name = row.name[language];
  return (
    <Dialog title={t('settings.askTitle', { name, from, to })} onClose={() => answer(onKeep)}>
      <p>
        {changing === 0 ? t('settings.askNobody', { already }) : t('settings.askChanging', { n: changing, already })}
      </p>
      {tooOld.count > 0 && (
        <LeftBehind
          text={t(one ? 'settings.askTooOld' : 'settings.askTooOldMany', {
            n: tooOld.count,
            version: firstSoftwareOf[to],
            from,
            to,
          })}
          group={tooOld}
        />
      )}
      {unknownVersion.count > 0 && (
        <>
          <LeftBehind text={t('settings.askUnknown', { n: unknownVersion.count })} group={unknownVersion} />
          <label className="form-choice">
            <input
              type="checkbox"
              checked={includeUnknown}
              onChange={(event) => setIncludeUnknown(event.currentTarget.checked)}
            />
            {t('settings.includeUnknown')}
          </label>
          <p className="secondary">{t('settings.askUnknownRisk', { to })}</p>
        </>
      )}
      <div className="dialog-answers">
        <Button onClick={() => answer(() => onChange(includeUnknown))}>{t('settings.change')}</Button>
        <Button ref={harmless} variant="default" onClick={() => answer(onKeep)}>
          {t('settings.keep', { from })}
        </Button>
      </div>
    </Dialog>
  );
}

/** Registers named one by one in a window. */
const MOST_NAMED = 100;

function LeftBehind({ text, group: { count, registers } }: { text: string; group: ProtocolPreview['tooOld'] }) {
  const { t } = useLanguage();
  const named = registers.slice(0, MOST_NAMED);
  return (
    <>
      <p>{text}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys */}
      <ul className="setting-left" tabIndex={0} aria-label={text}>
        {named.map(({ shopCode: shop, registerCode: register, softwareVersion: version }) => (
          <li key={`${shop}/${register}`}>
            {version === null
              ? t('settings.registerOf', { shop, register })
              : t('settings.registerOfVersion', { shop, register, version })}
          </li>
        ))}
        {count > named.length && <li>{t('settings.more', { n: count - named.length })}</li>}
      </ul>
    </>
  );
}
