/**
 * Which shift each record and each document of a package goes to. A shift has one target however many records speak of it,
 * so that its documents are looked up, written and counted in one place.
 */
import type { LocalTime } from '../../domain/local-time.ts';
import type { DocumentRecord, ShiftRecord } from '../../domain/sales.ts';
import { ANOTHER_SHIFT_FROM_MS, lifeDistance, type ShiftLife } from '../../domain/shift-identity.ts';
import { openShiftDocuments, type ShiftDocuments } from './document-store.ts';
import { type LoadContext, say } from './load-context.ts';
import { dateShift, findShift, insertShift } from './shift-store.ts';

/** A record of the package that speaks of the shift. `notLoaded` = M8. */
export type TargetRecord = { record: ShiftRecord; notLoaded: boolean };

export type Target = {
  readonly context: LoadContext;
  readonly shiftNumber: number;
  readonly shiftId: number;
  /** The package has made the shift. */
  readonly isNew: boolean;
  readonly records: TargetRecord[];
  /** The shift had no open time until this package. */
  dated: boolean;
  /** The shift has a closing report, or the package brings one. */
  closed: boolean;
  /** Its documents lie in an archive: nothing enters it. */
  readonly trimmed: boolean;
  /** Opened with the first document. */
  documents: ShiftDocuments | null;
  firstDocumentAt: LocalTime | null;
  lastDocumentAt: LocalTime | null;
};

export type PackageTargets = {
  /** Finds or makes the shift of a record (M7, M8). */
  addRecord(context: LoadContext, record: ShiftRecord): Promise<void>;
  /** Adds a document to its shift; false when neither it nor the package tells which one that is. */
  addDocument(context: LoadContext, document: DocumentRecord): Promise<boolean>;
  all(): readonly Target[];
};

/** All records must be added before the first document. */
export function openTargets(): PackageTargets {
  const targets: Target[] = [];

  type Found = { shiftNumber: number; shiftId: number; isNew: boolean; trimmed: boolean };
  function targetOf(context: LoadContext, shift: Found): Target {
    const known = targets.find((one) => one.context === context && one.shiftId === shift.shiftId);
    if (known !== undefined) return known;
    const nothing = { dated: false, closed: false, documents: null, firstDocumentAt: null, lastDocumentAt: null };
    const target: Target = { context, ...shift, records: [], ...nothing };
    targets.push(target);
    return target;
  }

  return {
    async addRecord(context, record) {
      const { shiftNumber, openedAt } = record;
      const match = await findShift(context, { shiftNumber, time: openedAt, from: 'record' });
      if (match.kind === 'new') {
        const shiftId = await makeShift(context, { shiftNumber, openedAt, numberRepeated: match.numberRepeated });
        const target = targetOf(context, { shiftNumber, shiftId, isNew: true, trimmed: false });
        target.records.push({ record, notLoaded: false });
        target.closed ||= record.closedAt !== null;
        return;
      }
      const { shiftId, trimmed } = match;
      const target = targetOf(context, { shiftNumber, shiftId, isNew: false, trimmed });
      target.records.push({ record, notLoaded: match.kind === 'not_loaded' });
      target.closed ||= match.closed || record.closedAt !== null;
      if (!match.undated || openedAt === null || trimmed) return;
      target.dated = true;
      // At once and not with the report: the next record of this number must not take the shift for an undated one.
      await dateShift(context, shiftId, openedAt);
    },

    async addDocument(context, document) {
      const { shiftNumber } = document;
      const time = document.closedAt ?? document.openedAt;
      const own = targets.filter((one) => one.context === context);
      const named = shiftNumber === null ? own : own.filter((one) => one.shiftNumber === shiftNumber);
      let target = nearestTarget(named, time);
      if (target === undefined) {
        if (shiftNumber === null) return false;
        // The shifts that the package speaks of have been judged by its own records.
        const except = new Set(named.map((one) => one.shiftId));
        const match = await findShift(context, { shiftNumber, time, from: 'documents', except });
        const isNew = match.kind === 'new';
        const shiftId = isNew
          ? await makeShift(context, {
              shiftNumber,
              openedAt: null,
              numberRepeated: match.numberRepeated || except.size > 0,
            })
          : match.shiftId;
        target = targetOf(context, { shiftNumber, shiftId, isNew, trimmed: match.trimmed });
        target.closed ||= match.closed;
      }
      noteTime(target, time);
      await documentsOf(target).add(document);
      return true;
    },

    all: () => targets,
  };
}

async function makeShift(
  context: LoadContext,
  shift: { shiftNumber: number; openedAt: LocalTime | null; numberRepeated: boolean },
): Promise<number> {
  const shiftId = await insertShift(context, shift);
  const { shiftNumber, openedAt } = shift;
  const params = { shiftNumber, registerCode: context.register.registerCode, openedAt };
  say(context, { code: 'shift.opened', level: 'info', params });
  if (shift.numberRepeated) say(context, { code: 'shift.number_repeated', level: 'warning', params });
  return shiftId;
}

function documentsOf(target: Target): ShiftDocuments {
  const { context, shiftId, shiftNumber, isNew, records, trimmed } = target;
  const notLoaded = !isNew && records.length > 0 && records.every((one) => one.notLoaded);
  target.documents ??= openShiftDocuments(context, { shiftId, shiftNumber, isNew, notLoaded, trimmed });
  return target.documents;
}

function noteTime(target: Target, time: LocalTime | null): void {
  if (time === null) return;
  if (target.firstDocumentAt === null || time < target.firstDocumentAt) target.firstDocumentAt = time;
  if (target.lastDocumentAt === null || time > target.lastDocumentAt) target.lastDocumentAt = time;
}

/**
 * Of the shifts of one number in a package the one that was going on at the time, of several such the one opened last; else
 * the nearest within 48 h (P6). A document without a time goes to the first.
 */
function nearestTarget(targets: readonly Target[], time: LocalTime | null): Target | undefined {
  if (time === null) return targets[0];
  let best: { target: Target; distance: number; openedAt: string } | undefined;
  for (const target of targets) {
    for (const life of livesOf(target)) {
      const distance = lifeDistance(time, life);
      if (distance >= ANOTHER_SHIFT_FROM_MS) continue;
      const openedAt = life?.start ?? '';
      if (best === undefined || distance < best.distance || (distance === best.distance && openedAt > best.openedAt))
        best = { target, distance, openedAt };
    }
  }
  return best?.target;
}

/** What the package tells of the times of a shift: by each of its records, and by the documents so far. */
function livesOf({ records, firstDocumentAt, lastDocumentAt }: Target): ShiftLife[] {
  const lives: ShiftLife[] = [];
  for (const { record } of records)
    if (record.openedAt !== null) lives.push({ start: record.openedAt, end: record.closedAt });
  if (lives.length === 0 && firstDocumentAt !== null) lives.push({ start: firstDocumentAt, end: lastDocumentAt });
  return lives.length > 0 ? lives : [null];
}
