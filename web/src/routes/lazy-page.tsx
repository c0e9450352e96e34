import type { ComponentType, ReactNode } from 'react';

const loads: (() => Promise<unknown>)[] = [];

/**
 * A page whose program comes when it is opened for the first time. The router waits for `preload` while the old page stays; when the
 * program cannot be had it shows its page of errors, and the next visit asks again.
 */
export function lazyPage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  useProps: () => Props,
): (() => ReactNode) & { preload: () => Promise<void> } {
  let loaded: ComponentType<Props> | undefined;
  const preload = async () => {
    loaded ??= await load();
  };
  loads.push(load);
  function LazyPage() {
    const props = useProps();
    if (loaded === undefined) throw new Error('the page is drawn before its program has come');
    const Loaded = loaded;
    return <Loaded {...props} />;
  }
  return Object.assign(LazyPage, { preload });
}

/** Fetches the other pages when the browser has nothing to do, so that they open while the server is away too. */
export function fetchPagesWhenIdle(): void {
  const fetchNext = async () => {
    for (const load of loads) {
      const came = await load().then(
        () => true,
        () => false,
      );
      // The server is away or has been renewed: a page that is opened asks for itself.
      if (!came) return;
    }
  };
  // Safari has no idle time to give.
  if (typeof window.requestIdleCallback === 'function') window.requestIdleCallback(() => void fetchNext());
}
