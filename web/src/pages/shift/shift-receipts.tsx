import { useQuery } from '@tanstack/react-query';
import type { DocumentRow } from '../../../../contracts/web-api.ts';
import { queries, type ShiftPath } from '../../api/queries.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { documentKind, documentNumber } from '../names.ts';
import { useDocumentColumns } from './document-columns.tsx';
import { marksOf } from './document-marks.tsx';

const rowId = (document: DocumentRow) => String(document.documentId);
const documentAddress = (document: DocumentRow) =>
  addresses.receipt(document.identifier ?? String(document.documentId));
const isReceipt = (document: DocumentRow) => document.documentClass === 'sale' || document.documentClass === 'refund';

const none: readonly number[] = [];

/** What the narrow table says in signs, in words. */
function documentText(document: DocumentRow, unmapped: readonly number[], t: Translate): string {
  const marks = marksOf(document, unmapped, t).map(({ text }) => text);
  return [`${documentKind(t, document)} ${documentNumber(document)}`, ...marks].join('; ');
}

/** «Чеки»: all documents of a shift, receipts and others. */
export function ShiftReceipts({ path }: { path: ShiftPath }) {
  const { t } = useLanguage();
  const unmapped = useQuery(queries.shift(path)).data?.shift.unmappedPaymentTypes ?? none;
  const query = useQuery(queries.documents(path));
  const columns = useDocumentColumns(unmapped);
  return (
    <Loaded query={query} loading={t('documents.loading')} place={path}>
      {({ documents }) => (
        <DataTable
          label={t('shiftPage.receipts')}
          columns={columns}
          rows={documents}
          rowId={rowId}
          viewKey={`${path.shopCode}/${path.registerCode}/${path.shiftKey}`}
          defaultSort="time"
          open={documentAddress}
          detail={(document) => documentText(document, unmapped, t)}
          summary={t('documents.summary', { all: documents.length, receipts: documents.filter(isReceipt).length })}
          empty={t('documents.empty')}
        />
      )}
    </Loaded>
  );
}
