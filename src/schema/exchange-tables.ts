/** Rows of the tables of the exchange with the ERP; the rules of `tables.ts` hold here too. */

export type ExportFileRow = {
  shop_id: string;
  file_id: number;
  target: string;
  register_id: string;
  shift_id: number;
  file_name: string;
  path: string;
  online: number;
  revision: number;
  content_sha256: string;
  size: number | null;
  receipts: number;
  revenue: number;
  published_utc: string;
  state: string;
  waits_since_utc: string;
  ended_utc: string | null;
  confirmed_utc: string | null;
  attempts: number;
  failure_code: string | null;
  failure_details: string | null;
};

export type ExportTargetRow = {
  shop_id: string;
  target: string;
  kind: string;
  created_utc: string;
  feed_position: number | null;
  last_success_utc: string | null;
  attempts: number;
  next_attempt_utc: string | null;
  problem_code: string | null;
  problem_details: string | null;
  problem_since_utc: string | null;
};

export type ShiftFeedRow = {
  shop_id: string;
  shift_id: number;
  feed_position: number;
  revision: number;
};

export type SalesRequestRow = {
  shop_id: string;
  request_id: number;
  register_id: string | null;
  register_number: string;
  received_utc: string;
  taken_as: string;
  text: string;
  from_date: string | null;
  to_date: string | null;
  state: string;
  reason_code: string | null;
  reason_details: string | null;
  shifts: number;
  revenue: number;
  load_from: string | null;
  load_to: string | null;
  load_state: string;
  load_reason_code: string | null;
  load_reason_details: string | null;
  transfer_id: number | null;
};

export type ErpConfirmationRow = {
  shop_id: string;
  confirmation_id: number;
  shift_id: number;
  file_id: number | null;
  revision: number;
  received_utc: string;
  reference: string | null;
  receipts: number;
  revenue: number;
  own_receipts: number;
  own_revenue: number;
  matches: number;
};

export type ExportBacklogRow = {
  shop_id: string;
  hour_utc: string;
  shifts: number;
  revenue: number;
  oldest_utc: string | null;
};

export type ShiftExportRow = {
  shop_id: string;
  shift_id: number;
  target: string;
  revision: number | null;
  closed: number | null;
  content_sha256: string | null;
  file_name: string | null;
  path: string | null;
  exported_utc: string | null;
  planned_revision: number | null;
  planned_name: string | null;
  waiting_files: string | null;
  failed_revision: number | null;
  reason_code: string | null;
  reason_details: string | null;
  attempts: number;
  next_attempt_utc: string | null;
  confirmation_id: number | null;
  confirmed_revision: number | null;
  confirmed_matches: number | null;
};
