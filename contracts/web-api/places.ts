/** Shops, registers and the server itself. */
import { z } from 'zod';
import {
  givenName,
  language,
  localTime,
  money,
  nextCursor,
  notExportedCounts,
  shopCode,
  shopHeading,
  utcTime,
} from './basics.ts';
import { nextSlot } from './schedules.ts';
import { lineConditions, lineDoors } from './words.ts';

/** The same counts beside a shop or a register. */
const notExported = {
  notExportedShifts: notExportedCounts.notExported,
  notExportedOpenShifts: notExportedCounts.notExportedOpen,
};

export const shop = z
  .object({
    shopId: z.string(),
    shopCode: z.string(),
    name: givenName,
    timeZone: z.string(),
    registerCount: z.number().int(),
    registersSeenToday: z.number().int(),
    lastSaleAt: localTime.nullable(),
    salesToday: money,
    openShifts: z.number().int(),
    ...notExported,
    setAsideDocuments: z.number().int(),
  })
  .meta({ id: 'Shop' });

export const register = z
  .object({
    registerId: z.string(),
    registerCode: z.string(),
    shopCode: z.string(),
    name: givenName,
    protocolVersion: z.literal([3, 4]),
    softwareVersion: z.string().nullable().meta({ description: 'Version of the cash software; null = not known' }),
    inService: z.boolean(),
    commandHost: z.string().nullable().meta({ description: 'Where its command service listens; null = not known' }),
    commandPort: z.number().int().nullable().meta({ description: 'null = 7795' }),
    certificate: z
      .object({
        name: z.string().nullable().meta({ description: 'Name in a certificate that stands for it; null = its id' }),
        required: z.boolean().meta({ description: 'It must not come without a certificate' }),
        serial: z.string().nullable().meta({ description: 'Of the one that it showed last' }),
        endsAt: utcTime.nullable().meta({ description: 'When that one ends' }),
        seenAt: utcTime.nullable(),
      })
      .meta({ description: 'How it shows that it is the one it says' }),
    tokens: z
      .object({
        required: z.boolean().meta({ description: 'It must not come without a token, unless it shows a certificate' }),
        good: z.number().int().meta({ description: 'Tokens that are in force' }),
        endsAt: utcTime.nullable().meta({ description: 'When the last of them ends; null = never, or there is none' }),
        lastUsedAt: utcTime.nullable(),
      })
      .meta({ description: 'How it shows that when it has no certificate' }),
    asked: z
      .object({
        by: z.enum(['stream', 'store_server', 'command_service', 'nothing']),
        streamSince: utcTime.nullable().meta({ description: 'Since when it holds its command stream' }),
        why: z.object({ ru: z.string(), en: z.string() }).nullable().meta({ description: 'Why it cannot be asked' }),
      })
      .meta({ description: 'By what it is asked for sales now; shift numbers can be asked for by the stream only' }),
    lastContactAt: utcTime.nullable(),
    lastLoadAt: utcTime.nullable(),
    lastSaleAt: localTime.nullable(),
    openShiftNumber: z.number().int().nullable(),
    openShiftReceipts: z.number().int().nullable(),
    salesToday: money,
    ...notExported,
    nextScheduled: nextSlot
      .extend({ scheduleId: z.number().int() })
      .nullable()
      .meta({ description: 'When it is asked next by schedule; null = no schedule holds for it, or it is paused' }),
  })
  .meta({ id: 'Register' });

/** One register: what the list says of it, and its last receipt. */
export const registerDetail = register
  .extend({
    lastReceipt: z
      .object({
        document: z.string().meta({ description: 'Its identifier, or its number on this server' }),
        number: z.number().int().nullable(),
        sum: money,
        refund: z.boolean(),
        at: localTime.nullable(),
      })
      .nullable()
      .meta({ description: 'The last sale or refund that is closed; null = none yet' }),
  })
  .meta({ id: 'RegisterDetail' });

/** An id that a register already has from another server: any text of one line. */
const givenId = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'field.given_id')
  .optional()
  .meta({ description: 'Id that the registers have already in their settings; absent = a new one is issued' });

export const newShop = z
  .strictObject({
    shopCode,
    name: z.string().max(200).optional(),
    timeZone: z.string().optional(),
    shopId: givenId,
  })
  .meta({ id: 'NewShop' });

export const newRegister = z
  .strictObject({
    registerCode: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, 'field.register_code')
      .meta({ description: 'Digits without leading zeros: sale<N> is named by it' }),
    name: z.string().max(200).optional(),
    protocolVersion: z
      .literal([3, 4])
      .optional()
      .meta({ description: 'Absent = as the setting of the shop or the server says' }),
    registerId: givenId,
  })
  .meta({ id: 'NewRegister' });

