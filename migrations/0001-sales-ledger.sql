-- The tables of the road: registers, packages, ledger, event log, exports.
-- Money in kopecks, quantities in thousandths, *_at local to the shop (text without zone), *_utc and times of the server in UTC.
-- Every key begins with the shop, so that a distributed PostgreSQL can keep a shop in one place. Reference tables, the same
-- in every place: counter, schema_migration, and shop and register, whose codes and ids are unique on the whole server
-- (UNIQUE on shop_code and register_id).

CREATE TABLE shop (
  shop_id TEXT NOT NULL PRIMARY KEY,
  shop_code TEXT NOT NULL UNIQUE,
  -- NULL = nobody has named it
  name TEXT,
  time_zone TEXT NOT NULL,
  created_utc TEXT NOT NULL
) /*sqlite: STRICT*/;

CREATE TABLE register (
  shop_id TEXT NOT NULL REFERENCES shop (shop_id),
  register_id TEXT NOT NULL UNIQUE,
  register_code TEXT NOT NULL,
  name TEXT,
  protocol_version BIGINT NOT NULL,
  in_service BIGINT NOT NULL,
  created_utc TEXT NOT NULL,
  last_contact_utc TEXT,
  PRIMARY KEY (shop_id, register_id),
  UNIQUE (shop_id, register_code)
) /*sqlite: STRICT*/;

-- shop_id '' = the whole server; a row of a shop overrides it (data-model 9.1, 9.4).
CREATE TABLE payment_type (
  shop_id TEXT NOT NULL,
  payment_type_code BIGINT NOT NULL,
  name TEXT,
  payment_class TEXT CHECK (payment_class IN ('cash', 'noncash', 'other')),
  source TEXT NOT NULL CHECK (source IN ('default', 'register', 'person')),
  -- NULL = there from the beginning
  first_seen_utc TEXT,
  PRIMARY KEY (shop_id, payment_type_code)
) /*sqlite: STRICT*/;

CREATE TABLE document_type (
  shop_id TEXT NOT NULL,
  document_type BIGINT NOT NULL,
  document_class TEXT NOT NULL CHECK (document_class IN ('sale', 'refund', 'cashIn', 'cashOut', 'annulSale', 'annulRefund', 'service', 'other')),
  source TEXT NOT NULL CHECK (source IN ('default', 'register', 'person')),
  first_seen_utc TEXT,
  PRIMARY KEY (shop_id, document_type)
) /*sqlite: STRICT*/;

-- How many documents of each type are stored; kept by the loader.
CREATE TABLE document_type_count (
  shop_id TEXT NOT NULL,
  document_type BIGINT NOT NULL,
  document_count BIGINT NOT NULL,
  PRIMARY KEY (shop_id, document_type)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Blocks of numbers, taken inside the transaction that uses them.
CREATE TABLE counter (
  name TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
) /*sqlite: STRICT*/;

-- Index over the folders of the file queue; the folder tells the truth, this table is found again from it.
CREATE TABLE package (
  shop_id TEXT NOT NULL,
  register_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  package_id TEXT,
  door TEXT NOT NULL,
  received_utc TEXT NOT NULL,
  size BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('processed', 'error', 'broken')),
  reason_code TEXT,
  reason_details TEXT,
  attempts BIGINT NOT NULL,
  next_attempt_utc TEXT,
  finished_utc TEXT,
  documents_new BIGINT NOT NULL,
  documents_same BIGINT NOT NULL,
  documents_enriched BIGINT NOT NULL,
  documents_conflict BIGINT NOT NULL,
  documents_set_aside BIGINT NOT NULL,
  shift_ids TEXT NOT NULL,
  PRIMARY KEY (shop_id, register_id, sha256)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX package_by_state ON package (state, received_utc);
CREATE INDEX package_by_name ON package (name);
CREATE INDEX package_by_received ON package (received_utc);
CREATE INDEX package_by_finished ON package (finished_utc);
CREATE INDEX package_by_register ON package (shop_id, register_id, received_utc);

CREATE TABLE shift (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  register_id TEXT NOT NULL,
  shift_number BIGINT NOT NULL,
  opened_at TEXT,
  opened_utc TEXT,
  closed_at TEXT,
  closed_utc TEXT,
  business_date TEXT NOT NULL,
  cashier_code TEXT,
  number_repeated BIGINT NOT NULL,
  has_report BIGINT NOT NULL,
  report_stamp TEXT,
  reported_sale_sum BIGINT,
  reported_sale_cash BIGINT,
  reported_sale_noncash BIGINT,
  reported_sale_other BIGINT,
  reported_refund_sum BIGINT,
  reported_refund_cash BIGINT,
  reported_refund_noncash BIGINT,
  reported_revenue BIGINT,
  reported_revenue_cash BIGINT,
  reported_revenue_noncash BIGINT,
  reported_drawer_sum BIGINT,
  reported_sale_count BIGINT,
  reported_refund_count BIGINT,
  reported_first_receipt_number BIGINT,
  reported_last_receipt_number BIGINT,
  reported_first_receipt_at TEXT,
  counted_sale_sum BIGINT NOT NULL,
  counted_sale_cash BIGINT NOT NULL,
  counted_sale_noncash BIGINT NOT NULL,
  counted_sale_other BIGINT NOT NULL,
  counted_sale_unmapped BIGINT NOT NULL,
  counted_refund_sum BIGINT NOT NULL,
  counted_refund_cash BIGINT NOT NULL,
  counted_refund_noncash BIGINT NOT NULL,
  counted_refund_other BIGINT NOT NULL,
  counted_refund_unmapped BIGINT NOT NULL,
  counted_cash_in BIGINT NOT NULL,
  counted_cash_out BIGINT NOT NULL,
  counted_cash_withdrawal BIGINT NOT NULL,
  counted_sale_count BIGINT NOT NULL,
  counted_refund_count BIGINT NOT NULL,
  counted_document_count BIGINT NOT NULL,
  first_receipt_number BIGINT,
  last_receipt_number BIGINT,
  first_document_at TEXT,
  last_document_at TEXT,
  fiscal_devices TEXT NOT NULL,
  users TEXT NOT NULL,
  raw TEXT,
  -- 1 = a class of a payment or document type has changed: the sums are counted anew
  recount BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  updated_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, shift_id)
) /*sqlite: STRICT*/;
CREATE INDEX shift_by_number ON shift (shop_id, register_id, shift_number);
CREATE INDEX shift_to_recount ON shift (shop_id, shift_id) WHERE recount = 1;
CREATE INDEX shift_open ON shift (shop_id, register_id) WHERE closed_at IS NULL;
CREATE INDEX shift_by_revision ON shift (shop_id, register_id, shift_id, revision, business_date);
CREATE INDEX shift_by_update ON shift (updated_utc);
CREATE INDEX shift_by_date ON shift (shop_id, register_id, business_date);

