/** Trimming as the API and the command line see it: plan, runs, archives and what they hold, in the shapes of the contract. */
import type {
  ArchivedDay,
  ArchivedDayQuery,
  ArchivedDocument,
  ArchiveList,
  ArchiveListQuery,
  ArchiveRow,
  TrimPlan,
  TrimRun,
  TrimVerdict,
} from '../../contracts/web-api.ts';
import type { Config } from '../config.ts';
import type { Trimming, TrimmingFor } from '../connections/web-api/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { planTrim, type Trimmer, type TrimSettings } from '../pipeline/archive/archive.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Database, Statements } from '../platform/database/database.ts';
import { withQueries } from '../platform/database/query-builder.ts';
import { type Found, found, notFound } from '../reports/found.ts';
import { bothTexts } from '../reports/report-text.ts';
import { seenBy } from '../reports/seen-by.ts';
import type { DayArchiveRow, Tables, TrimRunRow } from '../schema/tables.ts';
import { archivedDocuments } from './archived-documents.ts';
import { openTrimmer, trimSettings } from './stations.ts';

export type TrimmingParts = {
  database: Statements;
  clock: Clock;
  settings: TrimSettings;
  folders: Pick<Config['folders'], 'salesArchive'>;
  trimmer: Pick<Trimmer, 'ask' | 'verify' | 'verifyRecords'>;
  /** Told after a run was asked for. */
  wake: () => void;
};

/** Trimming of the configuration over a database. */
export function trimmingOver(
  config: Config,
  database: Database<Tables>,
  clock: Clock,
  wake: () => void,
  trimmer: Trimmer = openTrimmer({ config, database, clock }),
): TrimmingFor {
  return createTrimmingFor({ database, clock, settings: trimSettings(config), folders: config.folders, trimmer, wake });
}

/** The same as each reader sees it: the plan, the runs and the archives of their shops. */
export function createTrimmingFor(parts: TrimmingParts & { database: Database<Tables> }): TrimmingFor {
  const whole = withQueries(parts.database);
  return ({ shops }) => createTrimming({ ...parts, database: seenBy(whole, shops) });
}

export function createTrimming(parts: TrimmingParts): Trimming {
  const { database, trimmer } = parts;
  return {
    async plan({ shop }) {
      const place = await findShop(database, shop);
      return place.ok ? found(await planOf(parts, shop)) : place;
    },
    runs: () => runsOf(parts),
    async ask({ shopCode, confirmed }) {
      const place = await findShop(database, shopCode ?? undefined);
      if (!place.ok) return place;
      const plan = await planOf(parts, shopCode ?? undefined);
      const { days, documents } = plan;
      if (!confirmed)
        return found({
          code: 'confirmation_required',
          message: bothTexts('trim.confirm', { days, documents }),
          plan,
        } as const);
      const runId = await trimmer.ask({ kind: 'trim', shopId: place.value, from: null, to: null });
      parts.wake();
      return found({ runId, plan });
    },
    async askRestoration({ shopCode, from, to }) {
      const place = await findShop(database, shopCode);
      if (!place.ok) return place;
      const rows = await readArchives(database, { shop: shopCode, from, to, limit: MOST_ARCHIVES });
      const archives = rows.filter(({ state }) => state !== 'restored').map(archiveOf);
      if (archives.length === 0) return notFound('trim.nothing_to_restore', { shopCode, from, to });
      const runId = await trimmer.ask({ kind: 'restore', shopId: place.value, from, to });
      parts.wake();
      const documents = archives.reduce((sum, archive) => sum + archive.documents, 0);
      return found({ runId, archives, documents });
    },
    archives: (query) => archivesOf(parts, query),
    archivedDay: (shopCode, businessDate, query) => dayOf(parts, shopCode, businessDate, query),
    verdict: (read) => verdictOf(parts, read),
  };
}

const MOST_ARCHIVES = 10_000;
const RUNS = 100;

