/** Rows of the tables of people, sessions and keys; the rules of `tables.ts` hold here too. */

export type PersonRow = {
  shop_id: string;
  login: string;
  full_name: string | null;
  role: string;
  extra_rights: string;
  all_shops: number;
  password_hash: string | null;
  password_changed_utc: string | null;
  totp_secret: string | null;
  totp_confirmed_utc: string | null;
  totp_last_step: number | null;
  provider_subject: string | null;
  created_utc: string;
  created_by: string | null;
  disabled_utc: string | null;
  last_login_utc: string | null;
};

export type PersonShopRow = {
  shop_id: string;
  login: string;
};

export type SessionRow = {
  shop_id: string;
  token_hash: string;
  login: string;
  stage: string;
  entered_by: string;
  address: string | null;
  agent: string | null;
  started_utc: string;
  seen_utc: string;
  ends_utc: string;
};

export type AccessKeyRow = {
  shop_id: string;
  key_id: number;
  name: string;
  token_hash: string;
  rights: string;
  all_shops: number;
  created_utc: string;
  created_by: string | null;
  ends_utc: string | null;
  last_used_utc: string | null;
  revoked_utc: string | null;
  revoked_by: string | null;
};

export type KeyShopRow = {
  shop_id: string;
  key_id: number;
};

export type OneTimeLinkRow = {
  shop_id: string;
  token_hash: string;
  purpose: string;
  login: string | null;
  made_utc: string;
  made_by: string | null;
  ends_utc: string;
  used_utc: string | null;
};

export type RecoveryCodeRow = {
  shop_id: string;
  login: string;
  code_hash: string;
  used_utc: string | null;
};

export type LoginPauseRow = {
  shop_id: string;
  kind: string;
  subject: string;
  failures: number;
  last_utc: string;
  until_utc: string;
};

export type RoleRuleRow = {
  shop_id: string;
  role: string;
  second_factor: number;
  changed_utc: string;
  changed_by: string | null;
};

export type ProviderLoginRow = {
  shop_id: string;
  state_hash: string;
  verifier: string;
  nonce: string;
  return_to: string;
  ends_utc: string;
};
