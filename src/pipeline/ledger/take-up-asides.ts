/**
 * What was set aside because its shift was trimmed is loaded once the shift has been brought back, as if it came now: nobody has
 * to ask a register again or to look for the file.
 */
import { rereadDocument, rereadShift } from '../../formats/sales-file/sales-file.ts';
import { utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { type Batch, type BatchParts, withBatch } from './batch.ts';
import { changesOf, type LedgerChange } from './changed-shifts.ts';
import { openShiftDocuments } from './document-store.ts';
import { newContext } from './load-context.ts';
import { SHIFT_TRIMMED } from './meet-trimmed.ts';
import { applyReport } from './shift-store.ts';

type Aside = {
  id: number;
  shopId: string;
  registerId: string;
  section: string;
  raw: string;
  packageName: string;
  createdUtc: string;
  shiftId: number;
};

/** Records of one transaction. */
const AT_ONCE = 200;

/** Loads some of what waits for shifts that are here again; answers how many records that were and what they changed. */
export async function takeUpAsides(
  database: Database<Tables>,
  parts: BatchParts,
): Promise<{ taken: number; changes: LedgerChange[] }> {
  return database.transaction(async (tx) => {
    await takeTurn(tx, 'shift');
    await takeTurn(tx, 'transfer');
    const found = await tx.all<Omit<Aside, 'shiftId'> & { details: string }>(
      `SELECT a.set_aside_id AS id, a.shop_id AS "shopId", a.register_id AS "registerId", a.section, a.raw,
         a.package_name AS "packageName", a.created_utc AS "createdUtc", a.reason_details AS details
       FROM set_aside a WHERE a.state = 'open' AND a.reason_code = ? AND EXISTS (
         SELECT 1 FROM shift s WHERE s.shop_id = a.shop_id AND s.register_id = a.register_id
           AND s.shift_number = a.shift_number AND s.trimmed_utc IS NULL)
       ORDER BY a.set_aside_id`,
      [SHIFT_TRIMMED],
    );
    const asides: Aside[] = [];
    for (const { details, ...aside } of found) {
      const shiftId = Number((JSON.parse(details) as { shiftId: string }).shiftId);
      const here = await tx.get(
        'SELECT 1 AS one FROM shift WHERE shop_id = ? AND shift_id = ? AND trimmed_utc IS NULL',
        [aside.shopId, shiftId],
      );
      if (here !== undefined && asides.length < AT_ONCE) asides.push({ ...aside, shiftId });
    }
    if (asides.length === 0) return { taken: 0, changes: [] };
    return withBatch(tx, parts, [], async (batch) => {
      const changes: LedgerChange[] = [];
      for (const some of Map.groupBy(asides, ({ shiftId, shopId }) => `${shopId} ${shiftId}`).values())
        changes.push(...(await takeUp(batch, some)));
      return { taken: asides.length, changes };
    });
  });
}

async function takeUp(batch: Batch, asides: readonly Aside[]): Promise<LedgerChange[]> {
  const { tx, clock } = batch;
  const [first] = asides;
  const register = first === undefined ? undefined : await batch.register(first.registerId);
  if (first === undefined || register === undefined) return [];
  const { shopId, shiftId } = first;
  const row = await batch.shifts.of({ shopId, shiftId });
  const shift = { shiftId, shiftNumber: row.shift_number, isNew: false, notLoaded: false, trimmed: false };
  let changed = false;
  for (const aside of asides) {
    const source = { packageName: aside.packageName, receivedUtc: aside.createdUtc };
    const context = await newContext(batch, register, source);
    if (aside.section === 'shift') {
      const outcome = await applyReport(context, shiftId, rereadShift(aside.raw), row.last_document_at);
      changed ||= outcome.kind === 'changed';
    } else {
      const documents = openShiftDocuments(context, shift);
      await documents.add(rereadDocument(aside.raw, register.registerCode));
      changed = (await documents.finish()) || changed;
      await batch.rows.arrived();
    }
    batch.count(shopId, context.newByType);
    batch.say(context.events);
    await tx.run(
      "UPDATE set_aside SET state = 'decided', decided_utc = ?, decided_package = ? WHERE shop_id = ? AND set_aside_id = ?",
      [utcText(clock.now()), aside.packageName, shopId, aside.id],
    );
  }
  if (!changed) return [];
  await batch.shifts.change({ shopId, shiftId });
  await batch.settle();
  return changesOf(tx, [{ register, shiftIds: [shiftId], anyShift: true }]);
}
