/** Servers above and below this one (M17): the line to the upper server, and the servers of stores. */
import type { ServerList, ServerStatus, StoreServer, UpperLine } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { compareCodes } from './report-text.ts';

type Words = { ru: string; en: string };

/** What the running process knows of the line, beside the tables. */
export type UpperFacts = Omit<
  UpperLine,
  'refused' | 'commands' | 'reason' | 'waitingPackages' | 'waitingBytes' | 'oldestAt'
> & {
  reason: Words | null;
  refused: { registerId: string; name: string | null; reason: Words; since: string; nextAt: string }[];
  commandsReason: Words | null;
};

/** null = there is no upper server. */
export type ReadUpper = () => UpperFacts | null;
/** Since when a server of a store holds its command stream, UTC text. */
export type ReadServerStream = (serverCode: string) => string | null;

export type ServerSources = {
  database: QueryDatabase<Tables>;
  clock: Clock;
  readUpper: ReadUpper;
  readServerStream: ReadServerStream;
};

export async function serversReport({
  database,
  clock,
  readUpper,
  readServerStream,
}: ServerSources): Promise<ServerList> {
  const facts = readUpper();
  return {
    upper: facts === null ? null : await upperOf(database, facts),
    servers: await storeServers(database, readServerStream),
    asOf: utcText(clock.now()),
  };
}

/** The line in short. */
export async function upperStatus(
  database: QueryDatabase<Tables>,
  readUpper: ReadUpper,
): Promise<ServerStatus['upper']> {
  const facts = readUpper();
  if (facts === null) return null;
  const { condition, isStuck, waitingPackages, oldestAt, refused } = await upperOf(database, facts);
  const refusedRegisters = refused.filter((one) => one.package === null).length;
  return { condition, waitingPackages, oldestAt, isStuck, refusedRegisters };
}

async function upperOf(database: QueryDatabase<Tables>, facts: UpperFacts): Promise<UpperLine> {
  const due = await database.get<{ packages: number; bytes: number | null; oldestAt: string | null }>(
    `SELECT COUNT(*) AS packages, CAST(SUM(size) AS BIGINT) AS bytes, MIN(received_utc) AS "oldestAt" FROM package
     WHERE upper_state = 'due'`,
  );
  const { reason, commandsReason, ...line } = facts;
  const refused = await refusedSeen(database, facts.refused);
  return {
    ...line,
    reason: wordsOf(reason),
    waitingPackages: due?.packages ?? 0,
    waitingBytes: due?.bytes ?? 0,
    oldestAt: due?.oldestAt ?? null,
    refused: refused.map(({ name, reason: why, ...one }) => ({
      ...one,
      package: name,
      reason: { ru: why.ru, en: why.en },
    })),
    commands: wordsOf(commandsReason),
  };
}

/** What is refused has packages that are due: whoever sees none of them does not see it either. */
async function refusedSeen(
  database: QueryDatabase<Tables>,
  refused: UpperFacts['refused'],
): Promise<UpperFacts['refused']> {
  if (refused.length === 0) return refused;
  const ids = [...new Set(refused.map(({ registerId }) => registerId))];
  const rows = await database.all<{ registerId: string }>(
    `SELECT DISTINCT register_id AS "registerId" FROM package WHERE upper_state = 'due'
       AND register_id IN (${ids.map(() => '?').join(', ')})`,
    ids,
  );
  const seen = new Set(rows.map(({ registerId }) => registerId));
  return refused.filter(({ registerId }) => seen.has(registerId));
}

function wordsOf(reason: Words | null): Words | null {
  return reason === null ? null : { ru: reason.ru, en: reason.en };
}

type ServerRow = Omit<StoreServer, 'shopCodes' | 'registers' | 'connectedSince' | 'certificateRequired'> & {
  required: number;
};

async function storeServers(database: QueryDatabase<Tables>, readStream: ReadServerStream): Promise<StoreServer[]> {
  const rows = await database.all<ServerRow>(
    `SELECT server_code AS "serverCode", name, last_contact_utc AS "lastContactAt", software_version AS "softwareVersion",
       backlog_count AS "waitingPackages", backlog_oldest_utc AS "oldestAt", refused_count AS "refusedRegisters",
       certificate_name AS "certificateName", certificate_required AS required, certificate_ends_utc AS "certificateEndsAt",
       (SELECT MAX(received_utc) FROM package p WHERE p.server_code = s.server_code) AS "lastPackageAt"
     FROM store_server s`,
  );
  const shops = await database.all<{ serverCode: string; shopCode: string; registers: number }>(
    `SELECT o.server_code AS "serverCode", s.shop_code AS "shopCode",
       (SELECT COUNT(*) FROM register r WHERE r.shop_id = s.shop_id) AS registers
     FROM store_server_shop o JOIN shop s ON s.shop_id = o.shop_id`,
  );
  const shopsOf = Map.groupBy(shops, ({ serverCode }) => serverCode);
  const servers = rows.map(({ required, ...row }) => {
    const own = shopsOf.get(row.serverCode) ?? [];
    return {
      ...row,
      shopCodes: own.map(({ shopCode }) => shopCode).toSorted(compareCodes),
      registers: own.reduce((sum, { registers }) => sum + registers, 0),
      connectedSince: readStream(row.serverCode),
      certificateRequired: required !== 0,
    };
  });
  return servers.toSorted((a, b) => compareCodes(a.serverCode, b.serverCode));
}
