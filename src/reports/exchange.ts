/** How the exchange with the ERP is doing, for a shop (S4) or for all (S11): what is missing, what was taken last, what is wrong. */
import { join } from 'node:path';
import type { ExchangeProblem, ExchangeQuery, ExchangeState } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { ExportTargetRow, Tables } from '../schema/tables.ts';
import { FAILED, FOLDER, joinFailedSql, notExportedSql, toLookAtSql } from './export-state.ts';
import { type FoundShop, findShop } from './find-place.ts';
import { type Found, found } from './found.ts';
import { bothTexts, paramsOf } from './report-text.ts';

/** What the running process knows of its targets; no table holds it. */
export type ExchangeFacts = {
  /** Absolute path of the exchange folder. */
  folder: string;
  /** Address of the push; null = off. */
  pushUrl: string | null;
};

const HOUR_MS = 3_600_000;
/** A file that waits so long, or a folder that is away, needs somebody now. */
const CRITICAL_AFTER_MS = 4 * HOUR_MS;

/** `not_found.shop` for an unknown shop. */
export async function exchangeReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  facts: ExchangeFacts,
  query: ExchangeQuery,
): Promise<Found<ExchangeState>> {
  const place = query.shop === undefined ? found(null) : await findShop(database, query.shop);
  if (!place.ok) return place;
  const shop = place.value;
  const scope = new Scope(database, shop?.shopId ?? null);
  const now = clock.now();
  const missing = await scope.missing();
  return found({
    shop: shop === null ? null : headingOf(shop),
    folder: shop === null ? facts.folder : join(facts.folder, shop.shopCode),
    notExported: {
      notExported: missing.toLookAt,
      notExportedOpen: missing.total - missing.toLookAt,
      revenue: formatKopecks(missing.revenue),
      oldestSince: missing.oldest,
    },
    lastExport: await scope.lastExport(),
    lastTaken: await scope.lastFile("f.state = 'taken'", 'f.ended_utc'),
    lastConfirmed: await scope.lastFile('f.confirmed_utc IS NOT NULL', 'f.confirmed_utc'),
    waiting: await scope.waiting(),
    exportedLastHour: await scope.publishedSince(utcText(now - HOUR_MS)),
    differing: await scope.differing(),
    requests: await scope.requests(),
    problems: await readProblems(database, shop, now),
    asOf: utcText(now),
  });
}

function headingOf({ shopCode, name, timeZone }: FoundShop) {
  return { shopCode, name, timeZone };
}

/** The questions of one shop, or of all. */
class Scope {
  readonly #database: QueryDatabase<Tables>;
  readonly #params: Value[];
  readonly #shopId: string | null;

  constructor(database: QueryDatabase<Tables>, shopId: string | null) {
    this.#database = database;
    this.#shopId = shopId;
    this.#params = shopId === null ? [] : [shopId];
  }

  #of(alias: string): string {
    return this.#shopId === null ? '1 = 1' : `${alias}.shop_id = ?`;
  }

  async missing() {
    const toLookAt = toLookAtSql('s');
    const row = await this.#database.get<{ total: number; toLookAt: number; revenue: number; oldest: string | null }>(
      `SELECT COUNT(*) AS total, COUNT(CASE WHEN ${toLookAt} THEN 1 END) AS "toLookAt",
         CAST(COALESCE(SUM(CASE WHEN ${toLookAt}
           THEN COALESCE(s.reported_revenue, s.counted_sale_sum - s.counted_refund_sum) END), 0) AS BIGINT) AS revenue,
         MIN(CASE WHEN ${toLookAt} THEN COALESCE(s.closed_utc, s.updated_utc) END) AS oldest
       FROM shift s ${joinFailedSql('s')}
       WHERE ${notExportedSql('s')} AND ${this.#of('s')}`,
      this.#params,
    );
    return row ?? { total: 0, toLookAt: 0, revenue: 0, oldest: null };
  }

  async lastExport(): Promise<ExchangeState['lastExport']> {
    const row = await this.#database.get<{ at: string; fileName: string }>(
      `SELECT e.exported_utc AS at, e.file_name AS "fileName" FROM shift_export e
       WHERE e.target = '${FOLDER}' AND e.file_name IS NOT NULL AND e.exported_utc IS NOT NULL AND ${this.#of('e')}
       ORDER BY e.exported_utc DESC, e.shift_id DESC LIMIT 1`,
      this.#params,
    );
    return row === undefined ? null : { ...row };
  }

  async lastFile(condition: string, time: string): Promise<ExchangeState['lastTaken']> {
    const row = await this.#database.get<{ at: string; fileId: number; fileName: string }>(
      `SELECT ${time} AS at, f.file_id AS "fileId", f.file_name AS "fileName" FROM export_file f
       WHERE ${condition} AND ${this.#of('f')} ORDER BY ${time} DESC, f.file_id DESC LIMIT 1`,
      this.#params,
    );
    return row === undefined ? null : { ...row, fileId: `E-${row.fileId}` };
  }

  async waiting(): Promise<ExchangeState['waiting']> {
    const row = await this.#database.get<{ files: number; oldest: string | null }>(
      `SELECT COUNT(*) AS files, MIN(f.waits_since_utc) AS oldest FROM export_file f
       WHERE f.state = 'waiting' AND ${this.#of('f')}`,
      this.#params,
    );
    return { files: row?.files ?? 0, oldestSince: row?.oldest ?? null };
  }

  async publishedSince(utc: string): Promise<number> {
    return this.#count(`export_file f WHERE f.published_utc >= ? AND ${this.#of('f')}`, [utc, ...this.#params]);
  }

  differing(): Promise<number> {
    return this.#count(`shift_export e WHERE e.confirmed_matches = 0 AND ${this.#of('e')}`, this.#params);
  }

  async requests(): Promise<ExchangeState['requests']> {
    const all = `sales_request q WHERE ${this.#of('q')}`;
    return {
      total: await this.#count(all, this.#params),
      refused: await this.#count(`${all} AND q.state = 'refused'`, this.#params),
    };
  }

  async #count(rest: string, params: readonly Value[]): Promise<number> {
    const row = await this.#database.get<{ count: number }>(`SELECT COUNT(*) AS count FROM ${rest}`, params);
    return row?.count ?? 0;
  }
}

