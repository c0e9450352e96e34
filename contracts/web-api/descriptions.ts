/** Descriptions of the wire that can be replaced, and the messages that none has fitted yet (registers §14). */
import { z } from 'zod';
import { descriptionKinds } from '../wire-descriptions.ts';
import { cursorKey, limitKey, nextCursor, rawText, utcTime } from './basics.ts';

const words = z.object({ ru: z.string(), en: z.string() });

export const descriptionKind = z.enum(descriptionKinds).meta({
  id: 'DescriptionKind',
  description:
    '`grpc`: sales of protocol 4; `thrift`: sales of protocol 3; `commands`: what the server says to registers',
});

const place = z.object({ number: z.number().int(), type: z.string() });

const describedField = z.object({
  message: z.string(),
  field: z.string(),
  needed: z.boolean(),
  number: z.number().int().nullable().meta({ description: 'null = the field is not there' }),
  type: z.string().nullable(),
  shippedNumber: z.number().int().nullable(),
});

const historyEntry = z.object({
  entryId: z.number().int(),
  changedAt: utcTime,
  author: z.string().nullable(),
  format: z.enum(['proto', 'descriptor', 'thrift', 'table', 'revert']),
  fileName: z.string().nullable(),
  shipped: z.boolean().meta({ description: 'The one that came with the server was put in force' }),
});

export const descriptionList = z
  .object({
    descriptions: z.array(
      z.object({
        kind: descriptionKind,
        shipped: z.boolean().meta({ description: 'The description in force is the one that came with the server' }),
        fields: z.array(describedField),
        history: z.array(historyEntry).meta({ description: 'Newest first; the first is in force' }),
      }),
    ),
  })
  .meta({ id: 'DescriptionList' });

const confirmed = z.boolean().default(false).meta({ description: 'The person has seen what changes and agreed' });
const author = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .meta({ description: 'Who changes it, for the history and the log' });

export const newDescription = z
  .strictObject({
    kind: descriptionKind,
    fileName: z.string().min(1).max(255).optional(),
    content: z
      .string()
      .min(1)
      .max(1_500_000)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'field.base64')
      .meta({ description: 'The file, base64: a .proto or descriptor set (grpc), a .thrift, or a table of numbers' }),
    confirmed,
    author,
  })
  .meta({ id: 'NewDescription' });

export const revertDescription = z
  .strictObject({
    kind: descriptionKind,
    entryId: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'An entry of the history; null = the shipped description' }),
    confirmed,
    author,
  })
  .meta({ id: 'RevertDescription' });

const fieldChange = z.object({ message: z.string(), field: z.string(), from: place.nullable(), to: place.nullable() });

/** Answer 409: which numbers change. */
export const descriptionConfirmation = z
  .object({
    code: z.literal('confirmation_required'),
    message: words,
    changes: z.array(fieldChange),
    frames: z.number().int().meta({ description: 'Captured messages that are read again' }),
  })
  .meta({ id: 'DescriptionConfirmation' });

export const descriptionChanged = z
  .object({ message: words, changes: z.array(fieldChange), frames: z.number().int() })
  .meta({ id: 'DescriptionChanged' });

export const capturedFrame = z
  .object({
    name: z.string(),
    door: z.string(),
    kind: z.enum(['unknown_layout', 'no_sales_file']),
    packageId: z.string().nullable(),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    registerId: z.string().nullable().meta({ description: 'As far as it could be told; null = not known' }),
    receivedAt: utcTime,
    size: z.number().int(),
  })
  .meta({ id: 'CapturedFrame' });

export const frameListQuery = z.strictObject({
  limit: limitKey(500, 100),
  before: cursorKey(/^[0-9TZ:.-]+_[\w.~-]{1,130}$/),
});

export const frameList = z
  .object({
    frames: z.array(capturedFrame).meta({ description: 'Newest first' }),
    total: z.number().int(),
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'FrameList' });

export const frameDetail = z
  .object({
    frame: capturedFrame,
    fields: z
      .array(z.object({ path: z.string(), type: z.string(), length: z.number().int(), raw: rawText }))
      .nullable()
      .meta({ description: 'What stands in the message; null = it cannot be taken apart' }),
  })
  .meta({ id: 'FrameDetail' });

export const framesToRead = z.object({ frames: z.number().int() }).meta({ id: 'FramesToRead' });

export type DescriptionList = z.infer<typeof descriptionList>;
export type NewDescription = z.infer<typeof newDescription>;
export type RevertDescription = z.infer<typeof revertDescription>;
export type DescriptionConfirmation = z.infer<typeof descriptionConfirmation>;
export type DescriptionChanged = z.infer<typeof descriptionChanged>;
export type CapturedFrame = z.infer<typeof capturedFrame>;
export type FrameListQuery = z.infer<typeof frameListQuery>;
export type FrameList = z.infer<typeof frameList>;
export type FrameDetail = z.infer<typeof frameDetail>;
