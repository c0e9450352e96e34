import type { DocumentRow } from '../../../../contracts/web-api.ts';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { kopecksOf } from '../../format/format.ts';
import type { Translate } from '../../ui/language.tsx';

type DocumentMark = { mark: Mark | null /** For the table. */; short: string /** In full. */; text: string };

/** What is odd about a document, the gravest first; `unmapped` = payment types of its shift without a class. */
export function marksOf(document: DocumentRow, unmapped: readonly number[], t: Translate): DocumentMark[] {
  const marks: DocumentMark[] = [];
  if (document.differs)
    marks.push({ mark: 'broken', short: t('documents.shortDiffers'), text: t('documents.markDiffers') });
  if (unmapped.length > 0 && !document.differs && hasMoneyOfNoClass(document))
    marks.push({ mark: 'late', short: t('documents.shortUnmapped'), text: t('documents.markUnmapped') });
  if (document.conflicts > 0) {
    const text = t('documents.markConflicts', { n: document.conflicts });
    marks.push({ mark: 'late', short: t('documents.shortConflicts'), text });
  }
  if (document.cancelledPositions > 0) {
    const text = t('documents.markCancelled', { n: document.cancelledPositions });
    marks.push({ mark: null, short: text, text });
  }
  return marks;
}

/** A receipt whose payments are more than those of the three classes. */
function hasMoneyOfNoClass(document: DocumentRow): boolean {
  const isReceipt = document.documentClass === 'sale' || document.documentClass === 'refund';
  const classes = kopecksOf(document.cash) + kopecksOf(document.noncash) + kopecksOf(document.other);
  return isReceipt && classes !== kopecksOf(document.sum);
}

/** The gravest in short and how many more there are; the whole text is in the tooltip and under the table. */
export function DocumentMarks({ marks, narrow }: { marks: DocumentMark[]; narrow: boolean }) {
  const [first, ...more] = marks;
  if (first === undefined) return null;
  const rest = more.length === 0 ? '' : ` +${more.length}`;
  const whole = marks.map(({ text }) => text).join(', ');
  if (first.mark === null)
    return narrow ? <span title={whole}>{`×${rest}`}</span> : <span className="secondary">{first.short + rest}</span>;
  return narrow ? (
    <StatusMark mark={first.mark} word={whole} quiet />
  ) : (
    <StatusMark mark={first.mark} word={first.short + rest} />
  );
}
