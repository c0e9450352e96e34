/** The other side of `startBackground`: what a program of the background does first and last. */
import { setPriority } from 'node:os';

/** What goes over the line to the process that started us. */
export type Wire<Out> = { kind: 'said'; message: Out } | { kind: 'failed'; cause: string };

/** The priority of what is in no hurry. */
export const LOWEST = 19;

export type BackgroundLine<Out> = {
  /** Resolves when the message is handed over. */
  say(message: Out): Promise<void>;
  /** Told of each message of the other side after the first. */
  onMessage(hear: (message: unknown) => void): void;
};

/**
 * Does the work with the data it was started with, tells what it throws, and ends the process. When the process that started it is
 * gone, it ends at once, in the midst of anything. Throws an Error when it was not started by `startBackground`.
 */
export async function runBackground<Data, Out>(
  work: (data: Data, line: BackgroundLine<Out>) => Promise<void>,
): Promise<void> {
  if (process.send === undefined) throw new Error('this file is the program of a process in the background');
  setPriority(LOWEST);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const orphaned = () => process.exit(1);
  process.once('disconnect', orphaned);
  const send = (wire: Wire<Out>) =>
    new Promise<void>((resolve, reject) =>
      process.send?.(wire, undefined, undefined, (cause) => (cause ? reject(cause) : resolve())),
    );
  const data = await new Promise<Data>((resolve) =>
    process.once('message', ({ message }: { message: Data }) => resolve(message)),
  );
  let code = 0;
  try {
    await work(data, {
      say: (message) => send({ kind: 'said', message }),
      onMessage(hear) {
        process.on('message', ({ message }: { message: unknown }) => hear(message));
      },
    });
  } catch (cause) {
    code = 1;
    await send({ kind: 'failed', cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
  }
  process.off('disconnect', orphaned);
  process.exit(code);
}
