import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { RoleList } from '../../../contracts/web-api.ts';
import { type Right, rights } from '../../../src/domain/access.ts';
import { demandSecondFactor, peopleQueries } from '../api/people-requests.ts';
import { queryKeys } from '../api/query-keys.ts';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { useLanguage } from '../ui/language.tsx';
import { Wrong } from './access/fields.tsx';
import { useSending } from './access/use-sending.ts';
import { useSettingsTabs } from './settings-page.tsx';
import './access/access.css';
import '../components/plain-table.css';

type Role = RoleList['roles'][number];

/** «Роли: кто что может» (S16): rights against roles, and of which role a second factor is demanded. */
export function RolesPage() {
  const { t } = useLanguage();
  const query = useQuery(peopleQueries.roles());
  return (
    <Page title={t('settings.title')} tabs={useSettingsTabs('roles')} scrolls>
      <Loaded query={query} loading={t('roles.loading')}>
        {({ roles }) => <Roles roles={roles} />}
      </Loaded>
    </Page>
  );
}

function Roles({ roles }: { roles: readonly Role[] }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { wrong, busy, send } = useSending();
  const demand = (role: Role) =>
    send(async () => {
      await demandSecondFactor(role.role, role.secondFactor !== true);
      await client.invalidateQueries({ queryKey: queryKeys.people() });
    });
  const label = t('roles.title');
  return (
    <div className="access-page">
      <p>{t('roles.text')}</p>
      <Wrong text={wrong} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reached by keys */}
      <section className="plain-box" tabIndex={0} aria-label={label}>
        <table className="plain-table rights-table" aria-label={label}>
          <thead>
            <tr>
              <th scope="col">{t('roles.right')}</th>
              {roles.map(({ role }) => (
                <th key={role} scope="col">
                  {t(`role.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map((right) => (
              <tr key={right}>
                <th scope="row">{t(`right.${right}`)}</th>
                {roles.map((role) => (
                  <td key={role.role} className="cell-mark">
                    <Mark role={role} right={right} />
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{t('roles.secondFactor')}</th>
              {roles.map((role) => (
                <td key={role.role} className="cell-mark">
                  {role.secondFactor !== null && (
                    <input
                      type="checkbox"
                      checked={role.secondFactor}
                      disabled={busy}
                      aria-label={t('roles.demand', { role: t(`role.${role.role}`) })}
                      onChange={() => demand(role)}
                    />
                  )}
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">{t('roles.people')}</th>
              {roles.map(({ role, people }) => (
                <td key={role} className="cell-mark">
                  {role === 'integrator' ? '—' : people}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </section>
      <p className="secondary">{t('roles.legend')}</p>
    </div>
  );
}

/** ✓ has it, ± can be added for one person, chosen = key by key; nothing otherwise. */
function Mark({ role, right }: { role: Role; right: Right }) {
  const { t } = useLanguage();
  if (role.role === 'integrator') return t('roles.byKey');
  const [sign, word] = role.rights.includes(right)
    ? (['✓', 'roles.has'] as const)
    : role.switchable.includes(right)
      ? (['±', 'roles.canBeAdded'] as const)
      : (['—', 'roles.hasNot'] as const);
  return (
    <>
      <span aria-hidden="true">{sign}</span>
      <span className="unseen">{t(word)}</span>
    </>
  );
}
