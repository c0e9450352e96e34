/** Tokens of registers that have no certificate. */
import { z } from 'zod';
import { utcTime } from './basics.ts';

export const registerToken = z
  .object({
    tokenId: z.string().meta({ description: 'N-12' }),
    state: z.enum(['good', 'ended', 'revoked']),
    endsAt: utcTime.nullable().meta({ description: 'null = no end' }),
    createdAt: utcTime,
    createdBy: z.string().nullable(),
    lastUsedAt: utcTime.nullable(),
    revokedAt: utcTime.nullable(),
    revokedBy: z.string().nullable(),
  })
  .meta({ id: 'RegisterToken' });

export const registerTokenList = z
  .object({ tokens: z.array(registerToken), asOf: utcTime })
  .meta({ id: 'RegisterTokenList' });

export const newRegisterToken = z
  .strictObject({
    endsAt: z.iso
      .datetime({ error: 'field.not_utc' })
      .nullable()
      .default(null)
      .meta({ description: 'UTC; null = no end' }),
  })
  .meta({ id: 'NewRegisterToken' });

export const issuedRegisterToken = z
  .object({ tokenId: z.string(), token: z.string().meta({ description: 'Shown now and never again' }) })
  .meta({ id: 'IssuedRegisterToken' });

export type RegisterTokenRow = z.infer<typeof registerToken>;
export type RegisterTokenList = z.infer<typeof registerTokenList>;
export type NewRegisterToken = z.input<typeof newRegisterToken>;
export type IssuedRegisterToken = z.infer<typeof issuedRegisterToken>;
