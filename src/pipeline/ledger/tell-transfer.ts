/** Tells the transfers how their packages ended, in the transaction that settles them: what lies in the tables is the truth. */
import { defaultStageLimits } from '../../domain/transfer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type IndexedPackage, linkPackage, type PackageHeader } from '../intake/intake.ts';
import { findRegister, type KnownRegister } from '../registers/registers.ts';
import { notePackage, type PackageNews } from '../transfers/transfers.ts';
import type { LoadContext } from './load-context.ts';
import type { TouchedShift } from './load-package.ts';
import type { Reason } from './package-contents.ts';

type Outcome = PackageNews['outcome'];

/** A loaded package: one transfer for each register that it speaks of; a register speaks of itself only. */
export async function tellLoaded(
  tx: Transaction<Tables>,
  clock: Clock,
  settled: { header: PackageHeader; known: IndexedPackage | undefined; outcome: 'processed' | 'already' },
  contexts: readonly LoadContext[],
  touched: readonly TouchedShift[],
): Promise<void> {
  const { header, known, outcome } = settled;
  for (const { register, counts, newSum } of contexts) {
    const ids = touched.filter((shift) => shift.context.register === register).map((shift) => shift.shiftId);
    const facts = {
      documentsNew: counts.new + counts.enriched + counts.conflict + counts.set_aside,
      documentsSame: counts.same,
      documentsSum: newSum,
      shifts: ids.length,
      differing: await countDiffering(tx, register.shopId, ids),
    };
    await tell(tx, clock, { header, known, register, outcome, reason: null, ...facts });
  }
}

/** A package that was not loaded; one of an unknown register has no transfer. */
export async function tellNotLoaded(
  tx: Transaction<Tables>,
  clock: Clock,
  settled: {
    header: PackageHeader | null;
    known: IndexedPackage | undefined;
    outcome: 'broken' | 'error';
    reason: Reason;
  },
): Promise<void> {
  const { header, known, outcome, reason } = settled;
  // Tried again and again, it is told of once.
  if (header === null || known?.state === outcome) return;
  const register = await findRegister(tx, header.registerId);
  if (register === undefined) return;
  const nothing = { documentsNew: 0, documentsSame: 0, documentsSum: 0, shifts: 0, differing: 0 };
  await tell(tx, clock, { header, known, register, outcome, reason, ...nothing });
}

type Told = Pick<PackageNews, 'documentsNew' | 'documentsSame' | 'documentsSum' | 'shifts' | 'differing'> & {
  header: PackageHeader;
  known: IndexedPackage | undefined;
  register: KnownRegister;
  outcome: Outcome;
  reason: Reason | null;
};

async function tell(tx: Transaction<Tables>, clock: Clock, told: Told): Promise<void> {
  const { header, known, register, ...facts } = told;
  const { shopId, registerId } = register;
  const transferId = await notePackage(tx, clock, defaultStageLimits, {
    shopId,
    registerId,
    transferId: known?.transferId ?? null,
    stateId: header.transferStateId,
    range: header.range,
    byHand: header.door === 'file',
    receivedAt: header.receivedAt,
    ...facts,
  });
  if (known?.transferId !== transferId) await linkPackage(tx, header, transferId);
}

/** Closed shifts whose reported sums are not those of their documents; an open one still grows. */
async function countDiffering(tx: Statements, shopId: string, shiftIds: readonly number[]): Promise<number> {
  if (shiftIds.length === 0) return 0;
  const pairs = [
    ['reported_sale_sum', 'counted_sale_sum'],
    ['reported_sale_cash', 'counted_sale_cash'],
    ['reported_sale_noncash', 'counted_sale_noncash'],
    ['reported_sale_other', 'counted_sale_other'],
    ['reported_refund_sum', 'counted_refund_sum'],
    ['reported_refund_cash', 'counted_refund_cash'],
    ['reported_refund_noncash', 'counted_refund_noncash'],
    ['reported_revenue', '(counted_sale_sum - counted_refund_sum)'],
    ['reported_sale_count', 'counted_sale_count'],
    ['reported_refund_count', 'counted_refund_count'],
  ];
  // A sum that was not reported is null and differs from nothing.
  const row = await tx.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM shift WHERE shop_id = ? AND shift_id IN (${shiftIds.map(() => '?').join(', ')})
     AND closed_at IS NOT NULL AND (${pairs.map(([reported, counted]) => `${reported} <> ${counted}`).join(' OR ')})`,
    [shopId, ...shiftIds],
  );
  return row?.n ?? 0;
}
