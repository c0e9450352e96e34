/** The refusal for a missing right: which one, where, and who can give it. */
import { type Principal, type Right, type Role, rightsOfRole, roles, switchableRights } from '../../domain/access.ts';
import { type Language, type MessageParams, messageText } from '../../messages/messages.ts';
import { RefusedRequest } from './problems.ts';

/** A right that somebody lacks: everywhere (null), for the whole network, or in a shop. */
export type MissingRight = { principal: Principal; right: Right; place: null | 'network' | { shop: string } };

/** The problem `access.no_right…` (403); its `details` name the right and the shop, so that the audit trail can tell them. */
export function noRight({ principal, right, place }: MissingRight): RefusedRequest {
  const named = { right: `@right.${right}`, rightKey: right, ...holders(right) };
  if (place === null) return new RefusedRequest('access.no_right', named, { details: { right } });
  const shops = ownShops(principal);
  if (place === 'network')
    return new RefusedRequest('access.no_right_network', { ...named, ...shops }, { details: { right, scope: place } });
  const { shop } = place;
  return new RefusedRequest('access.no_right_shop', { ...named, ...shops, shop }, { details: { right, shop } });
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
