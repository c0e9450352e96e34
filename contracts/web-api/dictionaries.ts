/** Dictionaries that are customer data: what the codes of payments and documents mean, on the server and in single shops. */
import { z } from 'zod';
import { cursorKey, limitKey, nextCursor, utcTime } from './basics.ts';
import { documentClass } from './documents.ts';

const source = z.enum(['default', 'register', 'person']).meta({ description: 'Who has said so last' });
const firstSeenAt = utcTime.nullable().meta({ description: 'null = there from the beginning' });
/** Codes that a person may describe; real ones have up to three digits. */
const typeCode = z.number().int().min(1).max(999_999);
const ofShop = z.string().min(1).max(64).nullable().default(null).meta({ description: 'null = the whole server' });

export const typeListQuery = z.strictObject({
  limit: limitKey(10_000),
  after: cursorKey(/^[01]_-?\d{1,16}_[^_]{0,64}$/),
});

/** A payment type of the server (`shopCode` null) or the row of a shop that overrides it (data-model 9.4). */
export const paymentType = z
  .object({
    shopCode: z.string().nullable(),
    paymentTypeCode: z.number().int(),
    name: z.string().nullable(),
    paymentClass: z
      .enum(['cash', 'noncash', 'other'])
      .nullable()
      .meta({ description: 'null = the payment type has no class yet' }),
    source,
    firstSeenAt,
    unmappedShifts: z.number().int().meta({ description: 'Shifts that hold money of this type without a class' }),
  })
  .meta({ id: 'PaymentType' });

export const setPaymentClass = z
  .strictObject({
    paymentTypeCode: typeCode,
    paymentClass: z.enum(['cash', 'noncash', 'other']),
    shopCode: ofShop,
  })
  .meta({ id: 'SetPaymentClass' });

export const paymentTypeList = z
  .object({ paymentTypes: z.array(paymentType), next: nextCursor, asOf: utcTime })
  .meta({ id: 'PaymentTypeList' });

/** A document type of the server (`shopCode` null) or the row of a shop that overrides it (data-model 9.1). */
export const documentType = z
  .object({
    shopCode: z.string().nullable(),
    documentType: z.number().int(),
    documentClass,
    source,
    firstSeenAt,
    documents: z.number().int().meta({ description: 'Documents of this type that are stored' }),
  })
  .meta({ id: 'DocumentType' });

export const setDocumentClass = z
  .strictObject({ documentType: typeCode, documentClass, shopCode: ofShop })
  .meta({ id: 'SetDocumentClass' });

export const documentTypeList = z
  .object({ documentTypes: z.array(documentType), next: nextCursor, asOf: utcTime })
  .meta({ id: 'DocumentTypeList' });

export type PaymentType = z.infer<typeof paymentType>;
export type SetPaymentClass = z.infer<typeof setPaymentClass>;
export type PaymentTypeList = z.infer<typeof paymentTypeList>;
export type DocumentType = z.infer<typeof documentType>;
export type SetDocumentClass = z.infer<typeof setDocumentClass>;
export type DocumentTypeList = z.infer<typeof documentTypeList>;
