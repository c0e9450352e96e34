/** The audit trail of a server: its anchors at their time, its verification, and entries of what is no change of the tables. */
import { join } from 'node:path';
import type { AuditVerdict } from '../../contracts/web-api.ts';
import { type AnchorFolders, createAnchors, type NewEntry, record, recordFirst, verifyChain } from '../audit/audit.ts';
import type { Config } from '../config.ts';
import type { StandFunctions } from '../connections/web-api/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import { keysFolder } from './stations.ts';

export type AuditTrail = {
  /** Adds an entry of something that changes no table. */
  add(entry: NewEntry): Promise<void>;
  /** Adds the entry, then does the work. */
  first<T>(entry: NewEntry, work: () => Promise<T>): Promise<T>;
  /** Reads the whole chain; who asks while it is being read gets the same answer. */
  verify(): Promise<AuditVerdict>;
  /** Writes down where the chain ends, when that is due. */
  anchorWhenDue(): Promise<void>;
  /** The same at once. */
  anchor(): Promise<void>;
};

/** What was added since the last anchor could be cut off unseen; so often one is written while the chain grows, in ms. */
const ANCHOR_EVERY_MS = 10 * 60_000;

/** Where anchors and their key lie. */
export function anchorFolders(config: Config): AnchorFolders {
  return { anchors: join(config.dataFolder, 'audit'), keys: keysFolder(config) };
}

export function openTrail(folders: AnchorFolders, database: Database<Tables>, clock: Clock): AuditTrail {
  const anchors = createAnchors(database, clock, folders);
  let anchoredMs = Number.NEGATIVE_INFINITY;
  let verifying: Promise<AuditVerdict> | null = null;
  return {
    add: (entry) => database.transaction((tx) => record(tx, clock, entry)),
    first: (entry, work) => recordFirst(database, clock, entry, work),
    verify() {
      verifying ??= verdictOf(folders, database, clock).finally(() => {
        verifying = null;
      });
      return verifying;
    },
    async anchorWhenDue() {
      const nowMs = clock.now();
      // A clock that was set back must not keep the chain from being written down.
      if (Math.abs(nowMs - anchoredMs) < ANCHOR_EVERY_MS) return;
      if ((await anchors.write()) !== null) anchoredMs = nowMs;
    },
    async anchor() {
      await anchors.write();
    },
  };
}

/** Reads the whole chain of a database. */
export async function verdictOf(
  folders: AnchorFolders,
  database: Database<Tables>,
  clock: Clock,
): Promise<AuditVerdict> {
  return { ...(await verifyChain(database, folders)), asOf: utcText(clock.now()) };
}

/** A stand whose switches leave entries. */
export function toldStand(stand: StandFunctions['stand'], trail: AuditTrail): Pick<StandFunctions, 'stand'> {
  if (stand === undefined) return {};
  return {
    stand: {
      state: () => stand.state(),
      turn(name, on) {
        const old = { on: stand.state().switches.find((one) => one.name === name)?.on ?? null };
        return trail.first({ verb: 'switch', object: 'stand', key: name, old, new: { on } }, () =>
          stand.turn(name, on),
        );
      },
    },
  };
}
