import { useSyncExternalStore } from 'react';
import { now } from '../clock.ts';

/** How fresh the screen is: whether the stream runs, since when it does not, and when the server was last heard. */
export type LiveState = {
  connected: boolean;
  /** ms since the epoch: when the stream was lost, or when the page was opened and has none yet; null while it runs. */
  lostAt: number | null;
  /** ms since the epoch: last word or answer of the server; null before the first. */
  lastContactAt: number | null;
  /** The person froze the page at this time (ms); null = it moves. */
  pausedAt: number | null;
};

let state: LiveState = { connected: false, lostAt: now(), lastContactAt: null, pausedAt: null };
const listeners = new Set<() => void>();

function change(next: Partial<LiveState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

export function liveState(): LiveState {
  return state;
}

export function noteConnected(): void {
  change({ connected: true, lostAt: null, lastContactAt: now() });
}

export function noteLost(): void {
  if (state.connected || state.lostAt === null) change({ connected: false, lostAt: now() });
}

/** The server was heard just now, by the stream or by an answer. */
export function noteContact(): void {
  change({ lastContactAt: now() });
}

export function togglePause(): void {
  change({ pausedAt: state.pausedAt === null ? now() : null });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, liveState);
}