CREATE TABLE document (
  shop_id TEXT NOT NULL,
  document_id BIGINT NOT NULL,
  shift_id BIGINT NOT NULL,
  register_id TEXT NOT NULL,
  identity TEXT NOT NULL,
  document_type BIGINT NOT NULL,
  document_class TEXT NOT NULL,
  document_number BIGINT,
  receipt_number BIGINT,
  opened_at TEXT,
  closed_at TEXT,
  closed_utc TEXT,
  cashier_code TEXT,
  document_sum BIGINT NOT NULL,
  sum_reported BIGINT NOT NULL,
  paid_cash BIGINT NOT NULL,
  paid_noncash BIGINT NOT NULL,
  paid_other BIGINT NOT NULL,
  paid_unmapped BIGINT NOT NULL,
  discount BIGINT NOT NULL,
  sums_difference BIGINT NOT NULL,
  closed_state BIGINT,
  identifier TEXT,
  source_identifier TEXT,
  fiscal_document_number TEXT,
  register_kind TEXT,
  back_reason TEXT,
  position_count BIGINT NOT NULL,
  cancelled_count BIGINT NOT NULL,
  content_hash TEXT NOT NULL,
  package_name TEXT NOT NULL,
  received_utc TEXT NOT NULL,
  revision BIGINT NOT NULL,
  updated_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, document_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX document_by_identity ON document (shop_id, shift_id, identity);
CREATE INDEX document_by_identifier ON document (identifier);

-- The document exactly as it was received, with every key that we do not know.
CREATE TABLE document_raw (
  shop_id TEXT NOT NULL,
  document_id BIGINT NOT NULL,
  raw TEXT NOT NULL,
  PRIMARY KEY (shop_id, document_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE TABLE position (
  shop_id TEXT NOT NULL,
  document_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  position_number BIGINT NOT NULL,
  op_code BIGINT NOT NULL,
  item_code TEXT NOT NULL,
  barcode TEXT NOT NULL,
  name TEXT NOT NULL,
  department_code TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  price BIGINT NOT NULL,
  base_sum BIGINT,
  discount BIGINT NOT NULL,
  position_sum BIGINT NOT NULL,
  tax_sum BIGINT NOT NULL,
  taxes TEXT NOT NULL,
  excise_mark TEXT,
  PRIMARY KEY (shop_id, document_id, line)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE TABLE discount (
  shop_id TEXT NOT NULL,
  document_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  discount_type TEXT NOT NULL,
  discount_mode TEXT,
  name TEXT,
  size TEXT,
  discount_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, document_id, line, ordinal)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE TABLE payment (
  shop_id TEXT NOT NULL,
  document_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  op_code BIGINT NOT NULL,
  payment_type_code BIGINT NOT NULL,
  payment_type_name TEXT,
  operation_kind BIGINT,
  payment_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, document_id, line)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Kept in the transaction that loads the documents; hour is the local calendar hour yyyy-MM-ddTHH.
CREATE TABLE shift_total (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  hour TEXT NOT NULL,
  department_code TEXT NOT NULL,
  payment_class TEXT NOT NULL CHECK (payment_class IN ('cash', 'noncash', 'other', 'unmapped')),
  sale_sum BIGINT NOT NULL,
  refund_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, shift_id, hour, department_code, payment_class)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Payment types without a class that a shift holds, so that a warning can name them.
CREATE TABLE shift_unmapped_payment (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  payment_type_code BIGINT NOT NULL,
  line_count BIGINT NOT NULL,
  PRIMARY KEY (shop_id, shift_id, payment_type_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Records that could not be understood, with their raw text, until a person decides.
CREATE TABLE set_aside (
  shop_id TEXT NOT NULL,
  set_aside_id BIGINT NOT NULL,
  register_id TEXT NOT NULL,
  shift_number BIGINT,
  package_name TEXT NOT NULL,
  section TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  reason_code TEXT NOT NULL,
  reason_details TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  raw TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'decided', 'kept')),
  created_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, set_aside_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX set_aside_by_content ON set_aside (shop_id, register_id, section, content_hash);

-- The other copy of something that is stored already with other money or lines. Nothing here changes the ledger.
CREATE TABLE conflict (
  shop_id TEXT NOT NULL,
  conflict_id BIGINT NOT NULL,
  shift_id BIGINT NOT NULL,
  document_id BIGINT NOT NULL,
  content_hash TEXT NOT NULL,
  difference TEXT NOT NULL,
  raw TEXT NOT NULL,
  package_name TEXT NOT NULL,
  created_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, conflict_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX conflict_by_content ON conflict (shop_id, shift_id, document_id, content_hash);

CREATE TABLE security_log (
  shop_id TEXT NOT NULL,
  register_id TEXT NOT NULL,
  happened_at TEXT NOT NULL,
  op_code BIGINT NOT NULL,
  cashier_code TEXT NOT NULL,
  raw TEXT NOT NULL,
  PRIMARY KEY (shop_id, register_id, happened_at, op_code, cashier_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE TABLE event (
  shop_id TEXT NOT NULL,
  event_id BIGINT NOT NULL,
  happened_utc TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
  code TEXT NOT NULL,
  register_id TEXT NOT NULL,
  params TEXT NOT NULL,
  PRIMARY KEY (shop_id, event_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX event_by_id ON event (event_id);
CREATE INDEX event_by_level ON event (level, event_id);
CREATE INDEX event_by_register ON event (shop_id, register_id, event_id);

-- What the ERP has of each shift, per target (the exchange folder is the target 'folder').
CREATE TABLE shift_export (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  target TEXT NOT NULL,
  revision BIGINT,
  closed BIGINT,
  content_sha256 TEXT,
  file_name TEXT,
  path TEXT,
  exported_utc TEXT,
  planned_revision BIGINT,
  planned_name TEXT,
  -- files of the closed shift that the ERP may not have read yet: [{name, hashes of the contents each may have}]
  waiting_files TEXT,
  failed_revision BIGINT,
  reason_code TEXT,
  reason_details TEXT,
  attempts BIGINT NOT NULL,
  next_attempt_utc TEXT,
  PRIMARY KEY (shop_id, shift_id, target)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE INDEX shift_export_by_time ON shift_export (target, exported_utc, shift_id);
CREATE INDEX shift_export_waiting ON shift_export (next_attempt_utc) WHERE next_attempt_utc IS NOT NULL;

INSERT INTO counter (name, value) VALUES ('shift', 0), ('document', 0), ('set_aside', 0), ('conflict', 0), ('event', 0), ('export_file', 0);

-- Only 1 = cash is the same everywhere; every other code is customer data (data-model 9.4).
INSERT INTO payment_type (shop_id, payment_type_code, name, payment_class, source, first_seen_utc)
VALUES ('', 1, NULL, 'cash', 'default', NULL);

INSERT INTO document_type (shop_id, document_type, document_class, source, first_seen_utc) VALUES
  ('', 1, 'sale', 'default', NULL),
  ('', 2, 'refund', 'default', NULL),
  ('', 25, 'refund', 'default', NULL),
  ('', 3, 'cashIn', 'default', NULL),
  ('', 4, 'cashOut', 'default', NULL),
  ('', 7, 'annulSale', 'default', NULL),
  ('', 8, 'annulRefund', 'default', NULL),
  ('', 13, 'service', 'default', NULL),
  ('', 16, 'service', 'default', NULL),
  ('', 18, 'other', 'default', NULL);
