import { useEffect, useRef, useSyncExternalStore } from 'react';
import { readStored, writeStored } from '../../ui/stored.ts';

/**
 * Keys of the page. They are told by their place on the keyboard (`event.code`), so they work under the Russian layout too.
 * Single keys are silent inside fields and can be switched off altogether (WCAG 2.1.4); all are silent under a dialog.
 */
export type Shortcut = {
  /** `KeyR`, `Shift+Slash`, `Control+KeyF`, or two keys one after the other: `KeyG KeyS`. */
  keys: string;
  /** What the help says it does. */
  label: string;
  /** Returns false when the key is not for it after all (the browser's own meaning then holds). */
  run: () => boolean | undefined;
};

const active = new Map<symbol, { current: Shortcut }>();
const listeners = new Set<() => void>();
let snapshot: Shortcut[] = [];
let singleKeys = readStored('singleKeys') !== 'off';
let first: { code: string; at: number } | null = null;
const SECOND_KEY_MS = 1_500;

function publish(): void {
  snapshot = [...active.values()].map((entry) => entry.current);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The shortcuts that work on the page now, for the help. */
export function useShortcutList(): Shortcut[] {
  return useSyncExternalStore(subscribe, () => snapshot);
}

export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, () => singleKeys);
  const set = (next: boolean) => {
    singleKeys = next;
    writeStored('singleKeys', next ? 'on' : 'off');
    publish();
  };
  return [on, set];
}

/** Makes a key work while the component is on the page. */
export function useShortcut(shortcut: Shortcut | null): void {
  const held = useRef<Shortcut | null>(shortcut);
  held.current = shortcut;
  const keys = shortcut?.keys;
  const label = shortcut?.label;
  useEffect(() => {
    if (keys === undefined || label === undefined) return;
    const id = Symbol(keys);
    active.set(id, { current: { keys, label, run: () => held.current?.run() } });
    publish();
    return () => {
      active.delete(id);
      publish();
    };
  }, [keys, label]);
}

/** Listens on the whole window; called once. */
export function startShortcuts(): () => void {
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
  if (inDialog(event.target)) return;
  const single = !event.ctrlKey;
  if (single && (!singleKeys || isField(event.target))) return;
  const name = keyName(event);
  const second = first !== null && event.timeStamp - first.at < SECOND_KEY_MS ? `${first.code} ${name}` : null;
  first = null;
  const found = find((keys) => keys === second) ?? find((keys) => keys === name);
  if (found !== undefined) {
    if (found.run() !== false) event.preventDefault();
    return;
  }
  if (find((keys) => keys.startsWith(`${name} `)) !== undefined) first = { code: name, at: event.timeStamp };
}

/** The latest comer wins: a page may take a key from the frame. */
function find(fits: (keys: string) => boolean): Shortcut | undefined {
  return [...active.values()].map((entry) => entry.current).findLast((shortcut) => fits(shortcut.keys));
}

/** `?` is Shift+7 under the Russian layout, so that one is told by its sign as well. */
function keyName(event: KeyboardEvent): string {
  if (event.key === '?') return 'Shift+Slash';
  return `${event.ctrlKey ? 'Control+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.code}`;
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio';
  return target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT';
}

/** A modal dialog holds the page even while nothing in it has the focus. */
function inDialog(target: EventTarget | null): boolean {
  if (document.querySelector('dialog:modal') !== null) return true;
  return target instanceof HTMLElement && target.closest('dialog, [role="dialog"]') !== null;
}
