/** Tokens of registers over the API (P20), and what of the lines expires: for those who may change registers. */
import { z } from 'zod';
import {
  changeQuery,
  expiryList,
  issuedRegisterToken,
  newRegisterToken,
  noQuery,
  registerTokenList,
  routes,
} from '../../../contracts/web-api.ts';
import type { Registers } from '../../pipeline/registers/registers.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers, made } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { valueFrom } from './problems.ts';

export type TokenFunctions = Changing<{
  reports: ReadAs<'registerTokens' | 'expiries'>;
  registers: Pick<Registers, 'issueToken' | 'revokeToken'>;
}>;

const registerPath = z.object({ shopCode: z.string().min(1).max(64), registerCode: z.string().min(1).max(64) });
const tokenPath = registerPath.extend({ tokenId: z.string().regex(/^N-\d{1,15}$/) });
const config = { right: 'registers' } as const;

export function addTokenRoutes(app: Api, functions: TokenFunctions): void {
  app.get(
    routes.registerTokens,
    {
      config,
      schema: {
        operationId: 'listRegisterTokens',
        tags: ['registers'],
        summary: 'Tokens by which a register without a certificate shows that it is the one it says, the latest first',
        params: registerPath,
        querystring: noQuery,
        response: answers(registerTokenList),
      },
    },
    async ({ params, principal }) => valueFrom(await functions.reports(principal).registerTokens(params)),
  );
  app.get(
    routes.expiries,
    {
      config,
      schema: {
        operationId: 'listExpiries',
        tags: ['registers'],
        summary: 'Certificates, revocation lists, tokens and keys that end, the nearest end first',
        querystring: noQuery,
        response: answers(expiryList),
      },
    },
    ({ principal }) => functions.reports(principal).expiries(),
  );
  app.post(
    routes.registerTokens,
    {
      config,
      schema: {
        operationId: 'issueRegisterToken',
        tags: ['registers'],
        summary: 'Issues a token for a register; it is told now and never again, those before stay good',
        params: registerPath,
        querystring: changeQuery,
        body: newRegisterToken,
        response: made(issuedRegisterToken),
      },
    },
    async ({ params, query, body, principal }, reply) => {
      const wanted = { endsAt: body.endsAt, author: principal.actor.name || null };
      const issued = await change(functions, query, async ({ registers }) => {
        const result = await registers.issueToken(params, wanted);
        return valueFrom(result.ok ? { ok: true, value: result } : result);
      });
      return reply.code(201).send({ tokenId: `N-${issued.tokenId}`, token: issued.token });
    },
  );
  app.delete(
    routes.registerToken,
    {
      config,
      schema: {
        operationId: 'revokeRegisterToken',
        tags: ['registers'],
        summary: 'Revokes a token of a register for ever',
        params: tokenPath,
        querystring: changeQuery,
        response: answers(registerTokenList),
      },
    },
    ({ params: { tokenId, ...codes }, query, principal }) =>
      change(functions, query, async ({ reports, registers }) => {
        const which = { tokenId: Number(tokenId.slice(2)), author: principal.actor.name || null };
        const result = await registers.revokeToken(codes, which);
        valueFrom(result.ok ? { ok: true, value: null } : result);
        return valueFrom(await reports(principal).registerTokens(codes));
      }),
  );
}
