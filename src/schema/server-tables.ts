/** Rows about servers above and below this one; the rules of `tables.ts` hold here too. */

export type StoreServerRow = {
  shop_id: string;
  server_code: string;
  name: string | null;
  certificate_name: string | null;
  certificate_required: number;
  created_utc: string;
  last_contact_utc: string | null;
  software_version: string | null;
  backlog_count: number | null;
  backlog_oldest_utc: string | null;
  refused_count: number | null;
  certificate_serial: string | null;
  certificate_ends_utc: string | null;
};

export type StoreServerShopRow = {
  shop_id: string;
  server_code: string;
};

export type UpperCommandRow = {
  shop_id: string;
  command_id: string;
  register_id: string;
  taken_utc: string;
  transfer_id: number | null;
  packages_again: number;
  state: string;
  reason_code: string | null;
  reason_details: string | null;
  told_state: string | null;
  ended_utc: string | null;
};
