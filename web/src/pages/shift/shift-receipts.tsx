import { useQuery } from '@tanstack/react-query';
import type { DocumentRow } from '../../../../contracts/web-api.ts';
import { queries, type ShiftPath } from '../../api/queries.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useDocumentColumns } from './document-columns.tsx';

const rowId = (document: DocumentRow) => String(document.documentId);
const documentAddress = (document: DocumentRow) =>
  addresses.receipt(document.identifier ?? String(document.documentId));
const isReceipt = (document: DocumentRow) => document.documentClass === 'sale' || document.documentClass === 'refund';

/** «Чеки»: all documents of a shift, receipts and others. */
export function ShiftReceipts({ path }: { path: ShiftPath }) {
  const { t } = useLanguage();
  const query = useQuery(queries.documents(path));
  const columns = useDocumentColumns();
  return (
    <Loaded query={query} loading={t('documents.loading')}>
      {({ documents }) => (
        <DataTable
          label={t('shiftPage.receipts')}
          columns={columns}
          rows={documents}
          rowId={rowId}
          viewKey={`${path.shopCode}/${path.registerCode}/${path.shiftKey}`}
          defaultSort="time"
          open={documentAddress}
          summary={t('documents.summary', { all: documents.length, receipts: documents.filter(isReceipt).length })}
          empty={t('documents.empty')}
        />
      )}
    </Loaded>
  );
}
