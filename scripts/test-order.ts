/**
 * In which order test files run. Whole-system tests wait for servers, tests of pages keep the processors busy: mixed, they fill each
 * other's gaps. Parts come last, because they are short: nobody waits at the end for one long file.
 */

/** The same files: whole-system tests with those of pages spread evenly among them, then the tests of parts. */
export function orderTests(tests: readonly string[]): string[] {
  const pages = tests.filter((path) => path.startsWith('tests/web-ui/'));
  const system = tests.filter((path) => path.startsWith('tests/') && !pages.includes(path)).sort(longestRoomsFirst);
  const parts = tests.filter((path) => !path.startsWith('tests/'));
  return [...spread(pages, system), ...parts];
}

/** Rooms whose files take minutes; whoever begins with them does not wait for them at the end. */
const longestRooms = [
  'tests/nothing-lost/kill.',
  'tests/trimming/kill.',
  'tests/asking/asking-again.',
  'tests/nothing-lost/',
];

function longestRoomsFirst(a: string, b: string): number {
  return place(a) - place(b);
}

function place(path: string): number {
  const index = longestRooms.findIndex((room) => path.startsWith(room));
  return index === -1 ? longestRooms.length : index;
}

/** Puts `few` among `many` at equal distances, keeping the order of both. */
function spread(few: readonly string[], many: readonly string[]): string[] {
  const all = few.length + many.length;
  const placed = (files: readonly string[], shift: number) =>
    files.map((path, index) => ({ path, at: ((index + shift) * all) / files.length }));
  return [...placed(many, 0), ...placed(few, 0.5)].sort((a, b) => a.at - b.at).map(({ path }) => path);
}
