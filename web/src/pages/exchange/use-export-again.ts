import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ShiftExport } from '../../../../contracts/web-api.ts';
import { now } from '../../api/clock.ts';
import { type AgainPreview, exportAgain, type ShiftAddress } from '../../api/exchange-requests.ts';
import { queryKeys } from '../../api/query-keys.ts';

/** What the page says of what the person did here. */
export type AgainNews = { kind: 'declined' } | { kind: 'started'; shifts: readonly ShiftAddress[]; atMs: number };

/** A shift of a list with its export, as tables of any kind have it. */
export type ExportedShift = ShiftAddress & { export: ShiftExport };

export function addressKey({ shopCode, registerCode, shiftKey }: ShiftAddress): string {
  return `${shopCode}/${registerCode}/${shiftKey}`;
}

/** «Перевыгрузить»: the request, the question of D2, its answer, and what there is to say afterwards. */
export function useExportAgain(onStarted: () => void) {
  const client = useQueryClient();
  const [question, setQuestion] = useState<{ preview: AgainPreview; shifts: readonly ShiftAddress[] } | null>(null);
  const [news, setNews] = useState<AgainNews | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ shifts, confirmed }: { shifts: readonly ShiftAddress[]; confirmed: boolean }) =>
      exportAgain(shifts, confirmed),
    onMutate: () => setNews(null),
    onSuccess: async (answer, { shifts }) => {
      if (answer.kind === 'question') {
        setQuestion({ preview: answer.preview, shifts });
        return;
      }
      // Rows that are read from now on tell what becomes of the shifts.
      setNews({ kind: 'started', shifts, atMs: now() });
      onStarted();
      await client.invalidateQueries({ queryKey: queryKeys.exports() });
      await client.invalidateQueries({ queryKey: ['shifts'] });
    },
  });
  const answer = (shifts: readonly ShiftAddress[] | null) => {
    setQuestion(null);
    if (shifts === null) setNews({ kind: 'declined' });
    else mutate({ shifts, confirmed: true });
  };
  return {
    question,
    news,
    error,
    busy: isPending,
    ask: (shifts: readonly ShiftAddress[]) => mutate({ shifts, confirmed: false }),
    answer,
    dismiss: () => {
      setNews(null);
      reset();
    },
  };
}

/** What became of the shifts so far, as the rows tell it; a shift that left the list is there no more because it was exported. */
export function progressOf(shifts: readonly ShiftAddress[], rows: readonly ExportedShift[]) {
  const states = new Map(rows.map((row) => [addressKey(row), row]));
  let running = 0;
  const failed: ExportedShift[] = [];
  for (const shift of shifts) {
    const row = states.get(addressKey(shift));
    if (row?.export.state === 'failed') failed.push(row);
    else if (row !== undefined && !isDone(row.export.state)) running += 1;
  }
  return { done: shifts.length - running - failed.length, running, failed };
}

function isDone(state: ShiftExport['state']): boolean {
  return state === 'exported' || state === 'accepted';
}
