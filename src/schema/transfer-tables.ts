/** Rows of requests for sales and of the schedules that make them; the rules of tables.ts hold here too. */

export type TransferRow = {
  shop_id: string;
  transfer_id: number;
  register_id: string;
  cause: string;
  author: string | null;
  range_kind: string;
  range_from: string | null;
  range_to: string | null;
  state: string;
  ended_in: string | null;
  reason_code: string | null;
  reason_details: string | null;
  message_ru: string | null;
  message_en: string | null;
  attempts: number;
  next_attempt_utc: string | null;
  silence_utc: string | null;
  overdue: number;
  requested_utc: string;
  accepted_utc: string | null;
  preparing_utc: string | null;
  sent_utc: string | null;
  received_utc: string | null;
  loaded_utc: string | null;
  ended_utc: string | null;
  packages: number;
  documents_new: number;
  documents_same: number;
  /** Sales less refunds of the new documents, kopecks; null = loaded before sums were kept. */
  documents_sum: number | null;
  shift_count: number;
  differing_count: number;
  schedule_run: number | null;
  /** 1 = the register is still to be told that it was called off. */
  call_off_due: number;
  /** JSON: counts of reports that changed nothing, by `why event`. */
  ignored_reports: string | null;
  error_told_utc: string | null;
};

export type ScheduleRow = {
  shop_id: string;
  schedule_id: number;
  register_id: string;
  rule: string;
  paused: number;
  author: string | null;
  created_utc: string;
  group_id: string;
  since_utc: string;
  paused_by: string | null;
  paused_utc: string | null;
};

export type ScheduleRunRow = {
  shop_id: string;
  schedule_id: number;
  slot: string;
  run_id: number;
  outcome: string;
  ran_utc: string;
  author: string | null;
  missed_count: number;
  register_count: number;
  requested_count: number;
  running_count: number;
  refused_count: number;
  no_way_count: number;
};
