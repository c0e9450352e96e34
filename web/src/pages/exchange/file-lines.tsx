import type { ExportFileText } from '../../../../contracts/web-api.ts';
import { Link } from '../../components/frame/link.tsx';
import { count } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';

type Line = ExportFileText['lines'][number];

/** The lines of a file, a page at a time: number, what the line is, its text, what is wrong with it. */
export function FileLines({ file, from, page }: { file: ExportFileText; from: number; page: number }) {
  const { t, language } = useLanguage();
  const { lines, totalLines } = file;
  const last = lines.at(-1)?.number ?? from;
  const { fileId } = file.file;
  return (
    <section aria-label={t('erpFile.text')}>
      <p className="file-pages">
        {t('erpFile.lines', {
          first: count(language, from),
          last: count(language, last),
          total: count(language, totalLines),
        })}
        {from > 1 && fileId !== null && (
          <Link href={addresses.exportFile(fileId, Math.max(1, from - page))}>{t('erpFile.earlier')}</Link>
        )}
        {last < totalLines && fileId !== null && (
          <Link href={addresses.exportFile(fileId, last + 1)}>{t('erpFile.later')}</Link>
        )}
      </p>
      <div className="file-lines">
        <table aria-label={t('erpFile.text')}>
          <tbody>
            {lines.map((line) => (
              <tr key={line.number} className={classOf(line)}>
                <th scope="row" className="line-number">
                  {line.number}
                </th>
                <td className="line-kind">{kindOf(t, line)}</td>
                <td className="line-text">
                  {line.text}
                  {line.problems.map((problem) => (
                    <strong key={problem}>{` ◆ ${problem}`}</strong>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function classOf({ kind, problems }: Line): string {
  return problems.length > 0 ? `line-${kind} line-bad` : `line-${kind}`;
}

function kindOf(t: Translate, { kind, record }: Line): string {
  return kind === 'record' ? t('erpFile.line.record', { n: record }) : t(`erpFile.line.${kind}`);
}
