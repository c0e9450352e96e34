/**
 * The names of waiting packages, oldest first, in bounded memory.
 *
 * The folder is the truth; the line is what is known of it. It is `dirty` when the folder may hold names that nobody told of
 * (at the start, after `distrust`) and `overflowing` when the folder holds more names than fit. In both states new names are
 * left to the folder and found by the next walk, so that nothing new is served before what is old. A dirty line walks when
 * it has less than was asked for, an overflowing one when it has been worked off.
 */
export type WaitingFolder = {
  /** All names of the folder in any order. */
  names(): AsyncIterable<string>;
  /** When a package was stored, UTC ms; undefined when it has left. Asked only for names the line does not know. */
  storedAt(name: string): Promise<number | undefined>;
};

export type WaitingLine = {
  /** A package has come; `at` is UTC ms. */
  add(name: string, at: number): void;
  /** A package has left the folder, or was never there. */
  remove(name: string): void;
  /** Up to `limit` names, oldest first, without those for which `skip` says true. Walks the folder when it must. */
  take(limit: number, skip: (name: string) => boolean): Promise<string[]>;
  /** The folder may hold names that nobody told of. Cheap, may be called at every package. */
  distrust(): void;
};

type Known = { readonly name: string; readonly at: number };

/** `capacity` is the number of names held in memory. */
export function createWaitingLine(folder: WaitingFolder, capacity: number): WaitingLine {
  let known = new Map<string, number>();
  let dirty = true;
  let overflowing = false;
  let walk: { done: Promise<void>; came: Map<string, number>; left: Set<string> } | undefined;

  function add(name: string, at: number): void {
    walk?.left.delete(name);
    walk?.came.set(name, at);
    if (dirty || overflowing || known.has(name)) return;
    if (known.size < capacity) known.set(name, at);
    else overflowing = true;
  }

  function remove(name: string): void {
    known.delete(name);
    walk?.came.delete(name);
    walk?.left.add(name);
  }

  function startWalk(skip: (name: string) => boolean): Promise<void> {
    const current = { done: Promise.resolve(), came: new Map<string, number>(), left: new Set<string>() };
    walk = current;
    // A distrust that comes during the walk makes the line dirty again.
    dirty = false;
    current.done = collectOldest(knownAndNew(), capacity, skip)
      .then(({ oldest, more }) => {
        known = new Map(oldest.filter(({ name }) => !current.left.has(name)).map(({ name, at }) => [name, at]));
        overflowing = more;
        for (const [name, at] of current.came) add(name, at);
      })
      .catch((cause) => {
        dirty = true;
        throw cause;
      })
      .finally(() => {
        walk = undefined;
      });
    return current.done;
  }

  async function* knownAndNew(): AsyncGenerator<Known> {
    for await (const name of folder.names()) {
      const at = known.get(name) ?? (await folder.storedAt(name));
      if (at !== undefined) yield { name, at };
    }
  }

  function pick(limit: number, skip: (name: string) => boolean): string[] {
    const names: string[] = [];
    for (const name of known.keys()) {
      if (names.length >= limit) break;
      if (!skip(name)) names.push(name);
    }
    return names;
  }

  async function take(limit: number, skip: (name: string) => boolean): Promise<string[]> {
    const names = pick(limit, skip);
    const enough = dirty ? names.length >= limit : !overflowing || names.length > 0;
    if (enough && (walk === undefined || names.length > 0)) return names;
    await (walk?.done ?? startWalk(skip));
    return pick(limit, skip);
  }

  function distrust(): void {
    dirty = true;
  }

  return { add, remove, take, distrust };
}

/** The oldest of a walk in order; when they do not all fit, those that are to be skipped are left out first. */
async function collectOldest(
  found: AsyncIterable<Known>,
  capacity: number,
  skip: (name: string) => boolean,
): Promise<{ oldest: Known[]; more: boolean }> {
  let oldest: Known[] = [];
  let more = false;
  const trim = () => {
    if (oldest.length <= capacity) return;
    more = true;
    const wanted = oldest.filter(({ name }) => !skip(name)).sort(byAge);
    const others = oldest.filter(({ name }) => skip(name)).sort(byAge);
    oldest = [...wanted, ...others].slice(0, capacity);
  };
  for await (const entry of found) {
    oldest.push(entry);
    if (oldest.length >= capacity * 2) trim();
  }
  trim();
  return { oldest: oldest.sort(byAge), more };
}

function byAge(a: Known, b: Known): number {
  return a.at - b.at || (a.name < b.name ? -1 : 1);
}
