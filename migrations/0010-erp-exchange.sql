-- What was handed to the ERP file by file, what it asks for and confirms, and how far each target has got.

-- A published file (sales-file 3), known to people as E-<number>. A waiting file that gets a later state of its shift stays
-- one row; the file of an open shift is one row as long as the shift is open.
CREATE TABLE export_file (
  shop_id TEXT NOT NULL,
  file_id BIGINT NOT NULL,
  target TEXT NOT NULL,
  register_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  path TEXT NOT NULL,
  online BIGINT NOT NULL,
  -- what it holds now: revision of the shift, bytes (NULL = gone before they were counted), receipts, sales less refunds
  revision BIGINT NOT NULL,
  content_sha256 TEXT NOT NULL,
  size BIGINT,
  receipts BIGINT NOT NULL,
  revenue BIGINT NOT NULL,
  published_utc TEXT NOT NULL,
  -- waiting = lies in the folder; taken = vanished from it; lost = vanished with its folder; changed = not our bytes any more
  state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'lost', 'changed')),
  -- since when something lies under the name that the ERP has not taken
  waits_since_utc TEXT NOT NULL,
  ended_utc TEXT,
  confirmed_utc TEXT,
  PRIMARY KEY (shop_id, file_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE INDEX export_file_by_name ON export_file (shop_id, shift_id, file_name);
CREATE INDEX export_file_waiting ON export_file (shop_id, waits_since_utc, file_id) WHERE state = 'waiting';
CREATE INDEX export_file_by_time ON export_file (published_utc, file_id);
CREATE INDEX export_file_ended ON export_file (shop_id, ended_utc, file_id) WHERE state = 'taken';

-- A target and how it is doing: the folder of each shop, the push (shop ''), each program that pulls (shop '').
CREATE TABLE export_target (
  shop_id TEXT NOT NULL,
  target TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('folder', 'push', 'pull')),
  created_utc TEXT NOT NULL,
  -- last position of shift_feed that it has; NULL for the folder
  feed_position BIGINT,
  last_success_utc TEXT,
  attempts BIGINT NOT NULL,
  next_attempt_utc TEXT,
  problem_code TEXT,
  problem_details TEXT,
  problem_since_utc TEXT,
  PRIMARY KEY (shop_id, target)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- The order in which targets without a folder get shifts: each shift once, at the place of its latest revision.
CREATE TABLE shift_feed (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  feed_position BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (shop_id, shift_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE INDEX shift_feed_by_position ON shift_feed (feed_position);

-- A request of the ERP (sales-file 9), known to people as R-<number>.
CREATE TABLE sales_request (
  shop_id TEXT NOT NULL,
  request_id BIGINT NOT NULL,
  -- NULL = the folder belongs to no register
  register_id TEXT,
  register_number TEXT NOT NULL,
  received_utc TEXT NOT NULL,
  -- names the file that was taken, so that a request is answered once
  taken_as TEXT NOT NULL,
  -- what it said, cut
  text TEXT NOT NULL,
  from_date TEXT,
  to_date TEXT,
  state TEXT NOT NULL CHECK (state IN ('answered', 'refused')),
  reason_code TEXT,
  reason_details TEXT,
  -- stored shifts that were put to export again
  shifts BIGINT NOT NULL,
  revenue BIGINT NOT NULL,
  -- days of which the server has nothing, to be asked of the register; NULL = none
  load_from TEXT,
  load_to TEXT,
  load_state TEXT NOT NULL CHECK (load_state IN ('none', 'due', 'asked', 'refused')),
  load_reason_code TEXT,
  load_reason_details TEXT,
  transfer_id BIGINT,
  PRIMARY KEY (shop_id, request_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE INDEX sales_request_taken_as ON sales_request (shop_id, taken_as);
CREATE INDEX sales_request_by_number ON sales_request (request_id);
CREATE INDEX sales_request_load_due ON sales_request (request_id) WHERE load_state = 'due';

-- What the ERP says it has booked of a shift, beside what the file held.
CREATE TABLE erp_confirmation (
  shop_id TEXT NOT NULL,
  confirmation_id BIGINT NOT NULL,
  shift_id BIGINT NOT NULL,
  file_id BIGINT,
  revision BIGINT NOT NULL,
  received_utc TEXT NOT NULL,
  -- name of the ERP's own document, when it says one
  reference TEXT,
  receipts BIGINT NOT NULL,
  revenue BIGINT NOT NULL,
  own_receipts BIGINT NOT NULL,
  own_revenue BIGINT NOT NULL,
  matches BIGINT NOT NULL,
  PRIMARY KEY (shop_id, confirmation_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE INDEX erp_confirmation_by_shift ON erp_confirmation (shop_id, shift_id, confirmation_id);
CREATE INDEX erp_confirmation_by_number ON erp_confirmation (confirmation_id);

-- The latest word of the ERP about the shift; NULL = it has said nothing.
ALTER TABLE shift_export ADD COLUMN confirmation_id BIGINT;
ALTER TABLE shift_export ADD COLUMN confirmed_revision BIGINT;
ALTER TABLE shift_export ADD COLUMN confirmed_matches BIGINT;

-- How much the ERP lacked at the end of each hour; the latest look of the hour.
CREATE TABLE export_backlog (
  shop_id TEXT NOT NULL,
  hour_utc TEXT NOT NULL,
  shifts BIGINT NOT NULL,
  revenue BIGINT NOT NULL,
  -- when the oldest of them came to lack, UTC; NULL = none
  oldest_utc TEXT,
  PRIMARY KEY (shop_id, hour_utc)
) /*sqlite: STRICT, WITHOUT ROWID*/;

INSERT INTO counter (name, value) VALUES ('outbox', 0), ('sales_request', 0), ('erp_confirmation', 0), ('shift_feed', 0);
