/** A file brought by hand to a running server: on disk, then loaded by the pipeline, then told with the sums of its shifts. */
import type { ReceiveFile } from '../connections/web-api/web-api.ts';
import type { Intake } from '../pipeline/intake/intake.ts';
import type { LoadResult } from '../pipeline/ledger/ledger.ts';
import type { Registers } from '../pipeline/registers/registers.ts';
import type { Clock } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { sleep } from '../platform/worker-loop.ts';
import { loadedFileReport } from '../reports/loaded-file.ts';
import type { Tables } from '../schema/tables.ts';
import { fileFromHand, shopOfFile } from './hand-file.ts';

export type FileReceiver = {
  receive: ReceiveFile;
  /** Results that the pipeline tells. */
  hear(results: readonly LoadResult[]): void;
};

/** How long a person waits for the loader before the answer is "taken, will be loaded", in ms. */
const LONGEST_WAIT_MS = 60_000;
/** Results kept for a receiver that has not asked yet. */
const KEPT_RESULTS = 1_000;

export function createReceiveFile(parts: {
  database: QueryDatabase<Tables>;
  clock: Clock;
  intake: Intake;
  registers: Pick<Registers, 'addShop'>;
  /** Of a shop that is made for a file. */
  timeZone: string;
  /** Hint for the pipeline. */
  wake: () => void;
}): FileReceiver {
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

  return {
    async receive(shopCode, fileName, body, createShop) {
      const shop = await shopOfFile(parts, shopCode, createShop);
      if (!shop.ok) return shop;
      const received = await intake.receive(fileFromHand(shop.value, fileName, body));
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
      return { ok: true, value: await loadedFileReport(database, clock, told) };
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
