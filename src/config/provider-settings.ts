/** Settings of an external log-in by OpenID Connect; without `provider.issuer` there is none. */
import { type Setting, secret, setting } from './setting.ts';
import * as values from './values.ts';

export const providerSettings = {
  'provider.issuer': setting(
    'SMENA_PROVIDER_ISSUER',
    'provider-issuer',
    values.httpUrl,
    null,
    'Адрес внешнего входа по OpenID Connect (issuer); http – только на этой же машине',
    'Address of the external log-in by OpenID Connect (issuer); http on this very machine only',
  ),
  'provider.clientId': setting(
    'SMENA_PROVIDER_CLIENT_ID',
    'provider-client-id',
    values.words,
    null,
    'Под каким именем (client_id) этот сервер известен внешнему входу',
    'Name (client_id) under which the external log-in knows this server',
  ),
  'provider.clientSecret': secret(
    'SMENA_PROVIDER_CLIENT_SECRET',
    values.words,
    'Секрет этого сервера у внешнего входа',
    'Secret of this server at the external log-in',
  ),
  'provider.name': setting(
    'SMENA_PROVIDER_NAME',
    'provider-name',
    values.words,
    'OpenID Connect',
    'Как внешний вход назван на кнопке',
    'How the external log-in is called on the button',
  ),
  'provider.loginClaim': setting(
    'SMENA_PROVIDER_LOGIN_CLAIM',
    'provider-login-claim',
    values.words,
    'preferred_username',
    'Сведение (claim), из которого берётся имя для входа',
    'Claim from which the log-in name is taken',
  ),
  'provider.roleClaim': setting(
    'SMENA_PROVIDER_ROLE_CLAIM',
    'provider-role-claim',
    values.words,
    'groups',
    'Сведение (claim) с группами человека, по которым даётся роль',
    'Claim with the groups of a person, by which a role is given',
  ),
  'provider.roles': setting(
    'SMENA_PROVIDER_ROLES',
    'provider-roles',
    values.roleGroups,
    null,
    'Какая группа даёт какую роль, через запятую; первая подходящая решает: it-admins=administrator,finance=accountant',
    'Which group gives which role, with commas; the first that fits decides: it-admins=administrator,finance=accountant',
  ),
  'provider.shopsClaim': setting(
    'SMENA_PROVIDER_SHOPS_CLAIM',
    'provider-shops-claim',
    values.words,
    null,
    'Сведение (claim) с кодами магазинов человека (all – вся сеть); без него – вся сеть',
    'Claim with the codes of the shops of a person (all = the network); without it the network',
  ),
};

type Values = {
  [K in keyof typeof providerSettings]: (typeof providerSettings)[K] extends Setting<infer T> ? T : never;
};

export type ProviderConfig = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  loginClaim: string;
  roleClaim: string;
  /** Group and role; the first group that a person has decides. */
  roles: NonNullable<Values['provider.roles']>;
  /** null = whoever comes sees the network. */
  shopsClaim: string | null;
};

/** The external log-in as it is set; null = there is none. */
export function providerOf(values: Values): ProviderConfig | null {
  // A setting without a default may be null, whatever its parser answers.
  const written: { readonly [K in keyof Values]: Values[K] | null } = values;
  const { 'provider.issuer': issuer, 'provider.clientId': clientId, 'provider.clientSecret': clientSecret } = written;
  const roles = written['provider.roles'];
  if (issuer === null || clientId === null || clientSecret === null || roles === null) return null;
  const { 'provider.name': name, 'provider.loginClaim': loginClaim, 'provider.roleClaim': roleClaim } = values;
  return {
    issuer,
    clientId,
    clientSecret,
    roles,
    name,
    loginClaim,
    roleClaim,
    shopsClaim: values['provider.shopsClaim'],
  };
}
