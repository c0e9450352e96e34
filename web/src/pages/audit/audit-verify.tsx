import { useMutation } from '@tanstack/react-query';
import { type AuditVerdict, routes } from '../../../../contracts/web-api.ts';
import { ApiError, getJson } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, logTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';

export type ChainCheck = ReturnType<typeof useChainCheck>;

/** «Проверить цепочку»: the server reads every entry. */
export function useChainCheck() {
  return useMutation({ mutationFn: () => getJson<AuditVerdict>(routes.auditVerdict) });
}

/** What the check has found: the range, the first entry that cannot be relied on, and up to where the end is written down. */
export function ChainResult({ check }: { check: ChainCheck }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  if (check.isIdle) return null;
  return (
    <div role="status" className="audit-verdict">
      {check.isPending && <StatusMark mark="progress" word={t('audit.verifying')} />}
      {check.isError && <Notice mark="broken" text={t('audit.notVerified', { text: failureText() })} />}
      {check.data !== undefined && verdict(check.data)}
    </div>
  );

  function failureText(): string {
    return check.error instanceof ApiError ? (check.error.text(language) ?? check.error.code) : String(check.error);
  }

  function verdict({ problem, entries, first, last, anchored }: AuditVerdict) {
    const n = count(language, entries);
    const anchor =
      anchored === null
        ? t('audit.notAnchored')
        : t('audit.anchored', { number: anchored.number, at: logTime(language, anchored.at, zone) });
    if (problem !== null) {
      const told = t(`audit.problem_${problem.code}`, { number: problem.number });
      return (
        <Notice mark="broken" text={t('audit.broken', { problem: told, n })}>
          <p>{anchor}</p>
        </Notice>
      );
    }
    if (first === null || last === null) return <StatusMark mark="order" word={t('audit.wholeEmpty')} />;
    return (
      <>
        <StatusMark mark="order" word={t('audit.whole', { first, last, n })} />
        <p className="secondary">{anchor}</p>
      </>
    );
  }
}
