/** A change of a description: kept, told in the log, and the captured messages are read again by it. */

import type { DescriptionKind } from '../../contracts/wire-descriptions.ts';
import { type NewEntry, recordFirst } from '../audit/audit.ts';
import type { DescriptionFunctions, DescriptionOutcome } from '../connections/web-api/web-api.ts';
import type { DescriptionResult, Descriptions } from '../descriptions/descriptions.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Reports } from '../reports/reports.ts';
import type { Tables } from '../schema/tables.ts';
import type { CapturedFrames } from './captured-frames.ts';

type Parts = {
  database: Database<Tables>;
  clock: Clock;
  descriptions: Descriptions;
  frames: Pick<CapturedFrames, 'readAgain'>;
  reports: Pick<Reports, 'frames'>;
  log: EventBuffer;
};

export function createDescriptionChanges({
  database,
  clock,
  descriptions,
  frames,
  reports,
  log,
}: Parts): Pick<DescriptionFunctions, 'bringDescription' | 'revertDescription'> {
  async function outcomeOf(
    result: DescriptionResult,
    { kind, author, fileName = null }: { kind: DescriptionKind; author: string | null; fileName?: string | null },
  ): Promise<DescriptionOutcome> {
    if (!result.ok) return { result, frames: 0 };
    if (!result.done) return { result, frames: (await reports.frames({ limit: 1 })).total };
    const numbers = result.changes.map(({ message, field, from, to }) => {
      return `${message}.${field} ${from?.number ?? '–'} → ${to?.number ?? '–'}`;
    });
    const params = {
      kind: `@description.kind_${kind}`,
      author,
      fileName,
      numbers: numbers.slice(0, MOST_NAMED).join(', '),
    };
    log.add({ code: 'description.changed', level: 'info', params });
    return { result, frames: await frames.readAgain() };
  }

  /** The entry of the audit trail tells the numbers, so it is first found out which ones change. */
  async function changing<T extends DescriptionResult | undefined>(
    kind: DescriptionKind,
    what: { fileName: string | null } | { entryId: number | null },
    confirmed: boolean,
    change: (keep: boolean) => Promise<T>,
  ): Promise<T> {
    const shown = await change(false);
    if (!confirmed || !shown?.ok) return shown;
    const numbers = shown.changes.map(({ message, field, from, to }) => ({
      field: `${message}.${field}`,
      from: from?.number ?? null,
      to: to?.number ?? null,
    }));
    const entry: NewEntry = { verb: 'change', object: 'description', key: kind, new: { ...what, numbers } };
    return recordFirst(database, clock, entry, () => change(true));
  }

  return {
    async bringDescription(brought, confirmed) {
      const { kind, fileName } = brought;
      const result = await changing(kind, { fileName }, confirmed, (keep) => descriptions.bring(brought, keep));
      return outcomeOf(result, brought);
    },
    async revertDescription(to, confirmed) {
      const back = { entryId: to.entryId };
      const result = await changing(to.kind, back, confirmed, (keep) => descriptions.revert(to, keep));
      return result && outcomeOf(result, to);
    },
  };
}

/** Numbers named in one entry of the log. */
const MOST_NAMED = 40;
