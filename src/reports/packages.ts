/** The packages: those that wait on disk, and those that were worked off, newest first (M39). */
import type { PackageList, PackageListQuery, PackageRow } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { findPlace } from './find-place.ts';
import { type Found, found, notFound } from './found.ts';
import { countRows, readMatching, textFilter } from './page.ts';
import { reasonText } from './report-text.ts';

/** A package in the folder of waiting ones, as its header tells; `receivedAt` is UTC. */
export type WaitingPackage = {
  name: string;
  /** Of a file by hand its name: it has no id. */
  packageId: string | null;
  /** Ids as the sender wrote them; of a file by hand `shop-<code>`. */
  registerId: string;
  shopId: string;
  door: string;
  /** The server of a store that brought it. */
  serverCode?: string | null;
  receivedAt: string;
  size: number;
};

/** The packages that still wait: how many, and the oldest `limit` of them. The folder tells the truth, not a table. */
export type ReadWaiting = (limit: number) => Promise<{ count: number; packages: readonly WaitingPackage[] }>;

/** In which archive a package lies; null = in none. Needs no table. */
export type ReadArchive = (name: string) => { name: string; deleted: boolean } | null;

/** A package is stamped before its transaction ends: whoever asks for news looks back so far, in ms. */
const OVERLAP_MS = 60_000;

const NO_DOCUMENTS = { new: 0, same: 0, enriched: 0, conflict: 0, set_aside: 0 };

/** A page of packages; the waiting ones stand on the first page, before all others. */
export async function packagesReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  readWaiting: ReadWaiting,
  readArchive: ReadArchive,
  query: PackageListQuery,
): Promise<Found<PackageList>> {
  const nowMs = clock.now();
  const place = await findPlace(database, query);
  if (!place.ok) return place;
  const waiting = await readWaiting(query.limit);
  const firstPage = query.before === undefined && (query.state === 'all' || query.state === 'waiting');
  const load = query.transfer === undefined ? null : await readTransferNumber(database, query.transfer);
  if (load === undefined) return notFound('not_found.transfer', { transferId: query.transfer ?? '' });
  // What still waits belongs to no load yet.
  const waitingRows = firstPage && load === null ? await waitingRowsOf(database, waiting.packages, place.value) : [];
  const listsWaiting = load === null && (query.state === 'all' || query.state === 'waiting');
  const ofPlace = place.value.shopId === null ? waiting.count : waitingRows.length;
  const waitingCount = listsWaiting ? ofPlace : 0;
  const wanted = textFilter(query.q);
  const matches = wanted && ((row: PackageRow) => wanted(textsOf(row)));
  const { rows, next } = await readMatching<PackageRow, string>({
    limit: query.limit,
    before: query.before,
    matches,
    read: async (before, limit) =>
      query.state === 'waiting' ? [] : readPage(database, place.value, load, { ...query, before, limit }),
    cursorOf: ({ receivedAt, name }) => `${receivedAt}_${name}`,
  });
  const waitingNames = new Set(waiting.packages.map(({ name }) => name));
  return found({
    packages: [
      ...waitingRows.filter(matches ?? (() => true)),
      ...rows.filter(({ name }) => !waitingNames.has(name)).map((row) => ({ ...row, archive: readArchive(row.name) })),
    ],
    counts: { waiting: waiting.count, ...(await readCounts(database)) },
    total: matches === null ? waitingCount + (await countPackages(database, place.value, load, query.state)) : null,
    next,
    newest: utcText(nowMs - OVERLAP_MS),
    asOf: utcText(nowMs),
  });
}

/** Numbers of packages that need a look, from the index over the folders: those of which nobody has decided. */
export async function readCounts(database: QueryDatabase<Tables>): Promise<{ error: number; broken: number }> {
  const counts = await database.get<{ error: number; broken: number }>(
    `SELECT ${undecidedSql('error')} AS error, ${undecidedSql('broken')} AS broken`,
  );
  return { error: counts?.error ?? 0, broken: counts?.broken ?? 0 };
}