/** The id of a shop; '' = every shop. */
async function findShop(database: Statements, shopCode: string | undefined): Promise<Found<string>> {
  if (shopCode === undefined) return found('');
  const row = await database.get<{ id: string }>('SELECT shop_id AS id FROM shop WHERE shop_code = ?', [shopCode]);
  return row === undefined ? notFound('not_found.shop', { shopCode }) : found(row.id);
}

async function planOf({ database, clock, settings }: TrimmingParts, shopCode: string | undefined): Promise<TrimPlan> {
  const plan = await planTrim(database, clock, settings, shopCode);
  const dates = plan.days.map(({ businessDate }) => businessDate).sort();
  return {
    shops: plan.shops,
    days: plan.days.length,
    oldest: dates[0] ?? null,
    newest: dates.at(-1) ?? null,
    documents: plan.documents,
    saleSum: formatKopecks(plan.saleSum),
    refundSum: formatKopecks(plan.refundSum),
    bytes: plan.bytes,
    blocked: plan.blocked.map(({ obstacles, ...shift }) => ({
      ...shift,
      reasons: obstacles.map((obstacle) => coded(`trim_obstacle.${obstacle}`)),
    })),
    blockedShifts: plan.blockedCount,
    blockedDays: plan.blockedDays,
    asOf: utcText(clock.now()),
  };
}

function coded(code: string, params: Record<string, string | number> = {}) {
  return { code, ...bothTexts(code, params) };
}

async function runsOf({ database, clock }: TrimmingParts) {
  const rows = await database.all<TrimRunRow & { shop_code: string | null }>(
    `SELECT r.*, s.shop_code FROM trim_run r LEFT JOIN shop s ON s.shop_id = r.shop_id ORDER BY r.run_id DESC LIMIT ${RUNS}`,
  );
  return { runs: rows.map(runOf), asOf: utcText(clock.now()) };
}

/** What a run has left, of either kind. */
type Outcome = {
  days?: number | unknown[];
  documents?: number;
  blockedDays?: number;
  failure?: { reason: string; businessDate: string } | null;
  failed?: { businessDate: string; problem: string }[];
};

function runOf(row: TrimRunRow & { shop_code: string | null }): TrimRun {
  const outcome = row.outcome === null ? null : (JSON.parse(row.outcome) as Outcome);
  const { failure = null, failed = [], days } = outcome ?? {};
  const problems = [
    ...(failure === null ? [] : [{ businessDate: failure.businessDate, ...coded(failure.reason) }]),
    ...failed.map(({ businessDate, problem }) => ({ businessDate, ...coded(problem) })),
  ];
  return {
    runId: row.run_id,
    kind: row.kind as TrimRun['kind'],
    cause: row.cause as TrimRun['cause'],
    shopCode: row.shop_code,
    from: row.from_date,
    to: row.to_date,
    askedAt: row.asked_utc,
    state: row.state as TrimRun['state'],
    endedAt: row.ended_utc,
    days: Array.isArray(days) ? days.length : (days ?? null),
    documents: outcome?.documents ?? null,
    blockedDays: outcome?.blockedDays ?? null,
    problems,
  };
}

type ReadArchive = DayArchiveRow & { shop_code: string };

function readArchives(
  database: Statements,
  {
    shop,
    from,
    to,
    limit,
  }: { shop?: string | undefined; from?: string | undefined; to?: string | undefined; limit: number },
): Promise<ReadArchive[]> {
  return database.all<ReadArchive>(
    `SELECT a.*, s.shop_code FROM shop s JOIN day_archive a ON a.shop_id = s.shop_id
     WHERE ${shop === undefined ? '' : 's.shop_code = ? AND '}a.business_date >= ? AND a.business_date <= ?
     ORDER BY a.business_date DESC, a.archive_id DESC LIMIT ?`,
    [...(shop === undefined ? [] : [shop]), from ?? '', to ?? '9999-12-31', limit],
  );
}

function archiveOf(row: ReadArchive): ArchiveRow {
  return {
    shopCode: row.shop_code,
    businessDate: row.business_date,
    path: row.path,
    size: row.size,
    sha256: row.sha256,
    shifts: (JSON.parse(row.shift_ids) as number[]).length,
    documents: row.document_count,
    saleSum: formatKopecks(row.sale_sum),
    refundSum: formatKopecks(row.refund_sum),
    state: row.state as ArchiveRow['state'],
    problem: row.problem === null ? null : coded(row.problem),
    checkedAt: row.checked_utc,
  };
}

