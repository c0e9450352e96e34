import { useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { useLanguage } from '../../ui/language.tsx';

/** Sends one thing at a time and keeps what the server says against it. */
export function useSending() {
  const { t, language } = useLanguage();
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** Runs `work`; a refusal is shown, anything else is thrown on. */
  async function send(work: () => Promise<void>): Promise<void> {
    setWrong(null);
    setBusy(true);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setWrong(error.text(language) ?? t(error.status === 0 ? 'state.unreachable' : 'state.failed'));
    } finally {
      setBusy(false);
    }
  }
  return { wrong, setWrong, busy, send: (work: () => Promise<void>) => void send(work) };
}
