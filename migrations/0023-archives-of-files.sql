-- Archives of worked-off packages (M38–M40): one row for each file that was ever made. The row stays when the archive is deleted:
-- count, size and hash of what went are known for ever. All of this is of the whole server: shop_id is '' (every key begins with the shop).
CREATE TABLE archive_file (
  shop_id TEXT NOT NULL,
  -- processed, error or broken
  state TEXT NOT NULL,
  name TEXT NOT NULL,
  -- local date of the run that made it
  made_on TEXT NOT NULL,
  made_utc TEXT NOT NULL,
  packages BIGINT NOT NULL,
  -- of the packages with their reasons, and of the archive
  content_bytes BIGINT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  -- when it was last read whole, and what was wrong then: changed or missing
  checked_utc TEXT,
  damage TEXT,
  deleted_utc TEXT,
  PRIMARY KEY (shop_id, state, name)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- What people decided of packages that cannot be loaded: with a reason they count as dealt with.
CREATE TABLE package_decision (
  shop_id TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  decided_utc TEXT NOT NULL,
  decided_by TEXT,
  reason TEXT NOT NULL,
  PRIMARY KEY (shop_id, name)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Runs of what happens once a day. slot = the local time it belongs to; a run by hand has none.
CREATE TABLE archive_run (
  shop_id TEXT NOT NULL,
  run_id BIGINT NOT NULL,
  -- files, dictionaries, check
  task TEXT NOT NULL,
  slot TEXT,
  started_utc TEXT NOT NULL,
  finished_utc TEXT,
  -- begun, done, partly, failed; none = the slots before it are nobody's
  outcome TEXT NOT NULL,
  details TEXT NOT NULL,
  started_by TEXT,
  PRIMARY KEY (shop_id, run_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX archive_run_of_slot ON archive_run (shop_id, task, slot);
CREATE INDEX archive_run_latest ON archive_run (shop_id, task, run_id);
INSERT INTO counter (name, value) VALUES ('archive_run', 0);

-- How much lies where, measured a few times a day; the last measure of each date stays, to see how it grows.
CREATE TABLE storage_size (
  shop_id TEXT NOT NULL,
  place TEXT NOT NULL,
  measured_on TEXT NOT NULL,
  measured_utc TEXT NOT NULL,
  files BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  oldest_utc TEXT,
  -- of the file system: bytes that can still be written, and all of it
  free_bytes BIGINT,
  disk_bytes BIGINT,
  PRIMARY KEY (shop_id, place, measured_on)
) /*sqlite: STRICT, WITHOUT ROWID*/;
