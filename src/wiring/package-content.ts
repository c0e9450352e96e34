/** The bytes of a package as they came, looked for in the four folders of the queue. */
import type { ReadPackage } from '../connections/web-api/web-api.ts';
import { type Intake, isPackageName } from '../pipeline/intake/intake.ts';
import { found, notFound } from '../reports/found.ts';

/** A name that this server did not give is never looked for. Damaged bytes are not handed out as those that came. */
export function packageContentOf(intake: Intake): ReadPackage {
  return async (name) => {
    if (isPackageName(name))
      for (const state of ['processed', 'waiting', 'error', 'broken'] as const) {
        const read = await intake.read(state, name);
        if (read.kind === 'package') {
          const packed = read.body[0] === 0x50 && read.body[1] === 0x4b;
          const own = `${read.header.packageId || name.replace(/\.sales$/, '')}${packed ? '.zip' : '.json'}`;
          return found({ fileName: read.header.fileName ?? own, body: read.body });
        }
        if (read.kind === 'damaged') return { ok: false, ...read.reason };
      }
    return notFound('package.content_gone', { name });
  };
}
