/** What of the lines ends, and when. */
import { z } from 'zod';
import { utcTime } from './basics.ts';
import { expiryKinds } from './words.ts';

export const expiry = z
  .object({
    kind: z.enum(expiryKinds),
    name: z
      .string()
      .meta({ description: 'Name of the file, id of the register, token, name of the key or code of the server' }),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    serial: z.string().nullable().meta({ description: 'Of a certificate of a register or a server' }),
    endsAt: utcTime,
    state: z.enum(['good', 'ends_soon', 'ended']).meta({ description: 'ends_soon = within 30 days' }),
  })
  .meta({ id: 'Expiry' });

export const expiryList = z.object({ expiries: z.array(expiry), asOf: utcTime }).meta({ id: 'ExpiryList' });

export type Expiry = z.infer<typeof expiry>;
export type ExpiryList = z.infer<typeof expiryList>;
