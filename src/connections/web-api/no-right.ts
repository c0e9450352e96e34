/** The refusal for a missing right: which one, where, and who can give it. */
import type { FastifyRequest } from 'fastify';
import { type Principal, type Right, type Role, rightsOfRole, roles, switchableRights } from '../../domain/access.ts';
import { type Language, type MessageParams, messageText } from '../../messages/messages.ts';
import type { Logger } from '../../platform/logger.ts';
import { RefusedRequest } from './problems.ts';

/** A right that somebody lacks: everywhere (null), for the whole network, or in a shop. */
export type MissingRight = { principal: Principal; right: Right; place: null | 'network' | { shop: string } };

/** What was refused to whom, for the audit trail. `url` is path and query. */
export type NoRight = MissingRight & { code: string; method: string; url: string };

/** Keeps a refusal. What it throws is logged, and the refusal is answered all the same. */
export type NoteNoRight = (refused: NoRight) => Promise<void> | void;

/** A refusal for a missing right on its way to the one place that answers it. */
export class RefusedRight extends RefusedRequest {
  override name = 'RefusedRight';
  readonly missing: MissingRight;

  constructor(code: string, params: MessageParams, missing: MissingRight) {
    const { right, place } = missing;
    const where: Record<string, string> = place === null ? {} : place === 'network' ? { scope: place } : place;
    super(code, params, { details: { right, ...where } });
    this.missing = missing;
  }
}

/** The problem `access.no_right…` (403) with the right and the shop in `details`. */
export function noRight(missing: MissingRight): RefusedRight {
  const { principal, right, place } = missing;
  const named = { right: `@right.${right}`, rightKey: right, ...holders(right) };
  if (place === null) return new RefusedRight('access.no_right', named, missing);
  const shops = ownShops(principal);
  if (place === 'network') return new RefusedRight('access.no_right_network', { ...named, ...shops }, missing);
  return new RefusedRight('access.no_right_shop', { ...named, ...shops, shop: place.shop }, missing);
}

const MOST_NAMED = 10;

function ownShops({ shops }: Principal): MessageParams {
  if (shops === 'all' || shops.length === 0) return { shops: null };
  const rest = shops.length - MOST_NAMED;
  return { shops: shops.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` + ${rest}` : '') };
}

/** Roles that have the right, or to which it can be added for one person. */
export function rolesWith(right: Right): Role[] {
  return roles.filter((role) => rightsOfRole[role].includes(right) || switchableRights[role]?.includes(right) === true);
}

function holders(right: Right): MessageParams {
  const words = (language: Language) =>
    rolesWith(right)
      .map((role) => messageText(language, `role.${role}`))
      .join(', ');
  return { rolesRu: words('ru'), rolesEn: words('en') };
}

/** Tells of refusals for a missing right; one that cannot be told is logged. */
export function tellNoRight({ onNoRight, logger }: { onNoRight?: NoteNoRight | undefined; logger: Logger }) {
  return async (error: Error, { method, url }: FastifyRequest): Promise<void> => {
    if (!(error instanceof RefusedRight)) return;
    try {
      await onNoRight?.({ ...error.missing, code: error.code, method, url });
    } catch (cause) {
      logger.error(`a refusal could not be noted: ${method} ${url}`, cause);
    }
  };
}
