import type { CaseRow } from '../../../../contracts/web-api.ts';
import { AcceptCases } from './accept-cases.tsx';
import { AssignCases } from './assign-cases.tsx';
import type { Decision, DecisionNews } from './use-decide.ts';

type QuestionProps = {
  /** What is asked; null = nothing. */
  asking: 'accept' | 'assign' | null;
  /** Open differences. */
  cases: readonly CaseRow[];
  onDecide: (decision: Decision) => void;
  onDecline: (news: DecisionNews) => void;
};

/** The question that stands over the page, of accepting differences or of assigning them. */
export function CaseQuestion({ asking, cases, onDecide, onDecline }: QuestionProps) {
  const ids = cases.map(({ caseId }) => caseId);
  if (asking === 'accept')
    return (
      <AcceptCases
        cases={cases}
        onAccept={(reason, author) => onDecide({ kind: 'accept', cases: ids, reason, author })}
        onDecline={() => onDecline({ kind: 'declined' })}
      />
    );
  if (asking === 'assign')
    return (
      <AssignCases
        cases={cases}
        onAssign={(to) => onDecide({ kind: 'assign', cases: ids, to })}
        onDecline={() => onDecline({ kind: 'notAssigned' })}
      />
    );
  return null;
}
