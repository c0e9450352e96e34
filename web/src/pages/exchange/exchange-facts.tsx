import { type ReactNode, useRef, useState } from 'react';
import type { ExchangeProblem, ExchangeState } from '../../../../contracts/web-api.ts';
import { Link } from '../../components/frame/link.tsx';
import { Notice } from '../../components/notice.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, moneyWithSign, serverTime } from '../../format/format.ts';
import { zonedTime } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { useTick } from '../sales/use-tick.ts';
import { copyText } from '../transfers/ticket-text.ts';
import { ageText } from './age.ts';
import './exchange.css';

const TICK_MS = 10_000;

/** What the ERP has and lacks, in a few facts (S4, S11). */
export function ExchangeFacts({ state }: { state: ExchangeState }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const at = useTick(TICK_MS);
  const { notExported, waiting, lastExport, lastTaken, lastConfirmed, differing } = state;
  const fileFact = (file: ExchangeState['lastTaken'], never: string) =>
    file === null ? never : <FileFact file={file} at={zonedTime(language, file.at, zone)} />;
  return (
    <dl className="exchange-facts">
      <Fact name={t('exchange.notExported')}>
        <Missing notExported={notExported} at={at} />
      </Fact>
      <Fact name={t('exchange.waiting')}>
        {waiting.oldestSince === null
          ? t('exchange.waitingNone')
          : t('exchange.waitingText', { n: waiting.files, age: ageText(t, waiting.oldestSince, at) })}
      </Fact>
      <Fact name={t('exchange.lastExport')}>
        {lastExport === null ? t('exchange.never') : zonedTime(language, lastExport.at, zone)}
      </Fact>
      <Fact name={t('exchange.lastTaken')}>{fileFact(lastTaken, t('exchange.never'))}</Fact>
      <Fact name={t('exchange.lastConfirmed')}>{fileFact(lastConfirmed, t('exchange.neverConfirmed'))}</Fact>
      <Fact name={t('exchange.speed')}>{t('exchange.speedText', { n: state.exportedLastHour })}</Fact>
      {notExported.notExportedOpen > 0 && (
        <Fact name={t('exchange.openBehind')}>{count(language, notExported.notExportedOpen)}</Fact>
      )}
      {differing > 0 && (
        <Fact name={t('exchange.differing')}>
          <StatusMark mark="broken" word={t('exchange.differingText', { n: differing })} />
        </Fact>
      )}
      <Fact name={t('exchange.folder')}>
        <FolderPath path={state.folder} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Missing({ notExported, at }: { notExported: ExchangeState['notExported']; at: number }) {
  const { t, language } = useLanguage();
  const { notExported: n, revenue, oldestSince } = notExported;
  if (n === 0) return <StatusMark mark="order" word={t('exchange.notExportedNone')} />;
  const text = t('exchange.notExportedText', { n, sum: moneyWithSign(language, revenue) });
  const age = oldestSince === null ? '' : `, ${t('exchange.oldest', { age: ageText(t, oldestSince, at) })}`;
  return <StatusMark mark="not-exported" word={`${text}${age}`} />;
}

function FileFact({ file, at }: { file: { fileId: string; fileName: string }; at: string }) {
  return (
    <>
      {at} <Link href={addresses.exportFile(file.fileId)}>{file.fileId}</Link>
    </>
  );
}

/** A path that can be taken along. */
export function FolderPath({ path }: { path: string }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  const text = useRef<HTMLElement>(null);
  const copy = () => {
    void copyText(path).then((done) => {
      setCopied(done);
      // Over plain HTTP the browser leaves the clipboard out: the path is marked, Ctrl+C takes it.
      if (!done && text.current !== null) window.getSelection()?.selectAllChildren(text.current);
    });
  };
  return (
    <span className="folder-path">
      <code ref={text}>{path}</code>{' '}
      <button type="button" className="text-button" onClick={copy}>
        {t(copied ? 'exchange.copied' : 'exchange.copy')}
      </button>
    </span>
  );
}

/** What is wrong with the exchange now: since when, where, what to do. */
export function ExchangeProblems({ problems, waiting }: Pick<ExchangeState, 'problems' | 'waiting'>) {
  return (
    <div className="exchange-problems" role="status">
      {problems.map((problem) => (
        <ProblemNotice key={`${problem.code} ${problem.path}`} problem={problem} waiting={waiting} />
      ))}
    </div>
  );
}

function ProblemNotice({ problem, waiting }: { problem: ExchangeProblem; waiting: ExchangeState['waiting'] }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const at = useTick(TICK_MS);
  const { code, since, shopCodes, path, level } = problem;
  const mark = level === 'critical' ? 'broken' : 'late';
  const parts = [
    code === 'erp.not_taken' && since !== null
      ? t('exchange.notTaken', { age: ageText(t, since, at), n: waiting.files })
      : problem[language],
    ...(since === null ? [] : [t('exchange.since', { at: serverTime(language, since, zone) })]),
    ...(shopCodes.length > 1 ? [t('exchange.problemShops', { list: shopCodes.join(', ') })] : []),
  ];
  return (
    <Notice mark={mark} text={parts.join(' ')}>
      {path !== null && <FolderPath path={path} />}
    </Notice>
  );
}
