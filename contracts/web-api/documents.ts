/** Documents of a shift and one document with all its lines. */
import { z } from 'zod';
import { cursorKey, limitKey, localTime, money, nextCursor, quantity, trimmedDays, utcTime } from './basics.ts';
import { documentClasses } from './words.ts';

export const documentClass = z.enum(documentClasses);

export const documentRow = z
  .object({
    documentId: z.number().int(),
    documentType: z.number().int(),
    documentClass,
    documentNumber: z.number().int().nullable(),
    receiptNumber: z.number().int().nullable(),
    openedAt: localTime.nullable(),
    closedAt: localTime.nullable(),
    cashierCode: z.string().nullable(),
    positionCount: z.number().int(),
    sum: money,
    cash: money,
    noncash: money,
    other: money,
    discount: money,
    fiscalDocumentNumber: z.string().nullable(),
    identifier: z.string().nullable(),
    cancelledPositions: z.number().int(),
    differs: z.boolean().meta({ description: 'Lines or payments do not add up to the total (C4)' }),
    conflicts: z.number().int(),
  })
  .meta({ id: 'DocumentRow' });

export const documentListQuery = z.strictObject({
  limit: limitKey(10_000),
  after: cursorKey(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})?_\d{1,15}$/),
});

export const documentList = z
  .object({
    documents: z.array(documentRow),
    trimmed: trimmedDays.meta({ description: 'Where the documents of the shift lie when they are not here' }),
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'DocumentList' });

export const positionRow = z
  .object({
    positionNumber: z.number().int(),
    cancelled: z.boolean(),
    opCode: z.number().int(),
    itemCode: z.string(),
    barcode: z.string(),
    name: z.string(),
    departmentCode: z.string(),
    quantity,
    price: money,
    baseSum: money.nullable(),
    discount: money,
    sum: money,
    tax: money,
  })
  .meta({ id: 'PositionRow' });

export const paymentRow = z
  .object({
    opCode: z.number().int(),
    paymentTypeCode: z.number().int(),
    paymentTypeName: z.string().nullable(),
    paymentClass: z
      .enum(['cash', 'noncash', 'other'])
      .nullable()
      .meta({ description: 'null = the payment type has no class yet' }),
    failed: z.boolean(),
    sum: money,
  })
  .meta({ id: 'PaymentRow' });

export const documentDetail = z
  .object({
    document: documentRow,
    shopCode: z.string(),
    registerCode: z.string(),
    shiftKey: z.string(),
    shiftNumber: z.number().int(),
    sourceIdentifier: z.string().nullable(),
    backReason: z.string().nullable(),
    registerKind: z.string().nullable(),
    positions: z.array(positionRow),
    payments: z.array(paymentRow),
    conflicts: z.array(z.object({ receivedAt: utcTime, difference: z.string(), raw: z.string() })),
    raw: z.string().meta({ description: 'The document exactly as it was received' }),
    route: z
      .array(
        z.object({
          step: z.enum(['closed', 'received', 'written', 'exported', 'taken', 'confirmed']),
          at: utcTime.nullable().meta({ description: 'null = it has not come so far' }),
          localAt: localTime.nullable().meta({ description: 'By the clock of the shop, of the step `closed`' }),
          file: z.string().nullable(),
        }),
      )
      .meta({ description: 'From the register to the ERP' }),
    revision: z.number().int(),
    packageName: z.string().nullable(),
    receivedAt: utcTime.nullable(),
  })
  .meta({ id: 'DocumentDetail' });

export type DocumentRow = z.infer<typeof documentRow>;
export type DocumentList = z.infer<typeof documentList>;
export type DocumentDetail = z.infer<typeof documentDetail>;
