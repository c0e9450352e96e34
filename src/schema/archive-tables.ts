/** Rows of the tables of the archive station; the rules of `tables.ts` hold here too. */

export type DayArchiveRow = {
  shop_id: string;
  archive_id: number;
  business_date: string;
  path: string;
  sha256: string;
  size: number;
  shift_ids: string;
  document_count: number;
  row_count: number;
  sale_sum: number;
  refund_sum: number;
  state: string;
  changed_utc: string;
  checked_utc: string;
  problem: string | null;
};

export type DeletionRecordRow = {
  shop_id: string;
  record_id: number;
  happened_utc: string;
  content: string;
  hash: string;
  signature: string;
  key_id: string;
};

export type TrimRunRow = {
  shop_id: string;
  run_id: number;
  kind: string;
  cause: string;
  from_date: string | null;
  to_date: string | null;
  asked_utc: string;
  state: string;
  ended_utc: string | null;
  outcome: string | null;
};
