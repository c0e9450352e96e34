import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { FileCheck } from '../../../../contracts/web-api.ts';
import { Notice } from '../../components/notice.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, money, moneyWithSign, time } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import '../../components/plain-table.css';

type FilePreviewProps = {
  check: FileCheck;
  /** The register whose page this is; the file may speak of others. */
  registerCode: string;
  busy: boolean;
  onTake: () => void;
  onLeave: () => void;
};

/** What a file holds and what would become of it, before anything of it is taken; a broken one only says why. */
export function FilePreview({ check, registerCode, busy, onTake, onLeave }: FilePreviewProps) {
  const { t, language } = useLanguage();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const { file, verdict, reason, problems } = check;
  const refused = verdict === 'error' || verdict === 'broken';
  const others = [...new Set(check.shifts.map((shift) => shift.registerCode))].filter((code) => code !== registerCode);
  return (
    <section className="file-preview" aria-labelledby="file-preview">
      <h3 id="file-preview" ref={head} tabIndex={-1}>
        {t('sales.fileTitle', { file })}
      </h3>
      {refused ? (
        <Notice mark="broken" text={t(`sales.fileVerdict.${verdict}`, { reason: reason?.[language] ?? '' })}>
          <code>{reason?.code}</code>
        </Notice>
      ) : (
        <>
          {verdict === 'already' && <Notice mark="unknown" text={t('sales.fileVerdict.already')} />}
          {others.length > 0 && <Notice mark="late" text={t('sales.fileOthers', { codes: others.join(', ') })} />}
          <p>
            {t('sales.fileSums', {
              receipts: check.receipts,
              sales: moneyWithSign(language, check.saleSum),
              refunds: moneyWithSign(language, check.refundSum),
            })}
          </p>
          <p>
            {t('sales.fileDocuments', {
              fresh: count(language, check.documents.new),
              sum: moneyWithSign(language, check.newSum),
              same: count(language, check.documents.same),
              enriched: count(language, check.documents.enriched),
              conflict: count(language, check.documents.conflict),
              aside: count(language, check.documents.set_aside),
            })}
          </p>
          <Shifts shifts={check.shifts} />
          {problems.length > 0 && (
            <ul className="file-problems" aria-label={t('sales.fileProblems')}>
              {problems.map((problem) => (
                <li key={`${problem.code} ${problem.ru}`}>
                  <StatusMark
                    mark={problem.level === 'error' ? 'broken' : 'late'}
                    word={problem.n > 1 ? `${problem[language]} ×${count(language, problem.n)}` : problem[language]}
                  />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      <div className="load-file-choose">
        {!refused && (
          <Button size="sm" disabled={busy} onClick={onTake}>
            {t('sales.fileTake')}
          </Button>
        )}
        <Button size="sm" variant="default" disabled={busy && !refused} onClick={onLeave}>
          {t(refused ? 'sales.fileClose' : 'sales.fileLeave')}
        </Button>
      </div>
    </section>
  );
}

const states: Record<FileCheck['shifts'][number]['state'], { mark: Mark; text: ScreenText }> = {
  new: { mark: 'progress', text: 'sales.fileShift.new' },
  changed: { mark: 'late', text: 'sales.fileShift.changed' },
  same: { mark: 'order', text: 'sales.fileShift.same' },
};

/** The shifts of the file as they would stand afterwards. */
function Shifts({ shifts }: { shifts: FileCheck['shifts'] }) {
  const { t, language } = useLanguage();
  return (
    <div className="plain-box">
      <table className="plain-table" aria-label={t('sales.fileShifts')}>
        <thead>
          <tr>
            <th scope="col">{t('sales.fileColumn.shift')}</th>
            <th scope="col">{t('sales.fileColumn.register')}</th>
            <th scope="col">{t('sales.fileColumn.state')}</th>
            <th scope="col">{t('sales.fileColumn.opened')}</th>
            <th scope="col">{t('sales.fileColumn.closed')}</th>
            {(['receipts', 'sales', 'refunds', 'revenue'] as const).map((name) => (
              <th key={name} scope="col" className="cell-number">
                {t(`sales.fileColumn.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shifts.map((shift) => (
            <tr key={`${shift.registerCode} ${shift.shiftNumber} ${shift.openedAt}`}>
              <th scope="row">{shift.shiftNumber}</th>
              <td>
                {shift.registerCode}
                {shift.registerIsNew && <span className="secondary"> {t('sales.fileNewRegister')}</span>}
              </td>
              <td>
                <StatusMark mark={states[shift.state].mark} word={t(states[shift.state].text)} />
              </td>
              <td>{time(language, shift.openedAt)}</td>
              <td>{shift.closedAt === null ? <em>{t('sales.fileOpen')}</em> : time(language, shift.closedAt)}</td>
              <td className="cell-number">{count(language, shift.receipts)}</td>
              <td className="cell-number">{money(language, shift.saleSum)}</td>
              <td className="cell-number">{money(language, shift.refundSum)}</td>
              <td className="cell-number">{money(language, shift.revenue)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
