/** A file brought by hand to a running server, checked by the pipeline thread before anything of it is taken. */
import type { CheckFile } from '../connections/web-api/web-api.ts';
import type { FileForecast, FileToCheck } from '../pipeline/ledger/ledger.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { sleep } from '../platform/worker-loop.ts';
import { fileCheckReport } from '../reports/file-check.ts';
import { findShop } from '../reports/find-place.ts';
import { type Found, found, notFound } from '../reports/found.ts';
import type { Tables } from '../schema/tables.ts';

/** How long a person waits, in ms. */
const LONGEST_WAIT_MS = 60_000;
/** Files held in memory for checks at once. */
const MOST_AT_ONCE = 2;

/** What the pipeline answers: what it foresees, or why it could not look. */
export type Checked = { ok: true; forecast: FileForecast } | { ok: false; cause: string };

export type FileChecker = {
  /** What would become of a file whose shop is known or may be made. */
  foresee(file: FileToCheck): Promise<Found<FileForecast>>;
  check: CheckFile;
  /** An answer of the pipeline. */
  hear(id: number, checked: Checked): void;
};

/** `ask` hands the file to the pipeline thread. */
export function createCheckFile(parts: {
  database: QueryDatabase<Tables>;
  ask: (id: number, file: FileToCheck) => void;
}): FileChecker {
  const waiting = new Map<number, (checked: Checked) => void>();
  let lastId = 0;

  async function forecastOf(file: FileToCheck): Promise<Checked | null> {
    lastId += 1;
    const id = lastId;
    const given = new AbortController();
    const told = new Promise<Checked>((resolve) => waiting.set(id, resolve));
    parts.ask(id, file);
    const checked = await Promise.race([told, sleep(LONGEST_WAIT_MS, given.signal).then(() => null)]);
    given.abort();
    waiting.delete(id);
    return checked;
  }

  async function foresee(file: FileToCheck): Promise<Found<FileForecast>> {
    if (waiting.size >= MOST_AT_ONCE) return notFound('load.check_busy', {});
    const checked = await forecastOf(file);
    if (checked === null) return notFound('load.check_late', {});
    if (!checked.ok) return notFound('load.check_failed', { cause: checked.cause });
    return found(checked.forecast);
  }

  return {
    foresee,
    async check(shopCode, fileName, body, createShop) {
      const file = await fileToCheck(parts.database, { shopCode, fileName, body, createShop });
      if (!file.ok) return file;
      const foreseen = await foresee(file.value);
      return foreseen.ok ? found(fileCheckReport(fileName, shopCode, foreseen.value)) : foreseen;
    },
    hear: (id, checked) => waiting.get(id)?.(checked),
  };
}

/** A file with its shop; a shop that is not there is no refusal only where it would be made. */
export async function fileToCheck(
  database: QueryDatabase<Tables>,
  { createShop, ...file }: Omit<FileToCheck, 'shopId'> & { createShop: boolean },
): Promise<Found<FileToCheck>> {
  const { shopCode } = file;
  const shop = await findShop(database, shopCode);
  if (shop.ok) return found({ ...file, shopId: shop.value.shopId });
  return createShop ? found({ ...file, shopId: '' }) : notFound('not_found.shop_of_file', { shopCode });
}
