/** Makes the archive of a task: the sales as text, zipped under the path a register uses (registers §10). */
import { packSalesFile } from '../formats/sales-package/pack-sales-file.ts';
import type { RegisterFaults } from './faults.ts';
import { noFaults, troubled } from './faults.ts';
import type { SimulatedShift } from './model.ts';
import type { QueuedTask } from './register-memory.ts';
import type { SalesVariations, ShiftPart } from './sales-text.ts';
import { wholeShift, writeSalesText } from './sales-text.ts';

/** The bytes of a task's package; null when there is nothing to report for the request. */
export async function packTask(
  registerId: string,
  queued: QueuedTask,
  faults: RegisterFaults = noFaults(),
): Promise<Buffer | null> {
  const parts = queued.parts.map((part) => troubled(part, faults));
  if (parts.length === 0) return null;
  const text = writeSalesText(parts, { withoutOpenTime: faults.withoutOpenTime });
  const written = faults.brokenFile ? text.slice(0, Math.floor(text.length / 2)) : text;
  return packSalesFile(written, entryName(registerId, parts));
}

/** The package of a whole shift, as it is sent when the shift closes or when it is asked for. */
export function packShift(shift: SimulatedShift, variations: SalesVariations = {}): Promise<Buffer> {
  return packParts(shift.registerId, [wholeShift(shift)], variations);
}

/** A package of any parts. */
export function packParts(registerId: string, parts: ShiftPart[], variations: SalesVariations = {}): Promise<Buffer> {
  return packSalesFile(writeSalesText(parts, variations), entryName(registerId, parts));
}

/** `tmp/sales_for_cs/sales<register id>_<time>.json`; the time is that of the latest sale, so equal sales give equal bytes. */
function entryName(registerId: string, parts: ShiftPart[]): string {
  const last = parts.at(-1);
  const time = last?.documents.at(-1)?.closedAt ?? last?.start.openedAt ?? '';
  return `tmp/sales_for_cs/sales${registerId}_${time.replaceAll(/\D/g, '')}.json`;
}
