import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProtocolPreview, Setting, SettingChanged } from '../../../../contracts/web-api.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { changeSetting, type WantedChange } from '../../api/setting-requests.ts';

type Step =
  | { kind: 'none' }
  /** The person chooses the value and for what. */
  | { kind: 'form'; row: Setting }
  /** The server has said what the change does (D4). */
  | { kind: 'question'; row: Setting; wanted: WantedChange; preview: ProtocolPreview };

export type SettingNews =
  | { kind: 'changed'; message: SettingChanged['message'] }
  | { kind: 'kept'; row: Setting; from: string };

export type SettingChanging = ReturnType<typeof useSettingChange>;

/** The change of a setting: choosing, the question of the server, the answer, and what there is to say afterwards. */
export function useSettingChange() {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>({ kind: 'none' });
  const [news, setNews] = useState<SettingNews | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ row, wanted, confirmed }: { row: Setting; wanted: WantedChange; confirmed: boolean }) =>
      changeSetting(row.key, wanted, confirmed),
    onMutate: () => setNews(null),
    onSuccess: (answer, { row, wanted }) => {
      if (answer.kind === 'question') {
        setStep({ kind: 'question', row, wanted, preview: answer.preview });
        return;
      }
      setNews({ kind: 'changed', message: answer.message });
      void client.invalidateQueries({ queryKey: queryKeys.settings() });
      void client.invalidateQueries({ queryKey: ['registers'] });
    },
  });
  const close = () => setStep({ kind: 'none' });
  return {
    step,
    news,
    error,
    busy: isPending,
    begin(row: Setting) {
      reset();
      setNews(null);
      setStep({ kind: 'form', row });
    },
    ask(row: Setting, wanted: WantedChange) {
      close();
      mutate({ row, wanted, confirmed: false });
    },
    confirm(row: Setting, wanted: WantedChange) {
      close();
      mutate({ row, wanted, confirmed: true });
    },
    keep(row: Setting, preview: ProtocolPreview) {
      close();
      setNews({ kind: 'kept', row, from: String(preview.from) });
    },
    close,
    dismiss() {
      setNews(null);
      reset();
    },
  };
}
