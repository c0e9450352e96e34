import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Page } from '../components/frame/page.tsx';
import { Notice } from '../components/notice.tsx';
import { useLanguage } from '../ui/language.tsx';

/** A page whose program did not come, or that failed while it was drawn: what happened and the way on. */
export function NotFetchedPage({ error }: ErrorComponentProps) {
  const { t } = useLanguage();
  return (
    <Page title={t('notFetched.title')}>
      <Notice
        mark="broken"
        text={t('notFetched.text', { cause: error instanceof Error ? error.message : String(error) })}
      >
        <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {t('notFetched.again')}
        </Button>
      </Notice>
    </Page>
  );
}
