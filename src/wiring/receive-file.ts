/** A file brought by hand to a running server: on disk, then loaded by the pipeline, then told with the sums of its shifts. */

import type { LoadFileResult } from '../../contracts/web-api.ts';
import type { ReceiveFile } from '../connections/web-api/web-api.ts';
import type { Intake } from '../pipeline/intake/intake.ts';
import type { LoadResult } from '../pipeline/ledger/ledger.ts';
import type { Clock } from '../platform/clock.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import { sleep } from '../platform/worker-loop.ts';
import { type Found, found, notFound } from '../reports/found.ts';
import { type LoadedFile, loadedFileReport } from '../reports/loaded-file.ts';
import { type HandFile, type HandFileParts, notTaken, type ShopOfFile, shopOfFile, takeFile } from './hand-file.ts';

export type FileReceiver = {
  receive: ReceiveFile;
  /** Results that the pipeline tells. */
  hear(results: readonly LoadResult[]): void;
};

/** How long a person waits for the loader before the answer is "taken, will be loaded", in ms. */
const LONGEST_WAIT_MS = 60_000;
/** Results kept for a receiver that has not asked yet. */
const KEPT_RESULTS = 1_000;

export type ReceiveFileParts = HandFileParts & {
  clock: Clock;
  intake: Intake;
  /** Hint for the pipeline. */
  wake: () => void;
};

export function createReceiveFile(parts: ReceiveFileParts): FileReceiver {
  const { intake, database, clock } = parts;
  const waiting = new Map<string, (result: LoadResult) => void>();
  const recent = new Map<string, LoadResult>();

  async function resultOf(name: string): Promise<LoadResult> {
    const known = recent.get(name);
    if (known !== undefined) return known;
    const late: LoadResult = {
      outcome: 'error',
      name,
      shiftIds: [],
      documents: { new: 0, same: 0, enriched: 0, conflict: 0, set_aside: 0 },
      reason: { code: 'load.not_yet', params: { name } },
    };
    const given = new AbortController();
    const told = new Promise<LoadResult>((resolve) => waiting.set(name, resolve));
    const result = await Promise.race([told, sleep(LONGEST_WAIT_MS, given.signal).then(() => late)]);
    given.abort();
    waiting.delete(name);
    return result;
  }

  /** Answers that a file is on disk also when the database is away by now. */
  async function report(told: LoadedFile, name: string): Promise<LoadFileResult> {
    try {
      return await loadedFileReport(database, clock, told);
    } catch (cause) {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      const reason = { code: 'load.not_yet', params: { name } } as const;
      return loadedFileReport(database, clock, { ...told, outcome: 'error', shiftIds: [], reason });
    }
  }

  async function placeOf(file: HandFile): Promise<Found<ShopOfFile>> {
    try {
      return await shopOfFile(parts, file);
    } catch (cause) {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      // Whose file it is can not be found out, and a file of nobody would lie among the broken ones.
      return notFound('load.database_away', { shopCode: file.shopCode });
    }
  }

  return {
    async receive(shopCode, fileName, body, createShop) {
      const place = await placeOf({ shopCode, fileName, body, createShop });
      if (!place.ok) return place;
      if (place.value.kind === 'broken')
        return found(await loadedFileReport(database, clock, notTaken(fileName, place.value.reason)));
      const received = await takeFile(parts, place.value.shop, fileName, body);
      if (received.kind === 'refused') return { ok: false, code: received.code, params: received.params };
      if (received.kind === 'repeated') {
        recent.delete(received.name);
        for (const state of ['processed', 'error', 'broken'] as const)
          if (await intake.finish(received.name, state, 'waiting')) break;
      }
      parts.wake();
      const { outcome, shiftIds, documents, reason } = await resultOf(received.name);
      const told = {
        file: fileName,
        outcome: outcome === 'missing' ? 'error' : outcome,
        shiftIds,
        documents,
        reason,
      } as const;
      return found(await report(told, received.name));
    },
    hear(results) {
      for (const result of results) {
        if (!result.name.startsWith('shop-')) continue;
        recent.set(result.name, result);
        if (recent.size > KEPT_RESULTS) recent.delete(recent.keys().next().value ?? '');
        waiting.get(result.name)?.(result);
      }
    },
  };
}
