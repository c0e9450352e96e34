/** What an administrator demands of a role: a second factor or not. */
import type { Actor } from '../domain/access.ts';
import { utcText } from '../platform/clock.ts';
import type { Statements, Transaction } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import type { AccessParts } from './parts.ts';
import { type PersonRole, personRoles } from './people.ts';

export type RoleRule = { role: PersonRole; secondFactor: boolean; changedAt: string | null; changedBy: string | null };

/** The rule of every role of people; without a row nothing is demanded. */
export async function listRoleRules(database: Statements): Promise<RoleRule[]> {
  const rows = await database.all<{ role: string; needed: number; changedAt: string; changedBy: string | null }>(
    `SELECT role, second_factor AS needed, changed_utc AS "changedAt", changed_by AS "changedBy"
     FROM role_rule WHERE shop_id = ''`,
  );
  return personRoles.map((role) => {
    const row = rows.find((one) => one.role === role);
    const { changedAt = null, changedBy = null } = row ?? {};
    return { role, secondFactor: row?.needed === 1, changedAt, changedBy };
  });
}

/** From the next log-in on. Whoever has none yet sets one up then. */
export async function demandSecondFactor(
  tx: Transaction<Tables>,
  { clock, tell }: AccessParts,
  actor: Actor,
  role: PersonRole,
  secondFactor: boolean,
): Promise<void> {
  await tx.run(
    `INSERT INTO role_rule (shop_id, role, second_factor, changed_utc, changed_by) VALUES ('', ?, ?, ?, ?)
     ON CONFLICT (shop_id, role) DO UPDATE SET second_factor = excluded.second_factor,
       changed_utc = excluded.changed_utc, changed_by = excluded.changed_by`,
    [role, secondFactor ? 1 : 0, utcText(clock.now()), actor.name || null],
  );
  const code = secondFactor ? 'access.factor_demanded' : 'access.factor_optional';
  await tell(tx, { code, level: 'info', actor, params: { role: `@role.${role}` } });
}
