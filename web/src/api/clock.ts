/** The one reader of the browser's clock: milliseconds since the epoch. */
export function now(): number {
  return Date.now();
}
