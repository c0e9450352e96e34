/** The audit trail: who did what to which object, from where, with the old and the new value (S15). */
import { z } from 'zod';
import { auditChannels, auditObjects, auditResults, auditVerbs } from '../../src/domain/audit-words.ts';
import { cursorKey, language, limitKey, rowTotal, textKey, utcTime } from './basics.ts';
import { csvDialects } from './reports.ts';

const values = z.record(z.string(), z.unknown()).nullable();

export const auditEntry = z
  .object({
    number: z.number().int(),
    at: utcTime,
    actor: z.object({
      kind: z.enum(['person', 'key', 'command-line', 'server', 'anybody']),
      name: z.string().meta({ description: 'Empty for anybody who gave no name' }),
      address: z.string().nullable().meta({ description: 'null = at the server itself' }),
    }),
    channel: z.enum(auditChannels),
    verb: z.enum(auditVerbs),
    object: z.object({
      kind: z.enum(auditObjects),
      key: z.string().meta({ description: 'As people write it: 12/3, T-88, D-12; empty = the whole server' }),
    }),
    shopCode: z.string().nullable(),
    old: values.meta({ description: 'What was there; of a change only what differs' }),
    new: values.meta({
      description: 'What is there since. Money is text with two decimals, null for whoever has no right `see-money`',
    }),
    reason: z.string().nullable().meta({ description: 'The words of a person, or the code of a refusal' }),
    result: z.enum(auditResults),
    previous: z.string().nullable().meta({
      description: 'Hash of the entry before; zeroes before the first. null without `see-money`, like `hash`',
    }),
    hash: z.string().nullable().meta({
      description: 'SHA-256 of the entry as canonical JSON. null without `see-money`: a sum could be guessed by it',
    }),
  })
  .meta({ id: 'AuditEntry' });

/** What the trail can be narrowed to; the list and the file take the same. */
const auditFilter = {
  from: utcTime.optional(),
  to: utcTime.optional().meta({ description: 'Not included' }),
  who: textKey.meta({ description: 'Text that the name holds somewhere' }),
  verb: z.enum(auditVerbs).optional(),
  object: z.enum(auditObjects).optional(),
  key: z.string().min(1).max(1_000).optional().meta({ description: 'Exactly this object' }),
  shop: z.string().min(1).max(64).optional().meta({ description: 'Shop code' }),
  result: z.enum(auditResults).optional(),
};

export const auditListQuery = z.strictObject({
  ...auditFilter,
  limit: limitKey(1_000, 200),
  before: cursorKey(/^\d{1,15}$/),
});

export const auditList = z
  .object({
    entries: z.array(auditEntry),
    total: rowTotal,
    own: z.boolean().meta({ description: 'true = only what the asker did: the right to see all is missing' }),
    next: z.string().nullable(),
    asOf: utcTime,
  })
  .meta({ id: 'AuditList' });

export const auditFileQuery = z.strictObject({
  ...auditFilter,
  lang: language.default('ru'),
  dialect: z.enum(csvDialects).default('people'),
});

export const auditVerdict = z
  .object({
    entries: z.number().int().meta({ description: 'Entries that were read' }),
    first: z.number().int().nullable(),
    last: z.number().int().nullable(),
    lastHash: z.string().nullable(),
    anchored: z.object({ number: z.number().int(), at: utcTime }).nullable().meta({
      description: 'The latest head that was written down beside the data; what follows could be cut off unseen',
    }),
    anchors: z.number().int(),
    problem: z
      .object({
        number: z.number().int().meta({ description: 'The first entry that cannot be relied on' }),
        code: z.enum(['content', 'chain', 'missing', 'cut', 'anchor', 'anchor_file']),
      })
      .nullable()
      .meta({ description: 'null = the chain is whole' }),
    asOf: utcTime,
  })
  .meta({ id: 'AuditVerdict' });

export type AuditEntry = z.infer<typeof auditEntry>;
export type AuditListQuery = z.infer<typeof auditListQuery>;
export type AuditList = z.infer<typeof auditList>;
export type AuditFileQuery = z.infer<typeof auditFileQuery>;
export type AuditVerdict = z.infer<typeof auditVerdict>;