export type ProblemRow = Pick<ExportTargetRow, 'problem_code' | 'problem_details' | 'problem_since_utc'> & {
  shop_code: string | null;
};

/** Troubles of folders and of the push; the same one at many shops is told once. */
async function readProblems(
  database: QueryDatabase<Tables>,
  shop: FoundShop | null,
  now: number,
): Promise<ExchangeProblem[]> {
  const rows = await database.all<ProblemRow>(
    `SELECT t.problem_code, t.problem_details, t.problem_since_utc, p.shop_code FROM export_target t
     LEFT JOIN shop p ON p.shop_id = t.shop_id
     WHERE t.problem_code IS NOT NULL ${shop === null ? '' : 'AND t.shop_id = ?'} ORDER BY t.problem_since_utc`,
    shop === null ? [] : [shop.shopId],
  );
  const seen = new Set(rows.map((row) => row.shop_code));
  const writing = (await readWritingProblems(database, shop)).filter((row) => !seen.has(row.shop_code));
  const problems = new Map<string, ExchangeProblem>();
  for (const row of [...rows, ...writing]) {
    const problem = problemOf(row, now);
    if (problem === null) continue;
    const key = `${problem.code} ${problem.path ?? ''}`;
    const same = problems.get(key);
    if (same === undefined) problems.set(key, problem);
    else same.shopCodes.push(...problem.shopCodes);
  }
  return [...problems.values()];
}

/** Why shifts cannot be written to the folders of shops, where the folder and not the shift is to blame. */
export function readWritingProblems(
  database: QueryDatabase<Tables>,
  shop: Pick<FoundShop, 'shopId'> | null,
): Promise<ProblemRow[]> {
  return database.all<ProblemRow>(
    `SELECT p.shop_code, e.reason_code AS problem_code, MIN(e.reason_details) AS problem_details,
       CAST(NULL AS TEXT) AS problem_since_utc
     FROM shop p CROSS JOIN ${FAILED} AND p.shop_id = s.shop_id
       AND e.reason_code IN ('export.folder_missing', 'export.folder_denied', 'export.disk_full', 'export.folder_failed')
       ${shop === null ? '' : 'AND s.shop_id = ?'} GROUP BY p.shop_code, e.reason_code`,
    shop === null ? [] : [shop.shopId],
  );
}

/** The problem of a target; null = it has none. */
export function problemOf(row: ProblemRow, now: number): ExchangeProblem | null {
  const { problem_code: code, shop_code: shopCode } = row;
  if (code === null) return null;
  const params = paramsOf(row.problem_details);
  const since = code === 'erp.not_taken' ? textOf(params['sinceUtc']) : row.problem_since_utc;
  const isNew = code === 'erp.not_taken' && since !== null && now - Date.parse(since) < CRITICAL_AFTER_MS;
  return {
    code,
    ...bothTexts(code, params),
    level: isNew ? 'warning' : 'critical',
    shopCodes: shopCode === null ? [] : [shopCode],
    since,
    path: textOf(params['path']),
    files: typeof params['files'] === 'number' ? params['files'] : null,
  };
}

function textOf(value: string | number | null | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