/** SQL of the number of packages of a state of which nobody has decided. */
export function undecidedSql(state: 'error' | 'broken'): string {
  return `(SELECT COUNT(*) FROM package p WHERE p.state = '${state}' AND NOT EXISTS (
    SELECT 1 FROM package_decision d WHERE d.shop_id = '' AND d.name = p.name))`;
}

type StoredRow = Omit<WaitingPackage, 'receivedAt' | 'serverCode'> & {
  serverCode: string | null;
  receivedAt: string;
  state: PackageRow['state'];
  shopCode: string | null;
  registerCode: string | null;
  reasonCode: string | null;
  reasonDetails: string | null;
  attempts: number;
  new: number;
  same: number;
  enriched: number;
  conflict: number;
  setAside: number;
  shiftIds: string;
  sha256: string;
  transferNumber: number | null;
  decisionReason: string | null;
  decisionAuthor: string | null;
  decisionAt: string | null;
};

/** The number of a load; undefined = there is no such load. */
async function readTransferNumber(database: QueryDatabase<Tables>, transferId: string): Promise<number | undefined> {
  const row = await database.get<{ id: number }>('SELECT transfer_id AS id FROM transfer WHERE transfer_id = ?', [
    Number(transferId.slice(2)),
  ]);
  return row?.id;
}

type Ids = { shopId: string | null; registerId: string | null };

/** What a text is looked for in. */
function textsOf(row: PackageRow): (string | null)[] {
  const { name, packageId, fileName, shopCode, registerCode, registerId, serverCode, reason } = row;
  const who = [shopCode, registerCode, registerId, serverCode];
  return [name, packageId, fileName, ...who, reason?.ru ?? null, reason?.en ?? null];
}

type Page = Pick<PackageListQuery, 'state' | 'before' | 'after' | 'limit'>;

/** What narrows the index, whichever page of it is read. */
function conditionsOf(ids: Ids, load: number | null, state: PackageListQuery['state']) {
  const conditions: string[] = [];
  const params: Value[] = [];
  const where = (condition: string, ...values: Value[]) => {
    conditions.push(condition);
    params.push(...values);
  };
  if (state !== 'all') where('p.state = ?', state);
  if (ids.shopId !== null) where('p.shop_id = ?', ids.shopId);
  if (ids.registerId !== null) where('p.register_id = ?', ids.registerId);
  if (load !== null) where('p.transfer_id = ?', load);
  return { conditions, params, where };
}

async function countPackages(
  database: QueryDatabase<Tables>,
  ids: Ids,
  load: number | null,
  state: PackageListQuery['state'],
): Promise<number> {
  const { conditions, params } = conditionsOf(ids, load, state);
  return countRows(database, `FROM package p WHERE ${['1 = 1', ...conditions].join(' AND ')}`, params);
}

async function readPage(
  database: QueryDatabase<Tables>,
  ids: Ids,
  load: number | null,
  query: Page,
): Promise<PackageRow[]> {
  const { conditions, params, where } = conditionsOf(ids, load, query.state);
  const cursor = /^([^_]+)_(.+)$/.exec(query.before ?? '');
  if (cursor !== null) where('(p.received_utc, p.name) < (?, ?)', cursor[1] ?? '', cursor[2] ?? '');
  if (query.after !== undefined) where('p.finished_utc > ?', query.after);
  const rows = await database.all<StoredRow>(
    `SELECT p.name AS name, p.package_id AS "packageId", p.register_id AS "registerId", p.shop_id AS "shopId",
       p.door AS door, p.server_code AS "serverCode", p.received_utc AS "receivedAt", p.size AS size, p.state AS state, s.shop_code AS "shopCode",
       r.register_code AS "registerCode", p.reason_code AS "reasonCode", p.reason_details AS "reasonDetails",
       p.attempts AS attempts, p.documents_new AS new, p.documents_same AS same, p.documents_enriched AS enriched,
       p.documents_conflict AS conflict, p.documents_set_aside AS "setAside", p.shift_ids AS "shiftIds",
       p.sha256 AS sha256, p.transfer_id AS "transferNumber", d.reason AS "decisionReason",
       d.decided_by AS "decisionAuthor", d.decided_utc AS "decisionAt"
     FROM package p
     LEFT JOIN package_decision d ON d.shop_id = '' AND d.name = p.name AND p.state <> 'processed'
     LEFT JOIN shop s ON s.shop_id = p.shop_id
     LEFT JOIN register r ON r.register_id = p.register_id
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY p.received_utc DESC, p.name DESC LIMIT ?`,
    [...params, query.limit],
  );
  return (await nameHandFiles(database, rows)).map(packageRowOf);
}

