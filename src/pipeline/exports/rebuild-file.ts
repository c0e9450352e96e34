/** The file of a shift made again, for people who look at it; nothing is written. */
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { buildFile } from './build-file.ts';
import type { ShiftIds } from './due.ts';
import { registerNumberOf } from './file-name.ts';
import { readIsCash } from './shift-content.ts';
import { readShiftToExport } from './shift-to-export.ts';

/** The bytes that a file of the shift would have now; null when there would be none. */
export async function rebuildFile(database: Database<Tables>, ids: ShiftIds): Promise<Buffer | null> {
  const shift = await readShiftToExport(database, ids);
  const registerNumber = shift === undefined ? null : registerNumberOf(shift.registerCode);
  if (shift === undefined || registerNumber === null || shift.row.trimmed_utc !== null) return null;
  const pieces: Buffer[] = [];
  const built = await buildFile(database, shift, registerNumber, async (bytes) => {
    // The bytes of a piece are used again for the next one.
    pieces.push(Buffer.from(bytes));
  });
  return built.kind === 'built' ? Buffer.concat(pieces) : null;
}

/** Which payment types are cash for the shop (data-model §9.4). */
export function cashTypesOf(database: Database<Tables>, shopId: string): Promise<(code: number) => boolean> {
  return readIsCash(database, shopId);
}
