/** Work that must not run side by side, in the order in which it was asked for. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

/** Each piece of work begins when the one before has ended, however it ended. */
export function createOneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}
