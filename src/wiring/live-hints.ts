/** What the pipeline thread says, turned into hints for browsers, entries of the log and answers for those who wait. */
import type { LiveHint } from '../../contracts/web-api.ts';
import type { LiveHub } from '../connections/web-api/web-api.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { LedgerChange } from '../pipeline/ledger/ledger.ts';
import type { CapturedFrames } from './captured-frames.ts';
import type { FileChecker } from './check-file.ts';
import type { FromPipeline } from './pipeline-thread.ts';
import type { FileReceiver } from './receive-file.ts';

/** A hint about everything of a topic. */
export function hint(topic: LiveHint['topic']): LiveHint {
  return { topic, shopCode: null, registerCode: null, shiftKey: null };
}

/** The listener of the pipeline thread. */
export function hearPipeline(parts: {
  live: LiveHub;
  log: EventBuffer;
  files: FileReceiver;
  checks: FileChecker;
  noteLoaded: CapturedFrames['noteLoaded'];
  /** Packages are in the index: they may go on to an upper server. */
  onLoaded: () => void;
}) {
  const { live, log, files, checks, noteLoaded, onLoaded } = parts;
  return (message: FromPipeline): void => {
    switch (message.kind) {
      case 'changed':
        for (const change of message.changes) tellChange(live, message.topic, change);
        // A target that no register stands behind.
        if (message.changes.length === 0) live.publish(hint('exports'));
        if (message.topic === 'ledger') live.publish(hint('packages'));
        live.publish(hint('log'));
        return;
      case 'reconciled':
        live.publish(hint('gaps'));
        for (const register of message.registers) live.publish({ topic: 'cases', ...register, shiftKey: null });
        live.publish(hint('log'));
        return;
      case 'loaded':
        files.hear(message.results);
        noteLoaded(message.results);
        onLoaded();
        live.publish(hint('transfers'));
        live.publish(hint('packages'));
        return;
      case 'checked':
        checks.hear(message.id, message.checked);
        return;
      case 'event':
        log.add(message.event);
        return;
      case 'database':
        if (message.available) log.add({ code: 'database.available', level: 'info', params: {} });
        else log.add({ code: 'database.unavailable', level: 'error', params: { cause: message.cause } });
        live.publish(hint('status'));
        return;
      default:
        return;
    }
  };
}

function tellChange(live: LiveHub, topic: 'ledger' | 'exports', change: LedgerChange): void {
  const { shopCode, registerCode, shiftKeys = [null] } = change;
  live.publish({ topic: 'register', shopCode, registerCode, shiftKey: null });
  if (topic === 'exports') live.publish({ topic, shopCode, registerCode, shiftKey: null });
  else for (const shiftKey of shiftKeys) live.publish({ topic: 'shift', shopCode, registerCode, shiftKey });
}
