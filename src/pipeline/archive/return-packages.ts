/**
 * Packages come back out of the archives of a period into the line, where each is loaded once more: what the tables know already
 * is answered as repeated and goes back to `processed`. The archives stay as they are. Begun again after a crash it goes on.
 */
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import type { Statements } from '../../platform/database/database.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { type EndState, indexedStates } from '../intake/intake.ts';
import type { Packing } from './packing.ts';
import { ArchiveDamaged } from './read-archive.ts';

/** Which archives: of one kind, made in this period of local dates, both included. */
export type ReturnQuery = { state: EndState; from: string; to: string };

export type ReturnedPackages = ReturnQuery & {
  /** What lies in them, and of each how many packages. */
  archives: { name: string; packages: number }[];
  packages: number;
  /** As packed. */
  bytes: number;
  /** Packages of which the tables say that they are loaded: loading them once more changes nothing. */
  known: number;
  /** The first of the names. */
  names: string[];
  /** Packages that are in the line now. */
  returned: number;
  /** Packages that could not be read: their archive is damaged or gone. */
  unreadable: number;
  /** Why it has stopped before its end; null = it has not. */
  failure: { code: ErrorCode; params: MessageParams } | null;
};

export type ReturnOptions = {
  /** Only told. */
  dryRun: boolean;
  /** Told how many of all packages were looked at. */
  onProgress?: (done: number, all: number) => Promise<void>;
};

/** Names that are told. */
const MOST_NAMES = 100;
/** Packages between two words about how far it is. */
const AT_ONCE = 200;

/** Brings packages back, or tells what would come. Throws what the database throws. */
export async function returnPackages(
  packing: Packing,
  query: ReturnQuery,
  { dryRun, onProgress = async () => undefined }: ReturnOptions,
): Promise<ReturnedPackages> {
  const result: ReturnedPackages = {
    ...query,
    ...{ archives: [], packages: 0, bytes: 0, known: 0, names: [], returned: 0, unreadable: 0, failure: null },
  };
  const archives = await archivesOf(packing.database, query);
  for (const { name: archive } of archives) await count(packing, archive, result);
  if (dryRun || result.packages === 0) return result;
  let done = 0;
  for (const { name: archive, average } of archives) {
    for (let after = ''; result.failure === null; ) {
      const names = packing.index.namesOf(query.state, archive, after, AT_ONCE);
      if (names.length === 0) break;
      after = names.at(-1) ?? '';
      for (const name of names) await returnOne(packing, result, name, average);
      await settleDecisions(packing, names);
      done += names.length;
      await onProgress(done, result.packages);
    }
  }
  await tell(packing, result);
  return result;
}

type Archive = { name: string; average: number };

/** The archives of the period, the oldest first, with the bytes of a package of each. */
function archivesOf(database: Statements, { state, from, to }: ReturnQuery): Promise<Archive[]> {
  return database.all<Archive>(
    `SELECT name AS name, CASE WHEN packages = 0 THEN 0 ELSE content_bytes / packages END AS average FROM archive_file
     WHERE shop_id = '' AND state = ? AND made_on >= ? AND made_on <= ? AND deleted_utc IS NULL ORDER BY made_utc, name`,
    [state, from, to],
  );
}

async function count({ database, index }: Packing, archive: string, result: ReturnedPackages): Promise<void> {
  let packages = 0;
  for (let after = ''; ; ) {
    const members = index.membersOf(result.state, archive, after, AT_ONCE);
    if (members.length === 0) break;
    after = members.at(-1)?.name ?? '';
    const names = members.map(({ name }) => name);
    const states = [...(await indexedStates(database, names)).values()];
    packages += members.length;
    result.bytes += members.reduce((sum, { length }) => sum + length, 0);
    result.known += states.filter((state) => state === 'processed').length;
    result.names.push(...names.slice(0, MOST_NAMES - result.names.length));
  }
  if (packages > 0) result.archives.push({ name: archive, packages });
  result.packages += packages;
}

async function returnOne(packing: Packing, result: ReturnedPackages, name: string, bytes: number): Promise<void> {
  if (result.failure !== null) return;
  const { intake } = packing;
  const space = await intake.reserve(bytes);
  if (space.kind === 'refused') {
    result.failure = space;
    return;
  }
  try {
    if (await intake.finish(name, result.state, 'waiting')) result.returned += 1;
    else result.unreadable += 1;
  } catch (cause) {
    if (cause instanceof ArchiveDamaged) result.unreadable += 1;
    else if (cause instanceof Error && 'syscall' in cause)
      result.failure = { code: 'load.storage_failed', params: { cause: cause.message } };
    else throw cause;
  } finally {
    space.release();
  }
}

/** What a person has decided of a package falls when it is looked at once more. */
async function settleDecisions({ database, intake }: Packing, names: readonly string[]): Promise<void> {
  const back = names.filter((name) => intake.packed(name) === undefined);
  if (back.length === 0) return;
  await database.run(
    `DELETE FROM package_decision WHERE shop_id = '' AND name IN (${back.map(() => '?').join(', ')})`,
    back,
  );
}

async function tell({ database, clock }: Packing, result: ReturnedPackages): Promise<void> {
  const { state, from, to, returned, unreadable, packages } = result;
  const params = { state: `@archive_state.${state}`, from, to, returned, left: packages - returned, unreadable };
  const level = returned === packages ? 'info' : 'warning';
  await database.transaction((tx) => recordEvents(tx, clock, [{ code: 'archive.returned', level, params }]));
}
