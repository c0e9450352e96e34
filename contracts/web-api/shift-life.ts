/** How the sales of a shift came («Путь») and what changed in it («История»), tabs of S8. */
import { z } from 'zod';
import { exportState, localTime, money, utcTime } from './basics.ts';
import { transferCauses } from './words.ts';

const words = z.object({ ru: z.string(), en: z.string() });
const count = z.number().int();

const shiftOfLife = z.object({
  shopCode: z.string(),
  registerCode: z.string(),
  shiftKey: z.string().meta({ examples: ['347@2026-03-14'] }),
  shiftNumber: count,
  revision: count.meta({ description: 'Grows by one with each change of the shift' }),
});

export const shiftStage = z
  .object({
    step: z.enum(['opened', 'closed', 'received', 'written', 'checked', 'exported', 'taken', 'confirmed']),
    at: utcTime.nullable().meta({ description: 'null = it has not come so far with the latest revision' }),
    localAt: localTime.nullable().meta({ description: 'Time of the shop, for what the register told' }),
    lastedMs: count.nullable().meta({ description: 'Since the step before it; null when one of the two is not known' }),
    text: words.nullable().meta({ description: 'What came of it, where there is more to say than when' }),
  })
  .meta({ id: 'ShiftStage' });

export const shiftPackage = z
  .object({
    name: z.string(),
    receivedAt: utcTime,
    writtenAt: utcTime.nullable(),
    lastedMs: count.nullable(),
    transferId: z
      .string()
      .nullable()
      .meta({ examples: ['T-88'] }),
    cause: z.enum([...transferCauses, 'file']).nullable(),
    author: z.string().nullable(),
    documents: z.object({ new: count, same: count, enriched: count, conflict: count, setAside: count }),
  })
  .meta({ id: 'ShiftPackage' });

export const shiftFile = z
  .object({
    fileId: z.string().meta({ examples: ['E-301'] }),
    fileName: z.string(),
    revision: count,
    online: z.boolean().meta({ description: 'Written while the shift was open' }),
    publishedAt: utcTime,
    state: z.enum(['waiting', 'taken', 'lost', 'changed']),
    takenAt: utcTime.nullable(),
    confirmedAt: utcTime.nullable(),
    receiptCount: count,
    revenue: money,
    attempts: count,
  })
  .meta({ id: 'ShiftFile' });

export const shiftRoute = z
  .object({
    shift: shiftOfLife,
    exportState,
    stages: z.array(shiftStage),
    packages: z.array(shiftPackage).meta({ description: 'Newest first, at most 200' }),
    packageCount: count,
    files: z.array(shiftFile).meta({ description: 'Newest first, at most 200' }),
    fileCount: count,
    asOf: utcTime,
  })
  .meta({ id: 'ShiftRoute', description: 'From the register to the ERP: each step with its time, what it went by' });

export const historyKinds = ['shift', 'sales', 'conflict', 'difference', 'gap', 'export', 'erp'] as const;

export const shiftHistoryEntry = z
  .object({
    at: utcTime,
    kind: z.enum(historyKinds),
    level: z.enum(['info', 'warning', 'error']),
    text: words,
    who: z.string().nullable(),
    link: z
      .object({
        kind: z.enum(['transfer', 'package', 'document', 'case', 'file']),
        id: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'ShiftHistoryEntry' });

export const shiftHistory = z
  .object({
    shift: shiftOfLife,
    entries: z.array(shiftHistoryEntry).meta({ description: 'Newest first, at most 1000' }),
    total: count,
    asOf: utcTime,
  })
  .meta({ id: 'ShiftHistory', description: 'What changed in a shift, when and why' });

export type ShiftStage = z.infer<typeof shiftStage>;
export type ShiftPackage = z.infer<typeof shiftPackage>;
export type ShiftFile = z.infer<typeof shiftFile>;
export type ShiftRoute = z.infer<typeof shiftRoute>;
export type ShiftHistoryEntry = z.infer<typeof shiftHistoryEntry>;
export type ShiftHistory = z.infer<typeof shiftHistory>;
