/** Tells the transfers how their packages ended, in the transaction that settles them: what lies in the tables is the truth. */
import type { ShiftRow } from '../../schema/tables.ts';
import type { IndexedPackage, PackageHeader } from '../intake/intake.ts';
import type { KnownRegister } from '../registers/registers.ts';
import { notePackage, type PackageNews } from '../transfers/transfers.ts';
import type { Batch } from './batch.ts';
import type { LoadContext } from './load-context.ts';
import type { TouchedShift } from './load-package.ts';
import type { Reason } from './package-contents.ts';

type Outcome = PackageNews['outcome'];

/**
 * A loaded package: one transfer for each register that it speaks of; a register speaks of itself only. Answers the last,
 * null when the package speaks of none.
 */
export async function tellLoaded(
  batch: Batch,
  settled: { header: PackageHeader; known: IndexedPackage | undefined; outcome: 'processed' | 'already' },
  contexts: readonly LoadContext[],
  touched: readonly TouchedShift[],
): Promise<number | null> {
  const { header, known, outcome } = settled;
  let transferId: number | null = null;
  for (const { register, counts, newSum } of contexts) {
    const own = touched.filter((shift) => shift.context.register === register);
    const facts = {
      documentsNew: counts.new + counts.enriched + counts.conflict + counts.set_aside,
      documentsSame: counts.same,
      documentsSum: newSum,
      shifts: own.length,
      differing: await countDiffering(batch, register.shopId, own),
    };
    transferId = await tell(batch, { header, known, register, outcome, reason: null, ...facts });
  }
  return transferId;
}

/** A package that was not loaded; one of an unknown register has no transfer. Answers null when nobody was told. */
export async function tellNotLoaded(
  batch: Batch,
  settled: {
    header: PackageHeader | null;
    known: IndexedPackage | undefined;
    outcome: 'broken' | 'error';
    reason: Reason;
  },
): Promise<number | null> {
  const { header, known, outcome, reason } = settled;
  // Tried again and again, it is told of once.
  if (header === null || known?.state === outcome) return null;
  const register = await batch.register(header.registerId);
  if (register === undefined) return null;
  const nothing = { documentsNew: 0, documentsSame: 0, documentsSum: 0, shifts: 0, differing: 0 };
  return tell(batch, { header, known, register, outcome, reason, ...nothing });
}

type Told = Pick<PackageNews, 'documentsNew' | 'documentsSame' | 'documentsSum' | 'shifts' | 'differing'> & {
  header: PackageHeader;
  known: IndexedPackage | undefined;
  register: KnownRegister;
  outcome: Outcome;
  reason: Reason | null;
};

async function tell(
  { tx, clock, stageLimits: limits, transfers: book }: Batch,
  { header, known, register, ...facts }: Told,
): Promise<number> {
  const { shopId, registerId } = register;
  return notePackage(
    { tx, clock, limits, book },
    {
      shopId,
      registerId,
      transferId: known?.transferId ?? null,
      stateId: header.transferStateId,
      range: header.range,
      byHand: header.door === 'file',
      receivedAt: header.receivedAt,
      ...facts,
    },
  );
}

/** Sums of the register and of its documents that must agree once a shift is closed. */
const PAIRS: readonly [(row: ShiftRow) => number | null, (row: ShiftRow) => number][] = [
  [(row) => row.reported_sale_sum, (row) => row.counted_sale_sum],
  [(row) => row.reported_sale_cash, (row) => row.counted_sale_cash],
  [(row) => row.reported_sale_noncash, (row) => row.counted_sale_noncash],
  [(row) => row.reported_sale_other, (row) => row.counted_sale_other],
  [(row) => row.reported_refund_sum, (row) => row.counted_refund_sum],
  [(row) => row.reported_refund_cash, (row) => row.counted_refund_cash],
  [(row) => row.reported_refund_noncash, (row) => row.counted_refund_noncash],
  [(row) => row.reported_revenue, (row) => row.counted_sale_sum - row.counted_refund_sum],
  [(row) => row.reported_sale_count, (row) => row.counted_sale_count],
  [(row) => row.reported_refund_count, (row) => row.counted_refund_count],
];

/** Closed shifts whose reported sums are not those of their documents; an open one still grows. */
async function countDiffering({ shifts }: Batch, shopId: string, touched: readonly TouchedShift[]): Promise<number> {
  let count = 0;
  for (const { shiftId, closed } of touched) {
    if (!closed) continue;
    const shift = await shifts.of({ shopId, shiftId });
    if (shift.closed_at === null) continue;
    // A sum that was not reported is null and differs from nothing.
    if (PAIRS.some(([reported, counted]) => reported(shift) !== null && reported(shift) !== counted(shift))) count += 1;
  }
  return count;
}