async function archivesOf({ database, clock }: TrimmingParts, query: ArchiveListQuery): Promise<Found<ArchiveList>> {
  const place = await findShop(database, query.shop);
  if (!place.ok) return place;
  const rows = await readArchives(database, { ...query, limit: Number(query.limit ?? 200) });
  const total = await database.get<ArchiveList['total']>(
    `SELECT CAST(COUNT(*) AS BIGINT) AS archives, CAST(COALESCE(SUM(document_count), 0) AS BIGINT) AS documents,
       CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM day_archive WHERE (? = '' OR shop_id = ?)`,
    [place.value, place.value],
  );
  const oldest = await database.get<{ date: string | null }>(
    `SELECT MIN(business_date) AS date FROM shift
     WHERE (? = '' OR shop_id = ?) AND trimmed_utc IS NULL AND counted_document_count > 0`,
    [place.value, place.value],
  );
  return found({
    archives: rows.map(archiveOf),
    total: total ?? { archives: 0, documents: 0, bytes: 0 },
    oldest: oldest?.date ?? null,
    asOf: utcText(clock.now()),
  });
}

async function dayOf(
  { database, clock, folders }: TrimmingParts,
  shopCode: string,
  businessDate: string,
  query: ArchivedDayQuery,
): Promise<Found<ArchivedDay>> {
  const place = await findShop(database, shopCode);
  if (!place.ok) return place;
  const rows = await readArchives(database, {
    shop: shopCode,
    from: businessDate,
    to: businessDate,
    limit: MOST_ARCHIVES,
  });
  const documents: ArchivedDocument[] = [];
  let count = 0;
  for (const { path, state } of rows.toReversed()) {
    const some = await archivedDocuments(database, folders.salesArchive, path, query);
    if (some === null) {
      if (state !== 'restored') return notFound('trim.archive_unreadable', { path, businessDate });
      continue;
    }
    count += some.length;
    documents.push(...some.slice(0, Math.max(0, Number(query.limit ?? 200) - documents.length)));
  }
  return found({ shopCode, businessDate, archives: rows.map(archiveOf), documents, count, asOf: utcText(clock.now()) });
}

async function verdictOf({ database, clock, trimmer }: TrimmingParts, read: boolean): Promise<TrimVerdict> {
  const asOf = () => utcText(clock.now());
  const problemsOf = (problems: { recordId: number; code: string }[]) =>
    problems.map(({ recordId, code }) => ({ recordId, problem: coded(`trim_record.${code}`) }));
  if (read) {
    const { damaged, recordProblems, ...verdict } = await trimmer.verify();
    const named = damaged.map(({ problem, ...archive }) => ({ ...archive, problem: coded(problem) }));
    return { ...verdict, damaged: named, read, recordProblems: problemsOf(recordProblems), asOf: asOf() };
  }
  const { records, problems, publicKey } = await trimmer.verifyRecords();
  const rows = await database.all<ReadArchive>(
    `SELECT a.*, s.shop_code FROM day_archive a JOIN shop s ON s.shop_id = a.shop_id WHERE a.problem IS NOT NULL
     ORDER BY a.archive_id`,
  );
  const sums = await database.get<{ archives: number; documents: number }>(
    `SELECT CAST(COUNT(*) AS BIGINT) AS archives,
       CAST(COALESCE(SUM(CASE WHEN state = 'restored' THEN 0 ELSE document_count END), 0) AS BIGINT) AS documents FROM day_archive`,
  );
  const damaged = rows.map((row) => ({
    shopCode: row.shop_code,
    businessDate: row.business_date,
    path: row.path,
    problem: coded(row.problem ?? ''),
  }));
  return {
    archives: sums?.archives ?? 0,
    documents: sums?.documents ?? 0,
    damaged,
    read,
    records,
    recordProblems: problemsOf(problems),
    publicKey,
    asOf: asOf(),
  };
}
