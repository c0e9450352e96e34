import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { CaseRow } from '../../../../contracts/web-api.ts';
import { Link } from '../../components/frame/link.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { MISSING, serverTime } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { AcceptCases } from './accept-cases.tsx';
import { AskedNotice } from './asked-notice.tsx';
import { caseDifference, caseMark, decisionText, isOpenCase } from './case-words.ts';
import { DecisionNotice } from './decision-notice.tsx';
import { useAskShifts } from './use-ask-shifts.ts';
import { useDecide } from './use-decide.ts';
import './cases.css';
import '../../components/plain-table.css';

const headings: ScreenText[] = [
  'cases.number',
  'cases.state',
  'cases.register',
  'cases.shift',
  'cases.what',
  'cases.difference',
  'cases.cause',
  'cases.since',
  'cases.decision',
];

/** Differences with their marks; what is marked is seen, accepted or asked for together. `empty` stands where there are none. */
export function CaseTable({ cases, empty }: { cases: readonly CaseRow[]; empty: ReactNode }) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const open = cases.filter(isOpenCase);
  // What was solved or decided meanwhile is not marked any more.
  const marked = open.filter(({ caseId }) => chosen.has(caseId));
  const toggle = (caseId: string) => {
    const next = new Set(chosen);
    if (!next.delete(caseId)) next.add(caseId);
    setChosen(next);
  };
  const all = open.length > 0 && marked.length === open.length;
  return (
    <section aria-label={t('cases.tabCases')}>
      <Actions marked={marked} shown={open.length > 0} onDone={() => setChosen(new Set())} />
      {cases.length === 0 ? (
        empty
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
        <div className="plain-box" tabIndex={0}>
          <table className="plain-table cases-table" aria-label={t('cases.tabCases')}>
            <thead>
              <tr>
                <th scope="col">
                  {open.length > 0 && (
                    <input
                      type="checkbox"
                      aria-label={t('cases.markAll')}
                      checked={all}
                      onChange={() => setChosen(all ? new Set() : new Set(open.map(({ caseId }) => caseId)))}
                    />
                  )}
                </th>
                {headings.map((heading) => (
                  <th key={heading} scope="col">
                    {t(heading)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cases.map((row) => (
                <Row key={row.caseId} row={row} marked={chosen.has(row.caseId)} onMark={() => toggle(row.caseId)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

type ActionsProps = { marked: readonly CaseRow[]; shown: boolean; onDone: () => void };

/** The bar above the rows is inactive until something is marked; what became of it is said also when no row is left. */
function Actions({ marked, shown, onDone }: ActionsProps) {
  const { t, language } = useLanguage();
  const [asking, setAsking] = useState(false);
  const { decide, busy, error, news, say } = useDecide();
  const asked = useAskShifts();
  const ids = marked.map(({ caseId }) => caseId);
  const none = marked.length === 0;
  return (
    <>
      {shown && (
        <div className="case-actions">
          <span className="secondary">{t('cases.marked', { n: marked.length })}</span>
          <Button size="compact-sm" disabled={none || busy} onClick={() => setAsking(true)}>
            {t('cases.acceptMarked', { n: marked.length })}
          </Button>
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
        </div>
      )}
      <DecisionNotice news={news} error={error} />
      <AskedNotice asked={asked.news} />
      {asking && (
        <AcceptCases
          cases={marked}
          onAccept={(reason, author) => {
            setAsking(false);
            decide({ kind: 'accept', cases: ids, reason, author }, { onSuccess: onDone });
          }}
          onDecline={() => {
            setAsking(false);
            say({ kind: 'declined' });
          }}
        />
      )}
    </>
  );
}

function shiftsOf(cases: readonly CaseRow[]): number {
  return new Set(cases.map((row) => `${row.shopCode}/${row.registerCode}/${row.shiftKey}`)).size;
}

function Row({ row, marked, onMark }: { row: CaseRow; marked: boolean; onMark: () => void }) {
  const { t, language } = useLanguage();
  const { caseId, shopCode, registerCode, shiftKey, figure } = row;
  return (
    <tr aria-selected={marked ? true : undefined} className={marked ? 'case-marked' : undefined}>
      <td>
        {isOpenCase(row) && (
          <input type="checkbox" aria-label={t('cases.mark', { id: caseId })} checked={marked} onChange={onMark} />
        )}
      </td>
      <th scope="row">{caseId}</th>
      <td>
        <StatusMark {...caseMark(row.state, t)} />
      </td>
      <td>{`${shopCode}/${registerCode}`}</td>
      <td>
        <Link href={addresses.shift(shopCode, registerCode, shiftKey, 'summary', { figure })}>{shiftKey}</Link>
      </td>
      <td className="cell-wraps">{`${row.check}. ${row.text[language]}`}</td>
      <td className="cell-number">{caseDifference(row, language)}</td>
      <td className="cell-wraps">{row.cause?.[language] ?? MISSING}</td>
      <td>{serverTime(language, row.appearedAt)}</td>
      <td className="cell-wraps">{decisionText(row, t, language) ?? MISSING}</td>
    </tr>
  );
}
