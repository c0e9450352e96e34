/** A change of a description: kept, told in the log, and the captured messages are read again by it. */

import type { DescriptionKind } from '../../contracts/wire-descriptions.ts';
import type { DescriptionFunctions, DescriptionOutcome } from '../connections/web-api/web-api.ts';
import type { DescriptionResult, Descriptions } from '../descriptions/descriptions.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { Reports } from '../reports/reports.ts';
import type { CapturedFrames } from './captured-frames.ts';

type Parts = {
  descriptions: Descriptions;
  frames: Pick<CapturedFrames, 'readAgain'>;
  reports: Pick<Reports, 'frames'>;
  log: EventBuffer;
};

export function createDescriptionChanges({
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

  return {
    async bringDescription(brought, confirmed) {
      return outcomeOf(await descriptions.bring(brought, confirmed), brought);
    },
    async revertDescription(to, confirmed) {
      const result = await descriptions.revert(to, confirmed);
      return result && outcomeOf(result, to);
    },
  };
}

/** Numbers named in one entry of the log. */
const MOST_NAMED = 40;
