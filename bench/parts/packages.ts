/** Packages of the workload SD-2000 in the sizes in which registers send them. */
import { randomUUID } from 'node:crypto';
import { sd2000Day } from '../../src/simulator/day.ts';
import type { SimulatedShift } from '../../src/simulator/model.ts';
import { packParts, packShift } from '../../src/simulator/package.ts';
import type { TypeOfSales, WirePackage } from '../../src/simulator/sales-client.ts';
import type { ShiftPart } from '../../src/simulator/sales-text.ts';
import { addDocument, emptySums } from '../../src/simulator/shift-sums.ts';
import type { PairedRegister } from './running-server.ts';

/** The day number `run` of a register; each run is another date, so that its shift is a new one. */
export function dayOf(register: PairedRegister, run: number): SimulatedShift {
  const date = new Date(Date.UTC(2024, 0, 1 + run)).toISOString().slice(0, 10);
  const { registerId, registerCode } = register;
  return sd2000Day({ run, registerId, registerCode, date, shiftNumber: run + 1 });
}

/**
 * The receipts of a day in packages of `size`, sent while the shift is open, with the sums of that moment; at most `limit`
 * receipts. The last package of a whole day says that the shift is closed.
 */
export async function packagesOf(
  shift: SimulatedShift,
  size: number,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<Buffer[]> {
  const { closedAt, documents, securityLog, ...start } = shift;
  if (size >= documents.length) return [await packShift(shift)];
  const packages: Buffer[] = [];
  let sums = emptySums(start);
  for (let from = 0; from < Math.min(limit, documents.length); from += size) {
    const some = documents.slice(from, Math.min(from + size, limit));
    for (const document of some) sums = addDocument(sums, document);
    const last = from + size >= documents.length;
    const part: ShiftPart = {
      start,
      closedAt: last ? closedAt : null,
      sums,
      documents: some,
      securityLog: last ? securityLog : [],
    };
    packages.push(await packParts(shift.registerId, [part]));
  }
  return packages;
}

/** A package as it goes over the wire, with an id of its own. */
export function message(
  register: PairedRegister,
  saleFile: Buffer,
  typeOfSales: TypeOfSales = 'BY_CHECK',
): WirePackage {
  return { id: randomUUID(), cashId: register.registerId, shopId: register.shopId, typeOfSales, saleFile };
}