/** What may be changed of a register; an absent key leaves it as it is. */
export const registerChange = z
  .strictObject({
    protocolVersion: z
      .literal([3, 4])
      .optional()
      .meta({ description: 'Refused when the software of the register is known to be too old for it' }),
    softwareVersion: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,9}){1,7}[\w.+~-]{0,40}$/, 'field.software_version')
      .nullable()
      .optional()
      .meta({ description: 'Version of the cash software, for example 4.6.120; null = not known' }),
    inService: z
      .boolean()
      .optional()
      .meta({ description: 'false = taken out of service: it is refused and not asked' }),
    commandHost: z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,253}$/)
      .nullable()
      .optional(),
    commandPort: z.number().int().min(1).max(65_535).optional(),
    certificateName: z
      .string()
      .regex(/^[^\p{Cc}]{1,200}$/u)
      .nullable()
      .optional()
      .meta({ description: 'Name in a certificate of the customer that stands for it; null = its id' }),
    certificateRequired: z.boolean().optional().meta({ description: 'true = it must not come without a certificate' }),
    tokenRequired: z
      .boolean()
      .optional()
      .meta({ description: 'true = it must not come without a token, unless it shows a certificate' }),
    author: z.string().min(1).max(100).optional().meta({ description: 'Who changes it, for the log' }),
  })
  .meta({ id: 'RegisterChange' });

/** Register as it was made: `registerId` and `shopId` go into the settings of the register. */
export const issuedRegister = register.extend({ shopId: z.string() }).meta({ id: 'IssuedRegister' });

export const shopList = z.object({ shops: z.array(shop), next: nextCursor, asOf: utcTime }).meta({ id: 'ShopList' });

export const registerList = z
  .object({
    shop: shopHeading,
    registers: z.array(register),
    next: nextCursor,
    asOf: utcTime,
  })
  .meta({ id: 'RegisterList' });

export const serverStatus = z
  .object({
    version: z.string(),
    startedAt: utcTime,
    database: z.object({ engine: z.enum(['sqlite', 'postgres']), available: z.boolean() }),
    packages: z.object({ waiting: z.number().int(), error: z.number().int(), broken: z.number().int() }),
    registers: z.object({ total: z.number().int(), seenToday: z.number().int() }),
    shifts: z.object({ open: z.number().int(), ...notExportedCounts }),
    setAsideDocuments: z.number().int(),
    conflicts: z.number().int(),
    storage: z
      .object({
        damagedArchives: z.number().int(),
        lowDisks: z.number().int(),
        failedBackups: z.number().int(),
        keepsSpace: z.number().int(),
      })
      .meta({
        description:
          'Archives that are not what was written; disks that are nearly full, or will be soon; 1 when the last backup failed; 1 when the database file keeps freed space (smena database compact)',
      }),
    lines: z
      .object({
        encrypted: z.boolean().meta({ description: 'There is a certificate of the server, registers can come by TLS' }),
        plaintext: z.array(z.enum(lineDoors)).meta({ description: 'Ports that take registers without encryption' }),
      })
      .meta({ description: 'How registers come; without a certificate and without plaintext they cannot' }),
    expiries: z
      .object({ endsSoon: z.number().int(), ended: z.number().int() })
      .meta({ description: 'Certificates, tokens and keys that end within 30 days, and those that have ended' }),
    upper: z
      .object({
        condition: z.enum(lineConditions),
        waitingPackages: z.number().int(),
        oldestAt: utcTime.nullable(),
        isStuck: z.boolean(),
        refusedRegisters: z.number().int(),
      })
      .nullable()
      .meta({ description: 'The line to the upper server; null = nothing is forwarded from here' }),
    lastReceiptAt: localTime.nullable(),
    demo: z.boolean(),
    runsAsRoot: z.boolean().meta({ description: 'The process of the server may do everything on its machine' }),
    defaultLanguage: language,
    timeZone: z.string().meta({ description: "Zone of the server's own clock and of shops without one of their own" }),
    asOf: utcTime
      .optional()
      .meta({ description: 'When the numbers were read; older than now while the database is away' }),
  })
  .meta({ id: 'ServerStatus' });

/**
 * Hints of the live stream (SSE at /api/v1/events): they say what to fetch again, they carry no data. A part that is null
 * means all of them: `shift` without a key speaks of every shift of its register.
 */
export const liveHint = z
  .object({
    topic: z.enum([
      'shops',
      'register',
      'shift',
      'packages',
      'exports',
      'transfers',
      'gaps',
      'cases',
      'schedules',
      'servers',
      'log',
      'status',
    ]),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    shiftKey: z.string().nullable(),
  })
  .meta({ id: 'LiveHint' });

export type Shop = z.infer<typeof shop>;
export type Register = z.infer<typeof register>;
export type RegisterDetail = z.infer<typeof registerDetail>;
export type NewShop = z.infer<typeof newShop>;
export type NewRegister = z.infer<typeof newRegister>;
export type RegisterChange = z.infer<typeof registerChange>;
export type IssuedRegister = z.infer<typeof issuedRegister>;
export type ShopList = z.infer<typeof shopList>;
export type RegisterList = z.infer<typeof registerList>;
export type ServerStatus = z.infer<typeof serverStatus>;
export type LiveHint = z.infer<typeof liveHint>;
