/** The packages that wait on disk, as the reports show them. */
import type { PackedIndex } from '../pipeline/archive/archive.ts';
import type { Intake } from '../pipeline/intake/intake.ts';
import { utcText } from '../platform/clock.ts';
import type { ReadArchive, ReadWaiting, WaitingPackage } from '../reports/reports.ts';

/** Reads the headers of the oldest waiting packages; the count is of all. */
export function readWaitingOf(intake: Intake): ReadWaiting {
  return async (limit) => {
    const count = await intake.count('waiting');
    const packages: WaitingPackage[] = [];
    const entries = limit === 0 ? [] : await intake.list('waiting', { limit });
    for (const { name, size, storedAt } of entries) {
      const header = await intake.readHeader('waiting', name);
      if (header === undefined) packages.push({ ...UNREADABLE, name, size, receivedAt: utcText(storedAt) });
      else {
        const { packageId, registerId, shopId, door, receivedAt } = header;
        const serverCode = header.serverCode ?? null;
        packages.push({ name, packageId, registerId, shopId, door, serverCode, receivedAt, size: header.size });
      }
    }
    return { count, packages };
  };
}

const UNREADABLE = { packageId: null, registerId: '', shopId: '', door: 'file' };

/** In which archive a package lies, without reading it. */
export function readArchiveOf(packed: Pick<PackedIndex, 'find'>): ReadArchive {
  return (name) => {
    const found = packed.find(name);
    return found === undefined ? null : { name: found.archive, deleted: found.isGone };
  };
}
