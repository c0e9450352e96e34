/** What must not change the ledger and must not be lost: records set aside and copies that disagree. */
import { hash } from 'node:crypto';
import type { SetAsideRecord } from '../../domain/sales.ts';
import { utcText } from '../../platform/clock.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import { type LoadContext, say } from './load-context.ts';
import type { Difference } from './record-merge.ts';

/** Keeps a record for a person. False when the very same record was kept before. */
export async function setAside(context: LoadContext, record: SetAsideRecord): Promise<boolean> {
  if (!(await keep(context, record, 'open'))) return false;
  const known = context.asides.get(record.reason);
  context.asides.set(record.reason, { count: (known?.count ?? 0) + 1, details: known?.details ?? record.details });
  return true;
}

/**
 * Keeps a section of a name that the server does not know: nobody has to decide about it. A register sends it with every
 * package, so people are told at the first one only.
 */
export async function keepUnknownSection(
  context: LoadContext,
  section: { name: string; raw: string },
  ordinal: number,
): Promise<void> {
  const { tx, register } = context;
  const { name, raw } = section;
  const reason = 'section.unknown';
  const details = { name };
  const met = await tx.get(
    `SELECT 1 AS met FROM set_aside WHERE shop_id = ? AND register_id = ? AND section = 'unknown' AND reason_details = ?
     LIMIT 1`,
    [register.shopId, register.registerId, JSON.stringify(details)],
  );
  const about = { registerCode: register.registerCode, shiftNumber: null };
  await keep(context, { section: 'unknown', ordinal, reason, details, ...about, raw }, 'kept');
  if (met !== undefined) return;
  const params = { name, registerCode: register.registerCode };
  say(context, { code: 'section.first_met', level: 'warning', params });
}

async function keep(context: LoadContext, record: SetAsideRecord, state: 'open' | 'kept'): Promise<boolean> {
  const { tx, register } = context;
  const id = await takeNumbers(tx, 'set_aside', 1);
  const added = await tx.run(
    `INSERT INTO set_aside (shop_id, set_aside_id, register_id, shift_number, package_name, section, ordinal, reason_code,
     reason_details, content_hash, raw, state, created_utc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    [
      register.shopId,
      id,
      register.registerId,
      record.shiftNumber,
      context.packageName,
      record.section,
      record.ordinal,
      record.reason,
      JSON.stringify(record.details),
      // Two records that are not UTF-8 may read the same and differ in their bytes.
      hash('sha256', `${record.raw}${record.details.bytes ?? ''}`),
      record.raw.replaceAll('\0', '\ufffd'),
      state,
      utcText(context.clock.now()),
    ],
  );
  return added > 0;
}

/** Keeps a disagreeing copy beside what is stored; `documentId` 0 = the report of the shift. False when it was kept before. */
export async function keepConflict(
  context: LoadContext,
  copy: { shiftId: number; documentId: number; raw: string; differences: readonly Difference[] },
): Promise<boolean> {
  const { tx, register } = context;
  const id = await takeNumbers(tx, 'conflict', 1);
  const added = await tx.run(
    `INSERT INTO conflict (shop_id, conflict_id, shift_id, document_id, content_hash, difference, raw, package_name, created_utc)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [
      register.shopId,
      id,
      copy.shiftId,
      copy.documentId,
      hash('sha256', copy.raw),
      differenceText(copy.differences),
      copy.raw.replaceAll('\0', '\ufffd'),
      context.packageName,
      utcText(context.clock.now()),
    ],
  );
  return added > 0;
}

/** `docSum: 215.81 → 215.82; …` in the order stored → incoming. */
export function differenceText(differences: readonly Difference[]): string {
  const text = differences.map(({ path, stored, incoming }) => `${path}: ${stored} → ${incoming}`).join('; ');
  return text.replaceAll('\0', '\ufffd');
}
