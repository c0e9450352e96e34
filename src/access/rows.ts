/** People, roles and keys in the shapes of the API contract. */
import type { AccessKeyRow, PersonRow, RoleList } from '../../contracts/web-api.ts';
import { rightsOfRole, roles, type ShopScope, switchableRights } from '../domain/access.ts';
import type { Administration } from './administration.ts';
import type { AccessKey } from './keys.ts';
import type { Person } from './people.ts';

/** Every role with its rights and what is demanded of it. */
export async function roleRows(administration: Administration): Promise<RoleList['roles']> {
  const [rules, people] = [await administration.roleRules(), await administration.people()];
  return roles.map((role) => {
    const rule = rules.find((one) => one.role === role);
    return {
      role,
      rights: [...rightsOfRole[role]],
      switchable: [...(switchableRights[role] ?? [])],
      secondFactor: rule?.secondFactor ?? null,
      people: people.filter((one) => one.role === role && one.disabledAt === null).length,
      changedAt: rule?.changedAt ?? null,
      changedBy: rule?.changedBy ?? null,
    };
  });
}

export function personRow({ extraRights, shops, ...rest }: Person): PersonRow {
  return { ...rest, extraRights: [...extraRights], shops: scopeOf(shops) };
}

export function keyRow({ keyId, rights, shops, ...rest }: AccessKey): AccessKeyRow {
  return { ...rest, keyId: `K-${keyId}`, rights: [...rights], shops: scopeOf(shops) };
}

function scopeOf(shops: ShopScope): 'all' | string[] {
  return shops === 'all' ? shops : [...shops];
}
