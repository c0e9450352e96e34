/** What the process of the server may do beyond what it needs, and who else may look at its data. */
import { stat } from 'node:fs/promises';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { Logger } from '../platform/logger.ts';

/** Whether the process may do everything on the machine; systems without such a user have none. */
export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Says at each start what an administrator should mend. Neither ends the start: in a container the user is often root and bounded by the
 * container, and a folder may be open on purpose.
 */
export async function tellOwnProcess(
  dataFolder: string,
  { logger, log }: { logger: Logger; log: Pick<EventBuffer, 'add'> },
): Promise<void> {
  if (runsAsRoot()) {
    logger.warn('the server runs as root: a user of its own is enough for it');
    log.add({ code: 'server.runs_as_root', level: 'warning', params: {} });
  }
  if (((await stat(dataFolder)).mode & OTHERS) === 0) return;
  logger.warn(`everybody on this machine may look into ${dataFolder}: chmod o= ${dataFolder}`);
  log.add({ code: 'server.data_open', level: 'warning', params: { folder: dataFolder } });
}

/** What those may do who are neither the owner nor of the group. */
const OTHERS = 0o007;
