import { ActionIcon } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { Dialog } from '../dialog.tsx';
import { type Shortcut, useShortcut, useShortcutList, useSingleKeys } from './shortcuts.ts';

/** Keys that a table understands while one of its rows has the focus. */
const tableKeys: [keys: string, text: ScreenText][] = [
  ['ArrowUp ArrowDown', 'keys.rows'],
  ['PageUp PageDown', 'keys.pages'],
  ['Home End', 'keys.ends'],
  ['Enter', 'keys.open'],
  ['Control+KeyC', 'keys.copy'],
];

/** «?»: all keys of the page, and the switch that turns single keys off. */
export function HelpButton() {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  useShortcut({
    keys: 'Shift+Slash',
    label: t('keys.help'),
    run: () => {
      setOpen(true);
      return true;
    },
  });
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        onClick={() => setOpen(true)}
        aria-label={t('keys.help')}
        title={t('keys.help')}
      >
        <IconHelp size={18} />
      </ActionIcon>
      {open && (
        <Dialog title={t('keys.title')} onClose={() => setOpen(false)}>
          <KeyList />
        </Dialog>
      )}
    </>
  );
}

function KeyList() {
  const { t } = useLanguage();
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const shortcuts = useShortcutList();
  const inTables = shortcuts.some((shortcut) => shortcut.keys === 'Slash');
  return (
    <div className="help">
      <label className="help-switch">
        <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
        {t('keys.single')}
      </label>
      <h3>{t('keys.page')}</h3>
      <KeyTable rows={merged(shortcuts).map((shortcut) => [shortcut.keys, shortcut.label])} />
      {inTables && (
        <>
          <h3>{t('keys.table')}</h3>
          <KeyTable rows={tableKeys.map(([keys, text]) => [keys, t(text)])} />
        </>
      )}
    </div>
  );
}

/** Two keys with one meaning stand on one line. */
function merged(shortcuts: Shortcut[]): Shortcut[] {
  const byLabel = new Map<string, Shortcut>();
  for (const shortcut of shortcuts) {
    const same = byLabel.get(shortcut.label);
    byLabel.set(
      shortcut.label,
      same === undefined || same.keys === shortcut.keys
        ? shortcut
        : { ...same, keys: `${same.keys} / ${shortcut.keys}` },
    );
  }
  return [...byLabel.values()];
}

function KeyTable({ rows }: { rows: [keys: string, label: string][] }) {
  return (
    <dl className="key-table">
      {rows.map(([keys, label]) => (
        <Fragment key={keys}>
          <dt>
            {keys
              .split(' ')
              .map((key) => (key === '/' ? <span key={key}> / </span> : <kbd key={key}>{keyCap(key)}</kbd>))}
          </dt>
          <dd>{label}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

const caps: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Slash: '/',
  'Shift+Slash': '?',
  BracketLeft: '[',
  BracketRight: ']',
};

/** What is printed on a key: `Control+KeyF` → `Ctrl+F`. */
function keyCap(key: string): string {
  return caps[key] ?? key.replace('Control', 'Ctrl').replace(/Key|Digit/, '');
}
