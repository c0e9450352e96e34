/** Settings: those that are changed here, and those of the configuration file, which are only shown. */
import { z } from 'zod';
import { utcTime } from './basics.ts';

const words = z.object({ ru: z.string(), en: z.string() });

/** Registers by what they can speak, beside the setting of the protocol. */
const protocolCounts = z.object({
  onProtocol3: z.number().int(),
  onProtocol4: z.number().int(),
  tooOldFor4: z.number().int().meta({ description: 'Registers whose software is known to be older than 4.6.120' }),
  unknownVersion: z.number().int().meta({ description: 'Registers whose software version nobody has noted' }),
});

export const setting = z
  .object({
    key: z.string(),
    shopCode: z.string().nullable().meta({ description: 'null = the whole server' }),
    name: words,
    value: z.string().nullable().meta({ description: 'In force; null = nothing. A secret is never shown: ***' }),
    type: z.enum(['choice', 'port', 'host', 'path', 'size', 'count', 'duration', 'timeZone', 'url', 'text']),
    choices: z.array(z.string()).meta({ description: 'Values that fit, for a choice' }),
    byDefault: z.string().nullable(),
    secret: z.boolean(),
    place: z.enum(['database', 'config']).meta({
      description: '`config`: smena.config.json, environment or option; changed there, in force after a restart',
    }),
    source: z.string().nullable().meta({ description: 'Where a value of `config` was written; null = the default' }),
    variable: z.string().nullable().meta({ description: 'Environment variable of a value of `config`' }),
    changedAt: utcTime.nullable(),
    changedBy: z.string().nullable(),
    registers: protocolCounts.nullable().meta({ description: 'For the protocol of registers only' }),
  })
  .meta({ id: 'Setting' });

export const settingList = z.object({ settings: z.array(setting), asOf: utcTime }).meta({ id: 'SettingList' });

const code = z.string().min(1).max(64);

export const settingChange = z
  .strictObject({
    value: z.string().min(1).max(1000),
    shopCode: code.optional().meta({ description: 'Absent = the whole server' }),
    registerCode: code.optional().meta({ description: 'One register, together with `shopCode`' }),
    includeUnknown: z
      .boolean()
      .default(false)
      .meta({ description: 'Registers whose software version is not known follow as well' }),
    confirmed: z.boolean().default(false).meta({ description: 'The person has seen the preview and agreed' }),
    author: z.string().min(1).max(100).optional().meta({ description: 'Who changes it, for the log' }),
  })
  .refine(({ shopCode, registerCode }) => registerCode === undefined || shopCode !== undefined, {
    path: ['registerCode'],
    error: 'field.needs_shop',
  })
  .meta({ id: 'SettingChange' });

const leftBehind = z.object({
  count: z.number().int(),
  registers: z
    .array(z.object({ shopCode: z.string(), registerCode: z.string(), softwareVersion: z.string().nullable() }))
    .meta({ description: 'The first of them' }),
});

const protocolVersion = z.literal([3, 4]);

/** What a change of the protocol does (D4). */
export const protocolPreview = z
  .object({
    from: protocolVersion,
    to: protocolVersion,
    changing: z.number().int().meta({ description: 'Registers that get the protocol' }),
    already: z.number().int().meta({ description: 'Registers that have it' }),
    tooOld: leftBehind.meta({ description: 'Registers whose software cannot speak it: they stay' }),
    unknownVersion: leftBehind.meta({ description: 'Registers that follow only with `includeUnknown`' }),
  })
  .meta({ id: 'ProtocolPreview' });

/** Answer 409: what the person must see before the protocol is changed (M16). */
export const settingConfirmation = z
  .object({ code: z.literal('confirmation_required'), message: words, preview: protocolPreview })
  .meta({ id: 'SettingConfirmation' });

export const settingChanged = z
  .object({ key: z.string(), message: words, outcome: protocolPreview })
  .meta({ id: 'SettingChanged' });

export type Setting = z.infer<typeof setting>;
export type SettingList = z.infer<typeof settingList>;
export type SettingChange = z.infer<typeof settingChange>;
export type ProtocolPreview = z.infer<typeof protocolPreview>;
export type SettingConfirmation = z.infer<typeof settingConfirmation>;
export type SettingChanged = z.infer<typeof settingChanged>;
