/** Problems of exchange folders: kept per shop, told once when they begin and once when they end. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import { type Reason, writeFolderIsBack } from './export-rows.ts';
import { listFolderProblems, writeFolderProblem } from './target-rows.ts';

export type WatchedShop = { shopId: string; shopCode: string; timeZone: string };

export type FolderProblems = {
  /** What a look has found at a shop; null = all is well. */
  note(shop: WatchedShop, problem: Reason | null): void;
  /** Writes what has changed since the last time, with its entries of the log. */
  tell(): Promise<void>;
};

export function createFolderProblems(options: {
  database: Database<Tables>;
  clock: Clock;
  onChanged: (changes: { shopCode: string; registerCode: string }[]) => void;
}): FolderProblems {
  const { database, clock } = options;
  /** The code of the problem of each shop, as the tables have it. */
  let known: Map<string, string> | null = null;
  const found: { shop: WatchedShop; problem: Reason | null }[] = [];

  return {
    note: (shop, problem) => void found.push({ shop, problem }),
    async tell() {
      known ??= new Map((await listFolderProblems(database)).map((row) => [row.shop_id, row.problem_code ?? '']));
      const before = known;
      const changed = found.splice(0).filter(({ shop, problem }) => before.get(shop.shopId) !== problem?.code);
      if (changed.length === 0) return;
      await database.transaction(async (tx) => {
        const nowUtc = utcText(clock.now());
        for (const { shop, problem } of changed) {
          if (problem === null) await writeFolderIsBack(tx, shop.shopId, nowUtc);
          await writeFolderProblem(tx, clock, shop.shopId, problem, problem === null ? null : nowUtc);
        }
        await recordEvents(tx, clock, eventsOf(changed, before));
      });
      for (const { shop, problem } of changed)
        if (problem === null) before.delete(shop.shopId);
        else before.set(shop.shopId, problem.code);
      options.onChanged(changed.map(({ shop }) => ({ shopCode: shop.shopCode, registerCode: '' })));
    },
  };
}

/** A share that is away is the trouble of all shops at once and is told once. */
function eventsOf(
  changed: readonly { shop: WatchedShop; problem: Reason | null }[],
  before: ReadonlyMap<string, string>,
): NewEvent[] {
  const events = new Map<string, NewEvent & { shops: number }>();
  for (const { shop, problem } of changed) {
    const code = problem?.code ?? before.get(shop.shopId) ?? '';
    const key = `${problem === null ? 'end' : 'begin'} ${code} ${problem?.details.path ?? ''}`;
    const same = events.get(key);
    if (same !== undefined) {
      same.shops += 1;
      delete same.shopId;
      continue;
    }
    const { shopId, shopCode } = shop;
    const params = { ...problem?.details, shopCode, reason: `@${code}` };
    if (problem === null) events.set(key, { code: 'erp.problem_over', level: 'info', shopId, params, shops: 1 });
    else events.set(key, { code: 'erp.problem', level: 'error', shopId, params, shops: 1 });
  }
  return [...events.values()].map(({ shops: _, ...event }) => event);
}
