import { Button } from '@mantine/core';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { CopyButton } from './copy-button.tsx';

type Props = { title: string; text: string; secret: string; onClose: () => void };

/** A link or a key that is shown now and never again. */
export function ShownOnce({ title, text, secret, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="access-fields">
        <p>{text}</p>
        <code className="access-secret">{secret}</code>
        <CopyButton text={secret} />
        <Button onClick={onClose}>{t('access.done')}</Button>
      </div>
    </Dialog>
  );
}
