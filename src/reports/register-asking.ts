/** By what a register can be asked for its sales now, and why not when it cannot. */
import type { Register } from '../../contracts/web-api.ts';
import type { ErrorCode, MessageParams } from '../messages/messages.ts';
import type { RegisterActivity } from './register-activity.ts';
import { bothTexts } from './report-text.ts';

/** Since when a register holds its command stream, UTC text; null = it holds none. */
export type ReadStream = (registerId: string) => { since: string } | null;
/** Whether the server of its store holds a stream for a register: `away` = one may speak for it and holds none now; null = none may. */
export type ReadBehind = (register: { registerId: string; shopId: string }) => 'held' | 'away' | null;

/** The stream is preferred; a register out of service is not asked at all. */
export function askedBy(register: RegisterActivity, readStream: ReadStream, readBehind: ReadBehind): Register['asked'] {
  const { registerId, registerCode, inService, commandHost, streamOpenedAt } = register;
  if (!inService) return cannot('load.out_of_service', { registerCode });
  const stream = readStream(registerId);
  if (stream !== null) return { by: 'stream', streamSince: stream.since, why: null };
  const behind = readBehind(register);
  if (behind === 'held') return { by: 'store_server', streamSince: null, why: null };
  if (commandHost !== null) return { by: 'command_service', streamSince: null, why: null };
  if (behind === 'away') return cannot('ask.server_away', {});
  return cannot(streamOpenedAt === null ? 'ask.no_address' : 'ask.stream_closed', {});
}

function cannot(code: ErrorCode, params: MessageParams): Register['asked'] {
  return { by: 'nothing', streamSince: null, why: bothTexts(code, params) };
}
