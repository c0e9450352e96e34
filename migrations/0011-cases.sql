-- Whether the money agrees: what the checks C1–C7 found of each shift, and every difference with its life.

-- 1 = lines are not the sum, 2 = payments are not the sum, 4 = a line, 8 = a tax contradicts itself (C4); added up
ALTER TABLE document ADD COLUMN faults BIGINT NOT NULL DEFAULT 0;
CREATE INDEX document_odd ON document (shop_id, shift_id) WHERE (sums_difference <> 0 OR faults <> 0);
-- Documents that the register has not finished; they are few.
CREATE INDEX document_unfinished ON document (shop_id, shift_id) WHERE (closed_at IS NULL OR closed_state = 0);

-- NULL = looked at before there were checks
ALTER TABLE shift_check ADD COLUMN result TEXT CHECK (result IN ('open', 'not_checked', 'differs', 'agrees'));
-- the outcomes of the checks as JSON: {figure, state, first, second} or {figure, state, why}
ALTER TABLE shift_check ADD COLUMN outcomes TEXT;
CREATE INDEX shift_check_by_result ON shift_check (result, shop_id, shift_id);
-- Every shift is looked at once more.
UPDATE shift_check SET revision = 0;

-- A difference that a check found in a shift. It ends only when the data agree or when, accepted, another takes its place.
CREATE TABLE shift_case (
  shop_id TEXT NOT NULL,
  case_id BIGINT NOT NULL,
  register_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  figure TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('appeared', 'seen', 'solved', 'accepted')),
  -- kopecks or a count; frozen when accepted
  first_value BIGINT NOT NULL,
  second_value BIGINT NOT NULL,
  appeared_utc TEXT NOT NULL,
  -- the revision of the shift in which the values were found
  revision BIGINT NOT NULL,
  seen_utc TEXT,
  seen_by TEXT,
  -- the last load that a person asked for because of it
  transfer_id BIGINT,
  accepted_utc TEXT,
  accepted_by TEXT,
  reason TEXT,
  -- NULL = it stands; an accepted one stands while the data differ by as much
  ended_utc TEXT,
  PRIMARY KEY (shop_id, case_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX shift_case_by_id ON shift_case (case_id);
CREATE UNIQUE INDEX shift_case_standing ON shift_case (shop_id, shift_id, figure) WHERE ended_utc IS NULL;
CREATE INDEX shift_case_by_shift ON shift_case (shop_id, shift_id);
CREATE INDEX shift_case_by_register ON shift_case (shop_id, register_id, case_id);
CREATE INDEX shift_case_open ON shift_case (case_id) WHERE state IN ('appeared', 'seen');

-- For what a shop sold on a day, and which registers were silent.
CREATE INDEX shift_by_shop_date ON shift (shop_id, business_date);

INSERT INTO counter (name, value) VALUES ('shift_case', 0);

-- SQLite knows no sizes of tables until it is told them, and then reads a whole shop for one shift. PostgreSQL counts by itself.
/*sqlite: ANALYZE sqlite_schema; */
/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('document', 'document', '10000000 100000 1'), ('document', 'document_by_identity', '10000000 100000 500 1'), ('document', 'document_odd', '1000 10 2'), ('document', 'document_unfinished', '1000 10 2'), ('document', 'document_by_identifier', '10000000 1'); */
/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('receipt_gap', 'receipt_gap', '100000 1000 1'), ('receipt_gap', 'receipt_gap_by_shift', '100000 1000 2'), ('receipt_gap', 'receipt_gap_by_register', '100000 1000 100 1'), ('receipt_gap', 'receipt_gap_by_id', '100000 1'), ('receipt_gap', 'receipt_gap_due', '100 1'), ('receipt_gap', 'receipt_gap_asked', '100 1'); */
/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('shift_case', 'shift_case', '100000 1000 1'), ('shift_case', 'shift_case_by_shift', '100000 1000 3'), ('shift_case', 'shift_case_standing', '100000 1000 3 1'), ('shift_case', 'shift_case_by_register', '100000 1000 100 1'), ('shift_case', 'shift_case_by_id', '100000 1'), ('shift_case', 'shift_case_open', '1000 1'); */
/*sqlite: ANALYZE sqlite_schema; */
