import type { UpperLine } from '../../../../contracts/web-api.ts';
import { Notice } from '../../components/notice.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { serverMinute, size } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';

const marks: Record<UpperLine['condition'], Mark> = {
  idle: 'order',
  working: 'progress',
  busy: 'late',
  away: 'broken',
};

/** The line to the upper server: whether it moves, what waits, what is refused there. */
export function UpperLineFacts({ line }: { line: UpperLine | null }) {
  const { t, language } = useLanguage();
  return (
    <section aria-labelledby="servers-upper">
      <h2 id="servers-upper">{t('servers.upper')}</h2>
      {line === null ? (
        <p className="secondary">{t('servers.noUpper')}</p>
      ) : (
        <>
          {line.isStuck && <Notice mark="broken" text={t('servers.stuck', { cause: line.reason?.[language] ?? '' })} />}
          <Facts line={line} />
          <RefusedThere line={line} />
        </>
      )}
    </section>
  );
}

function Facts({ line }: { line: UpperLine }) {
  const { t, language } = useLanguage();
  const { address, serverCode, secure, condition, reason, waitingPackages: n, waitingBytes, oldestAt } = line;
  const waiting =
    n === 0
      ? t('servers.nothingWaits')
      : t('servers.waitingText', { n, size: size(language, waitingBytes), at: serverMinute(language, oldestAt) });
  return (
    <dl className="servers-facts">
      <dt>{t('servers.state')}</dt>
      <dd>
        <StatusMark mark={marks[condition]} word={t(`servers.line_${condition}`)} />{' '}
        {t('servers.since', { at: serverMinute(language, line.since) })}. {reason?.[language]}
      </dd>
      <dt>{t('servers.waiting')}</dt>
      <dd>{waiting}</dd>
      <dt>{t('servers.acknowledged')}</dt>
      <dd>{line.acknowledgedAt === null ? t('servers.notYet') : serverMinute(language, line.acknowledgedAt)}</dd>
      <dt>{t('servers.commands')}</dt>
      <dd>{line.commands === null ? t('servers.commandsOpen') : line.commands[language]}</dd>
      <dt>{t('servers.code')}</dt>
      <dd>
        {t('servers.upperText', { address, serverCode })}
        {!secure && (
          <>
            {' · '}
            <StatusMark mark="late" word={t('servers.plaintext')} />
          </>
        )}
      </dd>
    </dl>
  );
}

function RefusedThere({ line: { refused } }: { line: UpperLine }) {
  const { t, language } = useLanguage();
  if (refused.length === 0) return null;
  return (
    <>
      <h3 id="servers-refused">{t('servers.refused')}</h3>
      <ul aria-labelledby="servers-refused">
        {refused.map(({ registerId, package: name, reason, nextAt }) => {
          const told = { registerId, name, cause: reason[language], at: serverMinute(language, nextAt) };
          return (
            <li key={name ?? registerId}>
              {name === null ? t('servers.refusedRegister', told) : t('servers.refusedPackage', told)}
            </li>
          );
        })}
      </ul>
    </>
  );
}
