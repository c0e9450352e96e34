import { useSyncExternalStore } from 'react';

/** The one polite voice of the page: what changed, for those who do not see it. */
let text = '';
let spokenAt = Number.NEGATIVE_INFINITY;
let timer: number | undefined;
const listeners = new Set<() => void>();
const QUIET_MS = 5_000;

function speak(next: string): void {
  text = next;
  spokenAt = performance.now();
  for (const listener of listeners) listener();
}

/** Says a sentence; of several within five seconds only the last is said. */
export function announce(sentence: string): void {
  window.clearTimeout(timer);
  const wait = Math.max(0, spokenAt + QUIET_MS - performance.now());
  timer = window.setTimeout(() => speak(sentence), wait);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const sentence = useSyncExternalStore(subscribe, () => text);
  return (
    <div className="unseen" role="status">
      {sentence}
    </div>
  );
}
