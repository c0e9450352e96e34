import { Button } from '@mantine/core';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { Wrong } from './fields.tsx';
import { useSending } from './use-sending.ts';

type Props = { title: string; text: string; onCancel: () => void; onRevoke: () => Promise<void> };

/** Asks before a key or a token is revoked; begins on what does no harm, and shows what the server refuses. */
export function RevokeQuestion({ title, text, onCancel, onRevoke }: Props) {
  const { t } = useLanguage();
  const { wrong, busy, send } = useSending();
  return (
    <Dialog title={title} onClose={onCancel}>
      <p>{text}</p>
      <Wrong text={wrong} />
      <div className="dialog-answers">
        <Button variant="default" onClick={onCancel}>
          {t('apiKeys.keep')}
        </Button>
        <Button onClick={() => send(onRevoke)} disabled={busy}>
          {t('apiKeys.revoke')}
        </Button>
      </div>
    </Dialog>
  );
}
