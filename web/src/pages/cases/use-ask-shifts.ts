import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseRow } from '../../../../contracts/web-api.ts';
import { requestCase } from '../../api/case-requests.ts';
import { ApiError } from '../../api/client.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { requestGap } from '../../api/transfer-requests.ts';

/** What became of asking for several things: how many loads were asked for, and what was not, with the reason. */
export type AskedNews = { asked: number; notAsked: readonly string[] };

type Wanted = { id: string; ask: () => Promise<{ kind: 'asked' | 'question' }> };

/** Asks one after the other, so that registers and server are not flooded; a refusal of one does not stop the others. */
async function askEach(wanted: readonly Wanted[], language: 'ru' | 'en'): Promise<AskedNews> {
  const notAsked: string[] = [];
  let asked = 0;
  for (const { id, ask } of wanted) {
    try {
      const answer = await ask();
      // A week or more is asked about one by one, on the page of its shift or register.
      if (answer.kind === 'question') notAsked.push(id);
      else asked += 1;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      notAsked.push(`${id}: ${error.text(language) ?? error.code}`);
    }
  }
  return { asked, notAsked };
}

function useAskEach() {
  const client = useQueryClient();
  const { mutate, isPending, data } = useMutation({
    mutationFn: ({ wanted, language }: { wanted: readonly Wanted[]; language: 'ru' | 'en' }) =>
      askEach(wanted, language),
    onSettled: () => {
      for (const key of [queryKeys.cases(), queryKeys.gaps(), queryKeys.transfers()])
        void client.invalidateQueries({ queryKey: key });
    },
  });
  return { mutate, busy: isPending, news: data ?? null };
}

/** Asks the registers for the shifts of differences once more, each shift once. */
export function useAskShifts() {
  const { mutate, busy, news } = useAskEach();
  const ask = (cases: readonly CaseRow[], language: 'ru' | 'en') => {
    const shifts = new Map(cases.map((row) => [`${row.shopCode}/${row.registerCode}/${row.shiftKey}`, row]));
    const wanted = [...shifts.values()].map(({ caseId }) => ({ id: caseId, ask: () => requestCase(caseId, false) }));
    mutate({ wanted, language });
  };
  return { ask, busy, news };
}

/** Asks the registers for missing receipt numbers. */
export function useAskGaps() {
  const { mutate, busy, news } = useAskEach();
  const ask = (gapIds: readonly string[], language: 'ru' | 'en') =>
    mutate({ wanted: gapIds.map((id) => ({ id, ask: () => requestGap(id, false) })), language });
  return { ask, busy, news };
}
