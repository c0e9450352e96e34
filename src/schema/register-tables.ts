/** Rows of the tables of shops and registers; the rules of `tables.ts` hold here too. */

export type ShopRow = {
  shop_id: string;
  shop_code: string;
  name: string | null;
  time_zone: string;
  created_utc: string;
  group_id: string | null;
  grouped_utc: string | null;
};

export type ShopGroupRow = {
  group_id: string;
  group_code: string;
  name: string;
  created_utc: string;
};

export type RegisterRow = {
  shop_id: string;
  register_id: string;
  register_code: string;
  name: string | null;
  protocol_version: number;
  in_service: number;
  created_utc: string;
  last_contact_utc: string | null;
  command_host: string | null;
  command_port: number | null;
  sync_due: number;
  sync_next_utc: string | null;
  sync_attempts: number;
  software_version: string | null;
  stream_opened_utc: string | null;
  certificate_name: string | null;
  certificate_required: number;
  certificate_serial: string | null;
  certificate_ends_utc: string | null;
  certificate_seen_utc: string | null;
  token_required: number;
};

export type RegisterTokenRow = {
  shop_id: string;
  register_id: string;
  token_id: number;
  token_hash: string;
  created_utc: string;
  created_by: string | null;
  ends_utc: string | null;
  last_used_utc: string | null;
  revoked_utc: string | null;
  revoked_by: string | null;
};

export type SettingRow = {
  shop_id: string;
  setting_key: string;
  value: string;
  changed_utc: string;
  changed_by: string | null;
};
