/**
 * Documents that were set aside and arrive later in a form that can be loaded: nobody has to decide about them any more.
 * A document is known again by kind and number in its shift (data-model §8) and, because both come back with the number of the
 * shift, by its identifier or its time as well. What tells less stays open.
 */
import type { DocumentRecord } from '../../domain/sales.ts';
import { utcText } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type LoadContext, type OpenAside, type ShiftPlace, say } from './load-context.ts';

/** Open records of a register looked at for one package, the latest first. */
const MOST_AT_ONCE = 500;

/** The documents of a register that wait for a person, by the identity that they would have in their shift. */
export async function readOpenAsides(
  tx: Transaction<Tables>,
  { shopId, registerId }: { shopId: string; registerId: string },
): Promise<Map<string, OpenAside[]>> {
  const rows = await tx.all<OpenAside>(
    `SELECT set_aside_id AS id, shift_number AS "shiftNumber", raw FROM set_aside
     WHERE shop_id = ? AND register_id = ? AND state = 'open' AND section = 'document'
     ORDER BY set_aside_id DESC LIMIT ${MOST_AT_ONCE}`,
    [shopId, registerId],
  );
  const named = rows.filter(({ raw }) => identityOf(raw) !== undefined);
  return Map.groupBy(named, ({ raw }) => identityOf(raw) ?? '');
}

/** Notes that a document of the package is one that was set aside before. */
export function meetAside(context: LoadContext, shift: ShiftPlace, document: DocumentRecord, identity: string): void {
  if (shift.notLoaded || shift.trimmed) return;
  for (const { id, shiftNumber, raw } of context.openAsides.get(identity) ?? [])
    if ((shiftNumber === null || shiftNumber === shift.shiftNumber) && isOf(document, raw))
      context.solvedAsides.add(id);
}

/** Marks what was met as solved by this package, and tells of it. */
export async function settleAsides(context: LoadContext): Promise<void> {
  const { tx, clock, register, packageName, solvedAsides } = context;
  if (solvedAsides.size === 0) return;
  for (const id of solvedAsides)
    await tx.run(
      `UPDATE set_aside SET state = 'decided', decided_utc = ?, decided_package = ?
       WHERE shop_id = ? AND set_aside_id = ?`,
      [utcText(clock.now()), packageName, register.shopId, id],
    );
  const params = { n: solvedAsides.size, registerCode: register.registerCode };
  say(context, { code: 'document.aside_solved', level: 'info', params });
}

function identityOf(raw: string): string | undefined {
  const [type, number] = [onlyNumber(raw, 'docType'), onlyNumber(raw, 'docNum')];
  return type === undefined || number === undefined ? undefined : `${type}/${number}`;
}

/** The whole number that a record names once under a key, in any case; a record that names it twice tells nothing. */
function onlyNumber(raw: string, key: string): number | undefined {
  const [only, ...more] = raw.matchAll(new RegExp(`"${key}"\\s*:\\s*"?(\\d{1,15})\\b`, 'gi'));
  return only === undefined || more.length > 0 ? undefined : Number(only[1]);
}

/** Whether the raw text tells of the same document, which a number of a shift alone does not (M7). */
function isOf({ identifier, openedAt, closedAt }: DocumentRecord, raw: string): boolean {
  if (identifier !== null && identifier !== '') return raw.includes(JSON.stringify(identifier));
  const forms = (time: string) => [time, time.replace('T', ' ')];
  return [openedAt, closedAt].some((time) => time !== null && forms(time).some((form) => raw.includes(form)));
}
