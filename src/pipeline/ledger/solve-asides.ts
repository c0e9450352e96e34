/**
 * Documents that were set aside and have arrived since in a form that can be loaded: nobody has to decide about them any more.
 * A document is known again by kind and number in its shift (data-model §8) and, because both come back with the number of the
 * shift, by its identifier or its time as well. What tells less stays open.
 */
import { utcText } from '../../platform/clock.ts';
import { type LoadContext, say } from './load-context.ts';

type OpenAside = { id: number; shiftNumber: number | null; raw: string };
type GoodCopy = {
  shiftNumber: number;
  identifier: string | null;
  openedAt: string | null;
  closedAt: string | null;
  packageName: string;
};

/** Open records of a register looked at for one package, the latest first. */
const MOST_AT_ONCE = 500;

/** Marks what the shifts of a package hold by now as solved by the package that brought it. */
export async function solveAsides(context: LoadContext, shiftIds: readonly number[]): Promise<void> {
  if (shiftIds.length === 0) return;
  const { tx, register } = context;
  const open = await tx.all<OpenAside>(
    `SELECT set_aside_id AS id, shift_number AS "shiftNumber", raw FROM set_aside
     WHERE shop_id = ? AND register_id = ? AND state = 'open' AND section = 'document'
     ORDER BY set_aside_id DESC LIMIT ${MOST_AT_ONCE}`,
    [register.shopId, register.registerId],
  );
  let solved = 0;
  for (const aside of open) {
    const copy = await findGoodCopy(context, shiftIds, aside);
    if (copy === undefined) continue;
    await tx.run(
      `UPDATE set_aside SET state = 'decided', decided_utc = ?, decided_package = ?
       WHERE shop_id = ? AND set_aside_id = ?`,
      [utcText(context.clock.now()), copy.packageName, register.shopId, aside.id],
    );
    solved += 1;
  }
  if (solved === 0) return;
  const { registerCode } = register;
  say(context, { code: 'document.aside_solved', level: 'info', params: { n: solved, registerCode } });
}

async function findGoodCopy(
  { tx, register }: LoadContext,
  shiftIds: readonly number[],
  { shiftNumber, raw }: OpenAside,
): Promise<GoodCopy | undefined> {
  const [type, number] = [onlyNumber(raw, 'docType'), onlyNumber(raw, 'docNum')];
  if (type === undefined || number === undefined) return undefined;
  const copies = await tx.all<GoodCopy>(
    `SELECT s.shift_number AS "shiftNumber", d.identifier AS identifier, d.opened_at AS "openedAt",
       d.closed_at AS "closedAt", d.package_name AS "packageName"
     FROM shift s JOIN document d ON d.shop_id = s.shop_id AND d.shift_id = s.shift_id AND d.identity = ?
     WHERE s.shop_id = ? AND s.shift_id IN (${shiftIds.map(() => '?').join(', ')})`,
    [`${type}/${number}`, register.shopId, ...shiftIds],
  );
  return copies.find((copy) => (shiftNumber === null || copy.shiftNumber === shiftNumber) && isOf(copy, raw));
}

/** The whole number that a record names once under a key, in any case; a record that names it twice tells nothing. */
function onlyNumber(raw: string, key: string): number | undefined {
  const [only, ...more] = raw.matchAll(new RegExp(`"${key}"\\s*:\\s*"?(\\d{1,15})\\b`, 'gi'));
  return only === undefined || more.length > 0 ? undefined : Number(only[1]);
}

/** Whether the raw text tells of the same document, which a number of a shift alone does not (M7). */
function isOf({ identifier, openedAt, closedAt }: GoodCopy, raw: string): boolean {
  if (identifier !== null && identifier !== '') return raw.includes(JSON.stringify(identifier));
  return [openedAt, closedAt].some(
    (time) => time !== null && (raw.includes(time) || raw.includes(time.replace('T', ' '))),
  );
}
