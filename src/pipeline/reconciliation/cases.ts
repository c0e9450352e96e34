/** What people do with differences: see them, accept them with a reason, give them to somebody, ask the register for the shift once more. */
import { type NewEntry, record } from '../../audit/audit.ts';
import { addWallClock } from '../../domain/local-time.ts';
import { formatKopecks } from '../../domain/money.ts';
import { type CheckFigure, checkFigures } from '../../domain/shift-check.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftCaseRow, Tables } from '../../schema/tables.ts';
import type { LoadRequest, RequestResult, Transfers } from '../transfers/transfers.ts';
import { type Assigning, type AssignResult, assignCases, type JudgeAssignee } from './assign-cases.ts';
import {
  type CasesChanged,
  changeNamed,
  isOpen,
  type NamedCase,
  readNamed,
  tellCase,
  whileChecksWait,
} from './case-changes.ts';
import { type CaseEventCode, updateCase } from './case-rows.ts';

export type CaseAsk =
  | { kind: 'unknown' }
  /** Nothing is left to be mended. */
  | { kind: 'ended' }
  | Exclude<RequestResult, { kind: 'confirmation_required' }>
  | (Extract<RequestResult, { kind: 'confirmation_required' }> & Pick<LoadRequest, 'shopCode' | 'registerCode'>);

export type Cases = {
  /** «Вижу»: somebody knows of the differences. Ids without «D-». */
  see(caseIds: readonly number[], author: string | null): Promise<CasesChanged>;
  /** Accepts differences as they are, for good: both values stay, and another difference is a new case (ux D3). */
  accept(caseIds: readonly number[], reason: string, author: string): Promise<CasesChanged>;
  /** Gives open differences to somebody, or takes them off; refused when the person is not there or may not work on one of them. */
  assign(caseIds: readonly number[], wanted: Assigning): Promise<AssignResult>;
  /** Asks the register for the time of the shift once more. A week or more must be confirmed (M10). */
  ask(caseId: number, author: string | null, confirmed: boolean): Promise<CaseAsk>;
};

type Parts = {
  database: Database<Tables>;
  clock: Clock;
  transfers: Pick<Transfers, 'request'>;
  judgeAssignee: JudgeAssignee;
  onChanged: () => void;
};

export function createCases(parts: Parts): Cases {
  const { clock, onChanged } = parts;
  const now = () => utcText(clock.now());
  return {
    async see(caseIds, author) {
      const seen = await changeCases(parts, caseIds, 'case.seen', author, null, (row) =>
        row.state === 'appeared' ? { state: 'seen', seen_utc: now(), seen_by: author } : null,
      );
      onChanged();
      return seen;
    },
    async accept(caseIds, reason, author) {
      const accepted = await changeCases(parts, caseIds, 'case.accepted', author, reason, (row) =>
        isOpen(row) ? { state: 'accepted', accepted_utc: now(), accepted_by: author, reason } : null,
      );
      onChanged();
      return accepted;
    },
    async assign(caseIds, wanted) {
      const assigned = await assignCases(parts, caseIds, wanted);
      if (assigned.ok) onChanged();
      return assigned;
    },
    async ask(caseId, author, confirmed) {
      const asked = await askForShift(parts, caseId, author, confirmed);
      if (asked.kind === 'requested' || asked.kind === 'running') onChanged();
      return asked;
    },
  };
}

function changeCases(
  { database, clock }: Parts,
  caseIds: readonly number[],
  code: CaseEventCode,
  author: string | null,
  reason: string | null,
  set: (row: ShiftCaseRow) => Partial<ShiftCaseRow> | null,
): Promise<CasesChanged> {
  return whileChecksWait(database, async (tx) =>
    changeNamed(tx, clock, await readNamed(tx, caseIds), {
      code: () => code,
      told: () => ({ author, reason }),
      set,
      entry: (row, after) => entryOf(row, after, reason),
    }),
  );
}

/** What the audit trail says of a difference; money by its form, so that it can be left out (`see-money`). */
function entryOf(row: NamedCase, set: Partial<ShiftCaseRow>, reason: string | null): NewEntry {
  const { figure } = row;
  const isMoney = checkFigures[figure as CheckFigure].unit === 'money';
  const [first, second] = [row.first_value, row.second_value].map((one) => (isMoney ? formatKopecks(one) : one));
  return {
    verb: set.state === 'accepted' ? 'accept' : 'see',
    ...{ object: 'case', key: `D-${row.case_id}`, shopCode: row.shop_code, reason },
    old: { state: row.state },
    new: { ...{ state: set.state, register: row.register_code, shift: row.shift_number }, figure, first, second },
  };
}

type ToAsk = NamedCase & {
  business_date: string;
  opened_at: string | null;
  closed_at: string | null;
  last_document_at: string | null;
};

async function askForShift(parts: Parts, caseId: number, author: string | null, confirmed: boolean): Promise<CaseAsk> {
  const { database, clock, transfers } = parts;
  const row = await database.get<ToAsk>(
    `SELECT c.*, r.register_code, p.shop_code, s.shift_number, s.business_date, s.opened_at, s.closed_at, s.last_document_at
     FROM shift_case c JOIN shop p ON p.shop_id = c.shop_id
     JOIN register r ON r.shop_id = c.shop_id AND r.register_id = c.register_id
     JOIN shift s ON s.shop_id = c.shop_id AND s.shift_id = c.shift_id WHERE c.case_id = ?`,
    [caseId],
  );
  if (row === undefined) return { kind: 'unknown' };
  if (row.ended_utc !== null || row.state === 'accepted') return { kind: 'ended' };
  const { shop_code: shopCode, register_code: registerCode } = row;
  // Over Thrift only dates can be passed, so a shift is asked for as the time that it lasted.
  const from = row.opened_at ?? `${row.business_date}T00:00:00`;
  const last = row.closed_at ?? row.last_document_at;
  const to = last !== null && last >= from ? last : addWallClock(from, 86_400_000);
  const range = { kind: 'dates', from, to } as const;
  const result = await transfers.request({ shopCode, registerCode, cause: 'person', author, range, confirmed });
  if (result.kind === 'confirmation_required') return { ...result, shopCode, registerCode };
  if (result.kind === 'refused') return result;
  await database.transaction(async (tx) => {
    await updateCase(tx, row, { transfer_id: result.transferId });
    await tellCase(tx, clock, 'case.asked', row, { author, transferId: `T-${result.transferId}` });
    const asked = { transferId: `T-${result.transferId}` };
    await record(tx, clock, { verb: 'request', object: 'case', key: `D-${caseId}`, shopCode, new: asked });
  });
  return result;
}
