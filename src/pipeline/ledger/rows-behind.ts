/**
 * Rows of new documents on their way to the database: those of several packages travel together, and while one load is on its
 * way the next documents are read. Whoever reads these tables in the same transaction first lets everything arrive.
 */
import type { Transaction } from '../../platform/database/database.ts';
import { nextTurn } from '../../platform/worker-loop.ts';
import type { Tables } from '../../schema/tables.ts';
import { createDocumentBatch, type DocumentToWrite } from './document-rows.ts';

export type RowsBehind = {
  /** Takes one new document. Rejects with what an earlier load threw. */
  add(item: DocumentToWrite): Promise<void>;
  /** True while a document of this identity may not be in the tables yet. */
  holds(shift: { shopId: string; shiftId: number }, identity: string): boolean;
  /** Everything that was added is in the tables. Rejects with what a load threw. */
  arrived(): Promise<void>;
  /** After a failure: nothing is on its way any more, so that the transaction can be undone. Never rejects. */
  settle(): Promise<void>;
};

/** Documents added between two turns for the rows on their way. Reading alone gives none, and they would stand until it is over. */
const DOCUMENTS_A_TURN = 20;

export function createRowsBehind(tx: Transaction<Tables>): RowsBehind {
  let batch = createDocumentBatch(tx);
  let identities = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  let travelling = false;
  let sinceTurn = 0;

  async function send(): Promise<void> {
    await running;
    travelling = true;
    running = batch.write().finally(() => {
      travelling = false;
    });
    identities = new Set();
    // Whoever awaits it hears of a failure; until then it must not count as unheard.
    running.catch(() => undefined);
  }

  async function giveTurn(): Promise<void> {
    sinceTurn += 1;
    if (sinceTurn < DOCUMENTS_A_TURN) return;
    sinceTurn = 0;
    await nextTurn();
  }

  return {
    async add(item) {
      batch.add(item);
      identities.add(keyOf(item, item.identity));
      if (batch.size >= tx.recordsAtOnce) await send();
      else if (travelling) await giveTurn();
    },
    holds: (shift, identity) => identities.has(keyOf(shift, identity)),
    async arrived() {
      if (batch.size > 0) await send();
      await running;
    },
    async settle() {
      await running.catch(() => undefined);
      running = Promise.resolve();
      batch = createDocumentBatch(tx);
      identities = new Set();
    },
  };
}

function keyOf({ shopId, shiftId }: { shopId: string; shiftId: number }, identity: string): string {
  return `${shiftId} ${shopId} ${identity}`;
}
