import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DocumentRow, GapRow } from '../../../../contracts/web-api.ts';
import { queries, type ShiftPath } from '../../api/queries.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { documentKind, documentNumber } from '../names.ts';
import { useDocumentColumns } from './document-columns.tsx';
import { marksOf } from './document-marks.tsx';
import { gapNumbers, gapText } from './gap-words.ts';
import { NumberRuler } from './number-ruler.tsx';
import { columnOfLines, linesOf, type ReceiptLine } from './receipt-lines.ts';

const rowId = (line: ReceiptLine) => (line.document === undefined ? line.gap.gapId : String(line.document.documentId));
const openLine = (line: ReceiptLine) =>
  line.document === undefined
    ? addresses.reconciliation(line.gap.shopCode, line.gap.registerCode, { state: 'gaps' })
    : addresses.receipt(line.document.identifier ?? String(line.document.documentId));
const isReceipt = (document: DocumentRow) => document.documentClass === 'sale' || document.documentClass === 'refund';
const rowClass = (line: ReceiptLine) => (line.document === undefined ? 'row-gap' : undefined);

const none: readonly number[] = [];
const noGaps: readonly GapRow[] = [];
const noDocuments: readonly DocumentRow[] = [];
/** Gaps read at most; a register has few. */
const GAPS = 1_000;

/** What the narrow table says in signs, in words. */
function documentText(document: DocumentRow, unmapped: readonly number[], t: Translate): string {
  const marks = marksOf(document, unmapped, t).map(({ text }) => text);
  return [`${documentKind(t, document)} ${documentNumber(document)}`, ...marks].join('; ');
}

/** «Чеки»: all documents of a shift, receipts and others, and the receipt numbers that are missing among them. */
export function ShiftReceipts({ path }: { path: ShiftPath }) {
  const { t } = useLanguage();
  const unmapped = useQuery(queries.shift(path)).data?.shift.unmappedPaymentTypes ?? none;
  const query = useQuery(queries.documents(path));
  const documents = query.data?.documents ?? noDocuments;
  const archive = query.data?.trimmed.archives[0];
  const { gaps, textOf } = useGaps(path);
  const documentColumns = useDocumentColumns(unmapped);
  const columns = useMemo(
    () => documentColumns.map((column) => columnOfLines(column, textOf)),
    [documentColumns, textOf],
  );
  const lines = useMemo(() => linesOf(documents, gaps), [documents, gaps]);
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  return (
    <Loaded query={query} loading={t('documents.loading')} place={path}>
      {() => (
        <>
          {archive !== undefined && <Notice mark="unknown" text={t('documents.trimmed', { path: archive.path })} />}
          <NumberRuler documents={documents} gaps={gaps} />
          <DataTable
            label={t('shiftPage.receipts')}
            columns={columns}
            rows={lines}
            rowId={rowId}
            viewKey={`${path.shopCode}/${path.registerCode}/${path.shiftKey}`}
            defaultSort="time"
            open={openLine}
            rowClass={rowClass}
            detail={(line) =>
              line.document === undefined
                ? [textOf(line.gap, 'receipt'), textOf(line.gap, 'kind')].join(' ')
                : documentText(line.document, unmapped, t)
            }
            summary={t(missing === 0 ? 'documents.summary' : 'documents.summaryMissing', {
              all: documents.length,
              receipts: documents.filter(isReceipt).length,
              missing,
            })}
            empty={t('documents.empty')}
          />
        </>
      )}
    </Loaded>
  );
}

/** The holes of the shift, and what each column says of one: «— 118 — нет на сервере · запрошен 12:30». */
function useGaps({ shopCode, registerCode, shiftKey }: ShiftPath) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const all = useQuery(queries.gaps({ shop: shopCode, register: registerCode, state: 'all', limit: GAPS })).data?.gaps;
  const gaps = useMemo(
    () => all?.filter((gap) => gap.shiftKey === shiftKey && gap.state !== 'filled') ?? noGaps,
    [all, shiftKey],
  );
  const textOf = useMemo(
    () => (gap: GapRow, columnId: string) => {
      if (columnId === 'receipt') return `— ${gapNumbers(gap)} —`;
      if (columnId !== 'kind') return undefined;
      return `${t('documents.notHere')} · ${gapText(gap, t, language, zone, true)}`;
    },
    [t, language, zone],
  );
  return { gaps, textOf };
}