/** A file brought by hand names no register; the shifts that it holds do. */
async function nameHandFiles(database: QueryDatabase<Tables>, rows: readonly StoredRow[]): Promise<StoredRow[]> {
  const firstShiftOf = (row: StoredRow) => (JSON.parse(row.shiftIds) as number[])[0];
  const wanted = rows.filter(({ registerCode }) => registerCode === null).map(firstShiftOf);
  const ids = [...new Set(wanted.filter((id) => id !== undefined))];
  if (ids.length === 0) return [...rows];
  const places = await database.all<{ shiftId: number; shopCode: string; registerCode: string }>(
    `SELECT s.shift_id AS "shiftId", p.shop_code AS "shopCode", r.register_code AS "registerCode"
     FROM shop p JOIN shift s ON s.shop_id = p.shop_id AND s.shift_id IN (${ids.map(() => '?').join(', ')})
     JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id`,
    ids,
  );
  const byShift = new Map(places.map(({ shiftId, ...codes }) => [shiftId, codes]));
  return rows.map((row) => ({ ...row, ...(row.registerCode === null ? byShift.get(firstShiftOf(row) ?? 0) : {}) }));
}

function packageRowOf(row: StoredRow): PackageRow {
  const { new: added, same, enriched, conflict, setAside, reasonCode, reasonDetails, shiftIds: _, ...stored } = row;
  const { transferNumber, decisionReason, decisionAuthor, decisionAt, ...rest } = stored;
  return {
    ...rest,
    ...senderOf(row),
    transferId: transferNumber === null ? null : `T-${transferNumber}`,
    archive: null,
    decision: decisionReason === null ? null : { reason: decisionReason, author: decisionAuthor, at: decisionAt ?? '' },
    reason: reasonText(reasonCode, reasonDetails),
    documents: { new: added, same, enriched, conflict, set_aside: setAside },
  };
}

type Sender = Pick<PackageRow, 'packageId' | 'fileName' | 'registerId' | 'shopId' | 'shopCode'>;

/** Who sent it. A file by hand is known by its name and its shop; what was not said is null and never an empty text. */
function senderOf(row: WaitingPackage & { shopCode: string | null }): Sender {
  const packageId = row.packageId || null;
  const shopId = row.shopId || null;
  if (row.door !== 'file')
    return { packageId, fileName: null, registerId: row.registerId || null, shopId, shopCode: row.shopCode };
  const shopCode = row.shopCode ?? /^shop-(.+)$/.exec(row.registerId)?.[1] ?? null;
  return { packageId: null, fileName: packageId, registerId: null, shopId, shopCode };
}

async function waitingRowsOf(
  database: QueryDatabase<Tables>,
  packages: readonly WaitingPackage[],
  ids: Ids,
): Promise<PackageRow[]> {
  if (packages.length === 0) return [];
  const registers = await database.all<{ registerId: string; registerCode: string; shopCode: string }>(
    `SELECT r.register_id AS "registerId", r.register_code AS "registerCode", s.shop_code AS "shopCode"
     FROM register r JOIN shop s ON s.shop_id = r.shop_id`,
  );
  const codes = new Map(registers.map((register) => [register.registerId, register]));
  return packages
    .filter(({ shopId }) => ids.shopId === null || shopId === ids.shopId)
    .filter(({ registerId }) => ids.registerId === null || registerId === ids.registerId)
    .map((one) => ({
      ...one,
      ...senderOf({ ...one, shopCode: codes.get(one.registerId)?.shopCode ?? null }),
      registerCode: codes.get(one.registerId)?.registerCode ?? null,
      serverCode: one.serverCode ?? null,
      sha256: null,
      transferId: null,
      state: 'waiting' as const,
      archive: null,
      decision: null,
      reason: null,
      attempts: 0,
      documents: NO_DOCUMENTS,
    }));
}
