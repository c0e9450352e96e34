/** Leaves the sums out of every answer to those who may not see money. What holds receipts or is a file they do not get at all. */
import type { FastifyInstance } from 'fastify';
import { may, type Principal } from '../../domain/access.ts';
import { withoutSums } from '../../messages/without-sums.ts';

/** Installs the rule for all routes of the API. */
export function leaveOutSums(app: FastifyInstance): void {
  app.addHook('preSerialization', async ({ principal, routeOptions }, _reply, answer) => {
    // A request that is refused before anybody asked who sends it holds nothing.
    const isNobody = (principal as Principal | null) === null;
    if (isNobody || routeOptions.url?.startsWith('/api/') !== true || may(principal, 'see-money')) return answer;
    return withoutSums(answer);
  });
}
