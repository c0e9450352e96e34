/** Commands on one open stream: written, and their answers waited for. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Command } from '../../../contracts/generated/register-command-stream.ts';
import { sleep } from '../../platform/worker-loop.ts';
import type { ReadReport } from './stream-messages.ts';

/** `reported` = the register answered (a report of a load is written down already); else why there is no answer. */
export type StreamAnswer = { kind: 'reported'; report: ReadReport } | { kind: 'closed' | 'cut' | 'silent' | 'busy' };

export type Line = {
  /** Writes a command and waits so many ms for its answer. Never rejects. */
  send(command: Command, answerMs: number): Promise<StreamAnswer>;
  /** Who waits for the answer to a command; undefined = nobody. */
  waiting(commandId: string): ((answer: StreamAnswer) => void) | undefined;
  /** The stream is gone. */
  cut(): void;
};

/** `mostUnsent`: commands that the library has not handed to the connection yet, because it takes no more bytes. */
export function newLine(call: Pick<ServerWritableStream<never, Command>, 'write'>, mostUnsent: number): Line {
  const waiting = new Map<string, (answer: StreamAnswer) => void>();
  let unsent = 0;
  return {
    async send(command, answerMs) {
      const { commandId } = command;
      if (unsent >= mostUnsent || waiting.has(commandId)) return { kind: 'busy' };
      const { promise, resolve } = Promise.withResolvers<StreamAnswer>();
      const answered = new AbortController();
      waiting.set(commandId, resolve);
      unsent += 1;
      call.write(command, () => {
        unsent -= 1;
      });
      const late = sleep(answerMs, answered.signal).then((): StreamAnswer => ({ kind: 'silent' }));
      const answer = await Promise.race([promise, late]);
      answered.abort();
      waiting.delete(commandId);
      return answer;
    },
    waiting: (commandId) => waiting.get(commandId),
    cut() {
      for (const answer of waiting.values()) answer({ kind: 'cut' });
      waiting.clear();
    },
  };
}
