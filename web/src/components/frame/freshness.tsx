import { ActionIcon } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { now } from '../../api/clock.ts';
import { togglePause, useLiveState } from '../../api/live/live-store.ts';
import { STALE_AFTER_MS } from '../../api/live/live-updates.tsx';
import { clockTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { StatusMark } from '../status-mark.tsx';

const BANNER_AFTER_MS = 120_000;

export type Freshness = { kind: 'fresh' | 'stale' | 'paused'; silent: boolean; dataAt: number | null; lostFor: number };

/** How old the page is: fresh, stale (no stream for 10 s) or frozen; `silent` = not a word of the server for two minutes. */
export function useFreshness(): Freshness {
  const { connected, lostAt, lastContactAt, pausedAt } = useLiveState();
  const [clock, setClock] = useState(now);
  useEffect(() => {
    if (connected && pausedAt === null) return;
    setClock(now());
    const timer = window.setInterval(() => setClock(now()), 1_000);
    return () => window.clearInterval(timer);
  }, [connected, pausedAt]);
  const lostFor = connected || lostAt === null ? 0 : Math.max(0, clock - lostAt);
  const quietSince = Math.max(lostAt ?? 0, lastContactAt ?? 0);
  const silent = !connected && clock - quietSince >= BANNER_AFTER_MS;
  if (pausedAt !== null) return { kind: 'paused', silent, dataAt: pausedAt, lostFor };
  return { kind: lostFor >= STALE_AFTER_MS ? 'stale' : 'fresh', silent, dataAt: lastContactAt, lostFor };
}

/** «обновлено сейчас», or the time of the data when they are old, with the button that freezes the page. */
export function FreshnessPill() {
  const { t } = useLanguage();
  const { kind, dataAt } = useFreshness();
  const paused = kind === 'paused';
  const label = paused ? t('fresh.resume') : t('fresh.pause');
  useShortcut({
    keys: 'KeyP',
    label: t('fresh.pause'),
    run: () => {
      togglePause();
      return true;
    },
  });
  const at = dataAt === null ? '—' : clockTime(dataAt);
  return (
    <div className="freshness">
      <span className={`pill pill-${kind}`} data-testid="freshness">
        {kind === 'fresh' && <StatusMark mark="order" word={t('fresh.now')} />}
        {kind === 'stale' && <StatusMark mark="late" word={t('fresh.at', { time: at })} />}
        {kind === 'paused' && <StatusMark mark="off" word={t('fresh.paused', { time: at })} />}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        onClick={togglePause}
        aria-label={label}
        title={label}
        aria-pressed={paused}
      >
        {paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
      </ActionIcon>
    </div>
  );
}

/** The banner of a lost server; nothing while it is there. */
export function SilenceBanner() {
  const { t } = useLanguage();
  const { silent, dataAt } = useFreshness();
  if (!silent) return null;
  return (
    <div className="silence-banner" role="alert">
      <StatusMark mark="broken" word={t('fresh.banner', { time: dataAt === null ? '—' : clockTime(dataAt) })} />
    </div>
  );
}
