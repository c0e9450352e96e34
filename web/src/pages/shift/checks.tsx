import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CheckLine, GapRow, ShiftDetail } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Link } from '../../components/frame/link.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { serverTime } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { CaseQuestion } from '../cases/case-question.tsx';
import { assignmentText, caseMark, checkName, decisionText, isOpenCase } from '../cases/case-words.ts';
import { DecisionNotice } from '../cases/decision-notice.tsx';
import { useDecide } from '../cases/use-decide.ts';
import { GapLines } from './gap-lines.tsx';

type Group = { check: CheckLine['check']; name: CheckLine['name']; lines: CheckLine[] };

/** C1–C7 as sentences: what agrees, what differs and what was decided on it, what could not be compared and why. */
export function Checks({ detail }: { detail: ShiftDetail }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { shift, checks, checkedAt } = detail;
  const missing = useMissing(detail);
  return (
    <section aria-labelledby="checks">
      <div className="section-head">
        <h2 id="checks">{t('checks.title')}</h2>
        {checkedAt !== null && (
          <span className="secondary">{t('checks.at', { at: serverTime(language, checkedAt, zone) })}</span>
        )}
      </div>
      {checks.length === 0 && <p className="secondary">{t('checks.notYet')}</p>}
      <ul className="checks">
        {groupsOf(checks).map((group) => (
          <li key={group.check}>
            <StatusMark {...groupMark(group)} word={`${checkName(group.check, t)} ${group.name[language]}`} />
            <span className="unseen">{t(groupWord(group))}</span>
            {group.check === 'C5' && shift.firstReceiptNumber !== null && (
              <span className="secondary">
                {' '}
                {t('checks.numbers', { first: shift.firstReceiptNumber, last: shift.lastReceiptNumber })}
              </span>
            )}
            <Lines group={group} cases={detail.cases} />
            {group.check === 'C5' && missing.length > 0 && <GapLines path={shift} gaps={missing} />}
          </li>
        ))}
      </ul>
      <Decide detail={detail} />
    </section>
  );
}

function groupsOf(checks: readonly CheckLine[]): Group[] {
  const groups = new Map<string, Group>();
  for (const line of checks) {
    const group = groups.get(line.check) ?? { check: line.check, name: line.name, lines: [] };
    group.lines.push(line);
    groups.set(line.check, group);
  }
  return [...groups.values()];
}

/** The worst of its lines; one that was compared says more than one that was not. */
function worstOf({ lines }: Group): CheckLine['state'] {
  for (const state of ['differs', 'accepted', 'agrees'] as const)
    if (lines.some((line) => line.state === state)) return state;
  return 'not_compared';
}

function groupMark(group: Group): { mark: Mark } {
  const marks = { differs: 'broken', accepted: 'order', agrees: 'order', not_compared: 'unknown' } as const;
  return { mark: marks[worstOf(group)] };
}

function groupWord(group: Group) {
  const words = {
    differs: 'checks.differs',
    accepted: 'checks.accepted',
    agrees: 'checks.agrees',
    not_compared: 'checks.notCompared',
  } as const;
  return words[worstOf(group)];
}

/** What is not quiet in a check: its differences with what was decided, and what was left out. */
function Lines({ group, cases }: { group: Group; cases: ShiftDetail['cases'] }) {
  const { t, language } = useLanguage();
  const loud = group.lines.filter(({ state }) => state === 'differs' || state === 'accepted');
  const leftOut = group.lines.filter(({ state }) => state === 'not_compared');
  if (loud.length === 0 && leftOut.length === 0) return null;
  return (
    <ul className="check-lines">
      {loud.map((line) => {
        const row = cases.find(({ caseId }) => caseId === line.caseId);
        const decision =
          row === undefined
            ? null
            : [assignmentText(row, t, language), decisionText(row, t, language)]
                .filter((text) => text !== null)
                .join(' ');
        return (
          <li key={line.figure} className={line.state === 'differs' ? 'check-differs' : undefined}>
            {line.text[language]}
            {row !== undefined && (
              <>
                {'. '}
                <Link href={addresses.cases({ shop: row.shopCode, register: row.registerCode, state: 'all' })}>
                  {row.caseId}
                </Link>{' '}
                <StatusMark {...caseMark(row.state, t)} />
                {row.cause !== null && line.state === 'differs' && ` ${row.cause[language]}`}
                {decision !== null && decision !== '' && <span className="secondary"> {decision}</span>}
              </>
            )}
          </li>
        );
      })}
      {leftOut.map((line) => (
        <li key={line.figure} className="secondary">
          {line.text[language]}
        </li>
      ))}
    </ul>
  );
}

/** Gaps shown at most; a shift has few. */
const GAPS = 1_000;

/** Receipt numbers that are missing in the shift or before it. */
function useMissing({ shift }: ShiftDetail): GapRow[] {
  const query = { shop: shift.shopCode, register: shift.registerCode, state: 'all', limit: GAPS } as const;
  const gaps = useQuery({ ...queries.gaps(query), enabled: shift.check.missing > 0 }).data?.gaps ?? [];
  return gaps.filter(({ shiftKey, state }) => shiftKey === shift.key && state !== 'filled');
}

/** «Принять расхождение…», «Назначить…» and «Вижу» for all open differences of the shift. */
function Decide({ detail }: { detail: ShiftDetail }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState<'accept' | 'assign' | null>(null);
  const { decide, busy, error, news, say } = useDecide();
  const open = detail.cases.filter(isOpenCase);
  const ids = open.map(({ caseId }) => caseId);
  return (
    <>
      {open.length > 0 && (
        <div className="section-tools">
          <Allowed right="accept" shop={detail.shift.shopCode}>
            <Button size="compact-sm" disabled={busy} onClick={() => setAsking('accept')}>
              {t('cases.acceptOpen')}
            </Button>
          </Allowed>
          <Allowed right="load" shop={detail.shift.shopCode}>
            <Button size="compact-sm" variant="default" disabled={busy} onClick={() => setAsking('assign')}>
              {t('cases.assignOpen')}
            </Button>
          </Allowed>
          {open.some(({ seenAt }) => seenAt === null) && (
            <Allowed right="load" shop={detail.shift.shopCode}>
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy}
                onClick={() => decide({ kind: 'see', cases: ids })}
              >
                {t('cases.see')}
              </Button>
            </Allowed>
          )}
        </div>
      )}
      <DecisionNotice news={news} error={error} />
      <CaseQuestion
        asking={asking}
        cases={open}
        onDecide={(decision) => {
          setAsking(null);
          decide(decision);
        }}
        onDecline={(why) => {
          setAsking(null);
          say(why);
        }}
      />
    </>
  );
}
