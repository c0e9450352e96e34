/** The demo stand: troubles that can be switched on to see what they look like. A server that is no stand has none. */
import { z } from 'zod';

export const standSwitchName = z.enum(['reports_more']).meta({
  id: 'StandSwitchName',
  description: '`reports_more`: the register closes its shift and reports 500.00 more than its receipts give',
});

export const standState = z
  .object({
    demo: z.boolean(),
    switches: z.array(
      z.object({ name: standSwitchName, shopCode: z.string(), registerCode: z.string(), on: z.boolean() }),
    ),
  })
  .meta({ id: 'StandState' });

export const standChange = z.strictObject({ on: z.boolean() }).meta({ id: 'StandChange' });

export type StandSwitchName = z.infer<typeof standSwitchName>;
export type StandState = z.infer<typeof standState>;
export type StandChange = z.infer<typeof standChange>;
