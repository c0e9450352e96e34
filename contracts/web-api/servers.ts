/** Servers above and below this one: the line to the upper server, and the servers of stores that bring sales here (M17). */
import { z } from 'zod';
import { utcTime } from './basics.ts';
import { lineConditions } from './words.ts';

const words = z.object({ ru: z.string(), en: z.string() });

/** The line from this server to the one above it. */
export const upperLine = z
  .object({
    address: z.string(),
    serverCode: z.string().meta({ description: 'How this server is called there' }),
    secure: z.boolean().meta({ description: 'Encrypted' }),
    condition: z.enum(lineConditions).meta({
      description:
        '`idle` = everything was brought, `working`, `busy` = the upper server takes nothing for now, `away` = it cannot be reached',
    }),
    since: utcTime.meta({ description: 'Since when the condition holds' }),
    reason: words.nullable().meta({ description: 'Why it does not move; null when it does' }),
    isStuck: z.boolean().meta({ description: 'It has stood still for longer than upper.notMovingAfterMs' }),
    waitingPackages: z.number().int().meta({ description: 'Packages that the upper server has not acknowledged' }),
    waitingBytes: z.number().int(),
    oldestAt: utcTime.nullable().meta({ description: 'When the oldest of them was received' }),
    acknowledgedAt: utcTime
      .nullable()
      .meta({ description: 'When something was acknowledged last since this server was started' }),
    refused: z
      .array(
        z.object({
          registerId: z.string(),
          package: z.string().nullable().meta({ description: 'Name of the package; null = all of the register' }),
          reason: words,
          since: utcTime,
          nextAt: utcTime.meta({ description: 'When it is offered again' }),
        }),
      )
      .meta({ description: 'What the upper server does not take; the rest goes on' }),
    commands: words.nullable().meta({ description: 'Why the upper server cannot ask for loads; null = it can' }),
  })
  .meta({ id: 'UpperLine' });

/** A server of a store that may bring sales here. */
export const storeServer = z
  .object({
    serverCode: z.string(),
    name: z.string().nullable(),
    shopCodes: z.array(z.string()).meta({ description: 'Shops whose registers it may speak for' }),
    registers: z.number().int().meta({ description: 'Registers of these shops' }),
    connectedSince: utcTime
      .nullable()
      .meta({ description: 'Since when it holds its command stream; null = it does not' }),
    lastContactAt: utcTime.nullable(),
    softwareVersion: z.string().nullable(),
    waitingPackages: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Not brought yet, as it told last; null = it has not told' }),
    oldestAt: utcTime.nullable().meta({ description: 'Since when the oldest of them waits there' }),
    refusedRegisters: z.number().int().nullable().meta({ description: 'Registers of it that are refused here' }),
    lastPackageAt: utcTime.nullable().meta({ description: 'When it brought a package last' }),
    certificateName: z.string().nullable().meta({ description: 'Name in its certificate; null = `server-<code>`' }),
    certificateRequired: z.boolean(),
    certificateEndsAt: utcTime.nullable().meta({ description: 'End of the certificate that it showed last' }),
  })
  .meta({ id: 'StoreServer' });

export const serverList = z
  .object({
    upper: upperLine.nullable().meta({ description: 'null = nothing is forwarded from here' }),
    servers: z.array(storeServer),
    asOf: utcTime,
  })
  .meta({ id: 'ServerList' });

/** What is set of a server of a store; an absent key leaves it as it is. */
export const storeServerChange = z
  .strictObject({
    name: z.string().max(200).nullable().optional(),
    shopCodes: z
      .array(z.string().min(1).max(64))
      .max(10_000)
      .optional()
      .meta({ description: 'All shops that it has from now on' }),
    certificateName: z
      .string()
      .regex(/^[^\p{Cc}]{1,200}$/u)
      .nullable()
      .optional(),
    certificateRequired: z.boolean().optional(),
  })
  .meta({ id: 'StoreServerChange' });

export type UpperLine = z.infer<typeof upperLine>;
export type StoreServer = z.infer<typeof storeServer>;
export type ServerList = z.infer<typeof serverList>;
export type StoreServerChange = z.infer<typeof storeServerChange>;
