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

export type ArchiveFileRow = {
  shop_id: string;
  state: string;
  name: string;
  made_on: string;
  made_utc: string;
  packages: number;
  content_bytes: number;
  size: number;
  sha256: string;
  checked_utc: string | null;
  damage: string | null;
  deleted_utc: string | null;
};

export type PackageDecisionRow = {
  shop_id: string;
  name: string;
  state: string;
  decided_utc: string;
  decided_by: string | null;
  reason: string;
};

export type ArchiveRunRow = {
  shop_id: string;
  run_id: number;
  task: string;
  slot: string | null;
  started_utc: string;
  finished_utc: string | null;
  outcome: string;
  details: string;
  started_by: string | null;
};

export type StorageSizeRow = {
  shop_id: string;
  place: string;
  measured_on: string;
  measured_utc: string;
  files: number;
  bytes: number;
  oldest_utc: string | null;
  free_bytes: number | null;
  disk_bytes: number | null;
};
