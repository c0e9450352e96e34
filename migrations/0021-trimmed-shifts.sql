-- Documents that have left the tables for archives (M45): which shifts, which archives hold them, and the record of each deletion.

-- Since when the documents of the shift lie in an archive and no longer count as stored here; NULL = they are here.
ALTER TABLE shift ADD COLUMN trimmed_utc TEXT;
ALTER TABLE shift ADD COLUMN archive_id BIGINT;
-- How many of its documents in the archive the register has not finished.
ALTER TABLE shift ADD COLUMN trimmed_unfinished BIGINT NOT NULL DEFAULT 0;
-- Shifts that may be old enough to go, by date.
CREATE INDEX shift_with_documents ON shift (shop_id, business_date) WHERE trimmed_utc IS NULL AND counted_document_count > 0;

-- The archive of a business day of a shop, known by its path below the folder of archives.
CREATE TABLE day_archive (
  shop_id TEXT NOT NULL,
  archive_id BIGINT NOT NULL,
  business_date TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  -- ids of its shifts as JSON
  shift_ids TEXT NOT NULL,
  document_count BIGINT NOT NULL,
  row_count BIGINT NOT NULL,
  sale_sum BIGINT NOT NULL,
  refund_sum BIGINT NOT NULL,
  -- removing = its rows leave the tables; removed; restoring = they come back; restored
  state TEXT NOT NULL CHECK (state IN ('removing', 'removed', 'restoring', 'restored')),
  changed_utc TEXT NOT NULL,
  checked_utc TEXT NOT NULL,
  -- NULL = sound when it was read last
  problem TEXT,
  PRIMARY KEY (shop_id, archive_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX day_archive_by_date ON day_archive (shop_id, business_date);
CREATE INDEX day_archive_by_state ON day_archive (state, checked_utc);

-- What was deleted and brought back, for ever: each record names the hash of the one before it and is signed.
CREATE TABLE deletion_record (
  shop_id TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  happened_utc TEXT NOT NULL,
  -- JSON, word for word as it was signed
  content TEXT NOT NULL,
  hash TEXT NOT NULL,
  signature TEXT NOT NULL,
  key_id TEXT NOT NULL,
  PRIMARY KEY (shop_id, record_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX deletion_record_by_number ON deletion_record (record_id);

-- Runs of the trimmer: those of the schedule, and what people ask for.
CREATE TABLE trim_run (
  -- '' = every shop
  shop_id TEXT NOT NULL,
  run_id BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('trim', 'restore')),
  cause TEXT NOT NULL CHECK (cause IN ('schedule', 'person')),
  -- bounds of business dates; NULL = open
  from_date TEXT,
  to_date TEXT,
  asked_utc TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'failed')),
  ended_utc TEXT,
  -- what became of it, as JSON
  outcome TEXT,
  PRIMARY KEY (shop_id, run_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX trim_run_by_number ON trim_run (run_id);
CREATE INDEX trim_run_asked ON trim_run (run_id) WHERE state = 'asked';

INSERT INTO counter (name, value) VALUES ('day_archive', 0), ('deletion_record', 0), ('trim_run', 0);

/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('shift', 'shift_with_documents', '20000 200 5'), ('day_archive', 'day_archive', '30000 300 1'), ('day_archive', 'day_archive_by_date', '30000 300 1'), ('day_archive', 'day_archive_by_state', '30000 10000 1'); */
/*sqlite: ANALYZE sqlite_schema; */
