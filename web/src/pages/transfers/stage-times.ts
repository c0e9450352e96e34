/** How long each stage of a load has taken, beside what it usually takes at this register. */
import type { LoadNorms, TransferRow } from '../../../../contracts/web-api.ts';
import { STAGES, type Stage } from './transfer-words.ts';

export type StageSpan = {
  /** From the moment the stage was reached to the next one, or until now; null = not reached, or nothing follows it. */
  spentMs: number | null;
  /** What it usually takes; null = not known. */
  usualMs: number | null;
  /** More than three times as long as usual. */
  slow: boolean;
};

/** A stage is slow from this many times its norm on. */
const SLOW_FROM = 3;
/** Below this nothing is slow, whatever the norm: a norm of milliseconds would make every hitch an alarm. */
const LEAST_SLOW_MS = 5_000;

const NOT_REACHED: StageSpan = { spentMs: null, usualMs: null, slow: false };

/** The spans by stage; `nowMs` ends that of a load that still runs. */
export function stageSpans(
  transfer: Pick<TransferRow, 'stages' | 'endedAt'>,
  norms: LoadNorms | undefined,
  nowMs: number,
): (stage: string) => StageSpan {
  const usual = new Map<string, number>(norms?.stages.map(({ stage, usualMs }) => [stage, usualMs]));
  const end = transfer.endedAt === null ? nowMs : Date.parse(transfer.endedAt);
  const spans = new Map(
    transfer.stages.map(({ stage, at }, index): [string, StageSpan] => {
      const next = transfer.stages[index + 1]?.at;
      const spentMs = Math.max(0, (next === undefined ? end : Date.parse(next)) - Date.parse(at));
      const usualMs = usual.get(stage) ?? null;
      const slow = usualMs !== null && spentMs > Math.max(usualMs * SLOW_FROM, LEAST_SLOW_MS);
      return [stage, { spentMs, usualMs, slow }];
    }),
  );
  return (stage) => spans.get(stage) ?? NOT_REACHED;
}

/** Stages that every load passes. */
const OWN_STAGES: readonly Stage[] = ['received', 'loaded', 'done'];

/** The stages of a load in their order. Of what came unasked only those before its arrival that the register told of. */
export function shownStages({ range, stages }: Pick<TransferRow, 'range' | 'stages'>): readonly Stage[] {
  if (range.kind !== 'none') return STAGES;
  const told = new Set<string>(stages.map(({ stage }) => stage));
  return STAGES.filter((stage) => told.has(stage) || OWN_STAGES.includes(stage));
}
