import { ApiError } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { useLanguage } from '../../ui/language.tsx';

/** What a person asked for was refused or did not arrive: the server's sentence, its code, said at once. */
export function RefusalNotice({ error }: { error: Error }) {
  const { t, language } = useLanguage();
  const known = error instanceof ApiError ? error : null;
  const text = known?.text(language) ?? t(known?.status === 0 ? 'state.unreachable' : 'state.failed');
  return (
    <div role="alert">
      <Notice mark="broken" text={text}>
        <code>{known?.code ?? error.message}</code>
      </Notice>
    </div>
  );
}
