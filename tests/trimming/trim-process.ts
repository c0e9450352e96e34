/** A process that trims or restores and ends itself by SIGKILL at a step: `trim-process.ts <JSON of TrimOrder>`. */
import { createTrimmer, type TrimStep } from '../../src/pipeline/archive/archive.ts';
import { type DatabaseLocation, openDatabase } from '../../src/platform/database/open-database.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { migrations } from '../support/databases.ts';
import { trimSettings } from '../support/trim-stage.ts';

export type TrimOrder = {
  location: DatabaseLocation;
  folders: { archives: string; keys: string; receipts: string };
  nowMs: number;
  work: 'trim' | 'restore';
  /** Ends the process when the step is told for the n-th time. */
  kill: { step: TrimStep; time: number };
};

const order = JSON.parse(process.argv[2] ?? '') as TrimOrder;
let times = 0;
const trimmer = createTrimmer({
  database: openDatabase<Tables>(order.location, migrations, 2),
  clock: { now: () => order.nowMs },
  folders: order.folders,
  settings: trimSettings,
  at: null,
  timeZone: 'Europe/Moscow',
  onStep(step) {
    if (step !== order.kill.step) return;
    times += 1;
    if (times === order.kill.time) process.kill(process.pid, 'SIGKILL');
  },
});
if (order.work === 'trim') await trimmer.run();
else await trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-31' }, false);
process.exit(0);
