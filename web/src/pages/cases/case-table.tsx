import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { CaseRow } from '../../../../contracts/web-api.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Link } from '../../components/frame/link.tsx';
import { MarkedTable } from '../../components/marked-table/marked-table.tsx';
import { useRowMarks } from '../../components/marked-table/use-row-marks.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { MISSING, serverTime } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { AskedNotice } from './asked-notice.tsx';
import { CaseQuestion } from './case-question.tsx';
import { assignmentText, caseDifference, caseMark, checkName, decisionText, isOpenCase } from './case-words.ts';
import { DecisionNotice } from './decision-notice.tsx';
import { useAskShifts } from './use-ask-shifts.ts';
import { useDecide } from './use-decide.ts';
import './cases.css';

const headings: ScreenText[] = [
  'cases.number',
  'cases.state',
  'cases.register',
  'cases.shift',
  'cases.what',
  'cases.difference',
  'cases.cause',
  'cases.since',
  'cases.assignee',
  'cases.decision',
];

const times: ScreenText[] = ['cases.since'];

const idOf = ({ caseId }: CaseRow) => caseId;

/** Differences with their marks; what is marked is seen, accepted, assigned or asked for together. `empty` stands where there are none. */
export function CaseTable({ cases, empty }: { cases: readonly CaseRow[]; empty: ReactNode }) {
  const { t } = useLanguage();
  const marks = useRowMarks(cases, idOf, isOpenCase);
  return (
    <section aria-label={t('cases.tabCases')}>
      <Actions marked={marks.marked} shown={marks.any} onDone={marks.drop} />
      {cases.length === 0 ? (
        empty
      ) : (
        <MarkedTable
          label={t('cases.tabCases')}
          headings={headings}
          times={times}
          rows={cases}
          idOf={idOf}
          marks={marks}
          cells={(row) => <Cells row={row} />}
        />
      )}
    </section>
  );
}

type ActionsProps = { marked: readonly CaseRow[]; shown: boolean; onDone: () => void };

/** The bar above the rows is inactive until something is marked; what became of it is said also when no row is left. */
function Actions({ marked, shown, onDone }: ActionsProps) {
  const { t, language } = useLanguage();
  const [asking, setAsking] = useState<'accept' | 'assign' | null>(null);
  const { decide, busy, error, news, say } = useDecide();
  const asked = useAskShifts();
  const ids = marked.map(idOf);
  const none = marked.length === 0;
  const assigned = marked.filter(({ assignment }) => assignment?.to != null).map(idOf);
  return (
    <>
      {shown && (
        <div className="case-actions">
          <span className="secondary">{t('cases.marked', { n: marked.length })}</span>
          <Allowed right="accept">
            <Button size="compact-sm" disabled={none || busy} onClick={() => setAsking('accept')}>
              {t('cases.acceptMarked', { n: marked.length })}
            </Button>
          </Allowed>
          <Allowed right="load">
            <Button size="compact-sm" variant="default" disabled={none || busy} onClick={() => setAsking('assign')}>
              {t('cases.assignMarked', { n: marked.length })}
            </Button>
            {assigned.length > 0 && (
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy}
                onClick={() => decide({ kind: 'assign', cases: assigned, to: null }, { onSuccess: onDone })}
              >
                {t('cases.unassignMarked', { n: assigned.length })}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              disabled={none || busy}
              onClick={() => decide({ kind: 'see', cases: ids }, { onSuccess: onDone })}
            >
              {t('cases.seeMarked', { n: marked.length })}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={none || asked.busy}
              onClick={() => asked.ask(marked, language)}
            >
              {t('cases.askAgain', { n: shiftsOf(marked) })}
            </Button>
          </Allowed>
        </div>
      )}
      <DecisionNotice news={news} error={error} />
      <AskedNotice asked={asked.news} />
      <CaseQuestion
        asking={asking}
        cases={marked}
        onDecide={(decision) => {
          setAsking(null);
          decide(decision, { onSuccess: onDone });
        }}
        onDecline={(why) => {
          setAsking(null);
          say(why);
        }}
      />
    </>
  );
}

function shiftsOf(cases: readonly CaseRow[]): number {
  return new Set(cases.map((row) => `${row.shopCode}/${row.registerCode}/${row.shiftKey}`)).size;
}

function Cells({ row }: { row: CaseRow }) {
  const { t, language } = useLanguage();
  const { shopCode, registerCode, shiftKey, figure } = row;
  return (
    <>
      <td>
        <StatusMark {...caseMark(row.state, t)} />
      </td>
      <td>{`${shopCode}/${registerCode}`}</td>
      <td>
        <Link href={addresses.shift(shopCode, registerCode, shiftKey, 'summary', { figure })}>{shiftKey}</Link>
      </td>
      <td className="cell-wraps">{`${checkName(row.check, t)}. ${row.text[language]}`}</td>
      <td className="cell-number">{caseDifference(row, language)}</td>
      <td className="cell-wraps">{row.cause?.[language] ?? MISSING}</td>
      <td>{serverTime(language, row.appearedAt)}</td>
      <td className="cell-wraps cell-person">
        <Assignee row={row} />
      </td>
      <td className="cell-wraps">{decisionText(row, t, language) ?? MISSING}</td>
    </>
  );
}

/** Who has it; who assigned it, and when, is said by pointing at it and on the page of the shift. */
function Assignee({ row }: { row: CaseRow }) {
  const { t, language } = useLanguage();
  const { assignment } = row;
  if (assignment === null || assignment.to === null) return MISSING;
  return (
    <span title={assignmentText(row, t, language) ?? undefined}>
      {assignment.fullName ?? assignment.to}
      {assignment.able === false && isOpenCase(row) && <StatusMark mark="late" word={t('cases.unable')} />}
    </span>
  );
}
