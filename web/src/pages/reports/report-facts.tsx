import type { ReportMissing, ReportTable, TrimmedDays } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { previousPeriodText } from '../../../../src/messages/previous-period.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { kopecksDifference, kopecksOf, money } from '../../format/format.ts';
import { zonedTime } from '../../format/zones.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { keyText } from '../../ui/texts.ts';

/** As of when, what is missing, whether the totals are those of the shifts, the period before: the line above every report. */
export function ReportFacts({ table }: { table: ReportTable }) {
  const { t, language } = useLanguage();
  const { missing, asOf, loadMode, shop } = table;
  const previous = previousPeriodText(language, table, keyText);
  const lacks = missingTexts(missing, t);
  return (
    <div className="report-facts">
      <span>{t('report.asOf', { at: zonedTime(language, asOf, shop?.timeZone) })}</span>
      {missing.complete ? (
        <StatusMark mark="order" word={t('report.complete')} />
      ) : (
        <StatusMark mark="late" word={`${t('report.incomplete')}: ${lacks.join('; ')}`} />
      )}
      <TrimmedDaysMark trimmed={missing.trimmed} />
      <Ties table={table} />
      {previous !== null && <span>{previous}</span>}
      <span>{t('report.mode', { mode: loadMode })}</span>
    </div>
  );
}

/** Documents of old days lie in archives: the list lacks them, sums do not. */
export function TrimmedDaysMark({ trimmed: { days, archives } }: { trimmed: TrimmedDays }) {
  const { t } = useLanguage();
  if (days === 0) return null;
  const list = archives.map(({ path }) => path).join(', ');
  return <StatusMark mark="unknown" word={t('report.trimmed', { n: days, list })} />;
}

/** What a report lacks, in words. */
export function missingTexts(missing: ReportMissing, t: Translate): string[] {
  const { silent, silentCount, openShifts, missingReceipts, setAside, recounting } = missing;
  const named = silent.slice(0, 5).map(({ shopCode, registerCode }) => `${shopCode}/${registerCode}`);
  const more = silentCount - named.length;
  const list = `${named.join(', ')}${more > 0 ? t('report.andMore', { n: more }) : ''}`;
  return [
    silentCount > 0 ? t('report.silent', { n: silentCount, list }) : null,
    openShifts > 0 ? t('report.openShifts', { n: openShifts }) : null,
    missingReceipts > 0 ? t('report.missingReceipts', { n: missingReceipts }) : null,
    setAside > 0 ? t('report.setAside', { n: setAside }) : null,
    recounting > 0 ? t('report.recounting', { n: recounting }) : null,
  ].filter((text) => text !== null);
}

/** «= смене: 200,81 ✓», or which figure differs and by how much. */
function Ties({ table }: { table: ReportTable }) {
  const { t, language } = useLanguage();
  const revenue = table.ties.find(({ figure }) => figure === 'revenue') ?? table.ties[0];
  if (revenue === undefined) return null;
  const wrong = table.ties.filter(({ equal }) => !equal);
  const text = table.shift === null ? 'report.tieShifts' : 'report.tieShift';
  if (wrong.length === 0) return <StatusMark mark="order" word={t(text, { sum: money(language, revenue.shifts) })} />;
  return <StatusMark mark="broken" word={wrong.map((tie) => differenceText(tie, t, language)).join('; ')} />;
}

function differenceText(tie: ReportTable['ties'][number], t: Translate, language: Language): string {
  return t('report.tieDiffers', {
    figure: keyText(language, `col.${tie.figure}`),
    report: money(language, tie.report),
    shifts: money(language, tie.shifts),
    difference: kopecksDifference(language, kopecksOf(tie.shifts) - kopecksOf(tie.report)),
  });
}
