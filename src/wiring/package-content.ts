/** The bytes of a package as they came, looked for in the four folders of the queue and in the archives. */
import type { ReadPackage } from '../connections/web-api/web-api.ts';
import { ArchiveDamaged, type PackedIndex } from '../pipeline/archive/archive.ts';
import { type Intake, isPackageName, type PackageState, type ReadResult } from '../pipeline/intake/intake.ts';
import { found, notFound } from '../reports/found.ts';

/** A name that this server did not give is never looked for. Damaged bytes are not handed out as those that came. */
export function packageContentOf(intake: Intake, packed: Pick<PackedIndex, 'find'>): ReadPackage {
  return async (name) => {
    if (isPackageName(name))
      for (const state of ['processed', 'waiting', 'error', 'broken'] as const) {
        const read = await readFrom(intake, state, name);
        if (read === 'unreadable') {
          const archive = packed.find(name)?.archive ?? '';
          return { ok: false, code: 'package.archive_damaged', params: { name, archive } };
        }
        if (read.kind === 'package') {
          const packed = read.body[0] === 0x50 && read.body[1] === 0x4b;
          const own = `${read.header.packageId || name.replace(/\.sales$/, '')}${packed ? '.zip' : '.json'}`;
          return found({ fileName: read.header.fileName ?? own, body: read.body });
        }
        if (read.kind === 'damaged') return { ok: false, ...read.reason };
      }
    const gone = packed.find(name);
    if (gone?.isGone === true) return notFound('package.archive_deleted', { name, archive: gone.archive });
    return notFound('package.content_gone', { name });
  };
}

async function readFrom(intake: Intake, state: PackageState, name: string): Promise<ReadResult | 'unreadable'> {
  try {
    return await intake.read(state, name);
  } catch (cause) {
    if (cause instanceof ArchiveDamaged) return 'unreadable';
    throw cause;
  }
}
