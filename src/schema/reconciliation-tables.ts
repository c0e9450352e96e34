/** Rows of the tables of the reconciliation; the rules of `tables.ts` hold here too. */

export type ShiftCheckRow = {
  shop_id: string;
  shift_id: number;
  revision: number;
  checked_utc: string;
  result: string | null;
  outcomes: string | null;
};

export type ShiftCaseRow = {
  shop_id: string;
  case_id: number;
  register_id: string;
  shift_id: number;
  figure: string;
  state: string;
  first_value: number;
  second_value: number;
  appeared_utc: string;
  revision: number;
  seen_utc: string | null;
  seen_by: string | null;
  transfer_id: number | null;
  accepted_utc: string | null;
  accepted_by: string | null;
  reason: string | null;
  ended_utc: string | null;
  assigned_to: string | null;
  assigned_utc: string | null;
  assigned_by: string | null;
};

export type ReceiptGapRow = {
  shop_id: string;
  gap_id: number;
  register_id: string;
  shift_id: number;
  first_number: number;
  last_number: number;
  missing_count: number;
  from_at: string | null;
  to_at: string | null;
  cause: string;
  state: string;
  held_by: string | null;
  told: number;
  attempts: number;
  said_none: number;
  appeared_utc: string;
  next_ask_utc: string | null;
  asked_utc: string | null;
  transfer_id: number | null;
  ended_utc: string | null;
};

export type RegisterRearmRow = {
  shop_id: string;
  register_id: string;
  reason: string;
  range_from: string | null;
  range_to: string | null;
  since_utc: string;
  attempts: number;
  next_ask_utc: string | null;
  asked_utc: string | null;
  transfer_id: number | null;
};

export type RegisterClockRow = {
  shop_id: string;
  register_id: string;
  offset_ms: number;
  since_utc: string;
  measured_utc: string;
};
