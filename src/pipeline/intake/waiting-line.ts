/**
 * The names of waiting packages, oldest first, in bounded memory.
 *
 * Two modes. `complete`: the line knows every name of the folder; a new name goes to its end. `partial`: the folder holds
 * more than the line (at the start, after an overflow, after `distrust`); new names are left to the folder, the line is
 * worked off and then filled with the oldest names of the folder, so that nothing old waits behind what is new.
 */
export type NamedAt = { readonly name: string; readonly at: number };

export type WaitingLine = {
  /** A package has come. */
  add(name: string): void;
  /** A package has left the folder, or was never there. */
  remove(name: string): void;
  /** Up to `limit` names, oldest first, without those for which `skip` says true. Walks the folder when it must. */
  take(limit: number, skip: (name: string) => boolean): Promise<string[]>;
  /** The folder may hold names that nobody told of: walk it at the next `take`. */
  distrust(): void;
};

/** `scan` walks the folder in any order; `capacity` is the number of names held in memory. */
export function createWaitingLine(scan: () => AsyncIterable<NamedAt>, capacity: number): WaitingLine {
  let known = new Set<string>();
  let complete = false;
  let fill: { done: Promise<void>; came: Set<string>; left: Set<string>; distrusted: boolean } | undefined;

  function add(name: string): void {
    fill?.left.delete(name);
    fill?.came.add(name);
    if (!complete || known.has(name)) return;
    if (known.size < capacity) known.add(name);
    else complete = false;
  }

  function remove(name: string): void {
    known.delete(name);
    fill?.came.delete(name);
    fill?.left.add(name);
  }

  function startFill(skip: (name: string) => boolean): Promise<void> {
    const current = { done: Promise.resolve(), came: new Set<string>(), left: new Set<string>(), distrusted: false };
    fill = current;
    current.done = collectOldest(scan(), capacity, skip)
      .then(({ names, more }) => {
        known = new Set(names.filter((name) => !current.left.has(name)));
        complete = !more && !current.distrusted;
        for (const name of current.came) add(name);
      })
      .finally(() => {
        fill = undefined;
      });
    return current.done;
  }

  function pick(limit: number, skip: (name: string) => boolean): string[] {
    const names: string[] = [];
    for (const name of known) {
      if (names.length >= limit) break;
      if (!skip(name)) names.push(name);
    }
    return names;
  }

  async function take(limit: number, skip: (name: string) => boolean): Promise<string[]> {
    const names = pick(limit, skip);
    if (complete || names.length > 0) return names;
    await (fill?.done ?? startFill(skip));
    return pick(limit, skip);
  }

  function distrust(): void {
    known.clear();
    complete = false;
    if (fill !== undefined) fill.distrusted = true;
  }

  return { add, remove, take, distrust };
}

/** The oldest names of a walk in order; when they do not all fit, those that are to be skipped are left out first. */
async function collectOldest(
  walk: AsyncIterable<NamedAt>,
  capacity: number,
  skip: (name: string) => boolean,
): Promise<{ names: string[]; more: boolean }> {
  let found: NamedAt[] = [];
  let more = false;
  const trim = () => {
    if (found.length <= capacity) return;
    more = true;
    const wanted = found.filter((entry) => !skip(entry.name)).sort(byAge);
    const others = found.filter((entry) => skip(entry.name)).sort(byAge);
    found = [...wanted, ...others].slice(0, capacity);
  };
  for await (const entry of walk) {
    found.push(entry);
    if (found.length >= capacity * 2) trim();
  }
  trim();
  return { names: found.sort(byAge).map((entry) => entry.name), more };
}

function byAge(a: NamedAt, b: NamedAt): number {
  return a.at - b.at || (a.name < b.name ? -1 : 1);
}
