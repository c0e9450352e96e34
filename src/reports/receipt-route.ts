/** «Путь чека» (S12): from the register to the ERP, each step with its time and the file it went by. */
import type { DocumentDetail } from '../../contracts/web-api.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';

type Route = DocumentDetail['route'];
type Ids = { shopId: string; documentId: number };

type Document = {
  shiftId: number;
  closedAt: string | null;
  closedUtc: string | null;
  receivedUtc: string;
  updatedUtc: string;
  packageName: string;
};
type File = { name: string; published: string; taken: string | null; confirmed: string | null };

/** All steps in their order; `at` null = it has not come so far. */
export async function readReceiptRoute(database: QueryDatabase<Tables>, { shopId, documentId }: Ids): Promise<Route> {
  const document = await database.get<Document>(
    `SELECT shift_id AS "shiftId", closed_at AS "closedAt", closed_utc AS "closedUtc", received_utc AS "receivedUtc",
       updated_utc AS "updatedUtc", package_name AS "packageName" FROM document WHERE shop_id = ? AND document_id = ?`,
    [shopId, documentId],
  );
  if (document === undefined) throw new Error(`the document ${documentId} is gone`);
  const files = await readFiles(database, shopId, document);
  const [first] = files;
  const earliest = (times: (string | null)[]) => times.filter((time) => time !== null).toSorted()[0] ?? null;
  const step = (name: Route[number]['step'], at: string | null, file: string | null = null) => ({
    step: name,
    at,
    localAt: null,
    file,
  });
  return [
    { ...step('closed', document.closedUtc), localAt: document.closedAt },
    step('received', document.receivedUtc || null, document.packageName || null),
    step('written', document.updatedUtc || null),
    step('exported', first?.published ?? null, first?.name ?? null),
    step('taken', earliest(files.map(({ taken }) => taken))),
    step('confirmed', earliest(files.map(({ confirmed }) => confirmed))),
  ];
}

/** The files of the shift that were written when the document was there already. */
function readFiles(
  database: QueryDatabase<Tables>,
  shopId: string,
  { shiftId, updatedUtc }: Document,
): Promise<File[]> {
  return database.all<File>(
    `SELECT file_name AS name, published_utc AS published,
       CASE WHEN state = 'taken' THEN ended_utc END AS taken, confirmed_utc AS confirmed
     FROM export_file WHERE shop_id = ? AND shift_id = ? AND published_utc >= ? ORDER BY published_utc`,
    [shopId, shiftId, updatedUtc],
  );
}
