-- Goods of a whole shop by business date and by month, so that «Товары» of a long period does not add up every shift again.
CREATE TABLE shop_item (
  shop_id TEXT NOT NULL,
  -- a business date yyyy-MM-dd, or a month yyyy-MM
  period TEXT NOT NULL,
  item_code TEXT NOT NULL,
  name TEXT NOT NULL,
  receipt_count BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  discount BIGINT NOT NULL,
  sale_sum BIGINT NOT NULL,
  refund_sum BIGINT NOT NULL,
  tax_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, period, item_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Which shifts the goods of a period are of: they hold while the shifts of the period have the same count and the same sums of
-- their ids and revisions. due = to be added up anew, waiting = a shift of the period is not counted yet.
CREATE TABLE shop_item_period (
  shop_id TEXT NOT NULL,
  period TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'waiting', 'kept')),
  shift_count BIGINT NOT NULL,
  shift_ids BIGINT NOT NULL,
  revisions BIGINT NOT NULL,
  PRIMARY KEY (shop_id, period)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX shop_item_period_due ON shop_item_period (shop_id, period) WHERE state = 'due';

-- What is counted already is added up by the loader when nothing waits.
INSERT INTO shop_item_period (shop_id, period, state, shift_count, shift_ids, revisions)
SELECT DISTINCT shop_id, business_date, 'due', 0, 0, 0 FROM shift WHERE closed_at IS NOT NULL;
INSERT INTO shop_item_period (shop_id, period, state, shift_count, shift_ids, revisions)
SELECT DISTINCT shop_id, substr(business_date, 1, 7), 'due', 0, 0, 0 FROM shift WHERE closed_at IS NOT NULL;

/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('shop_item', 'shop_item', '2000000 20000 400 1'), ('shop_item_period', 'shop_item_period', '5000 50 1'), ('shop_item_period', 'shop_item_period_due', '10 2 1'); */
/*sqlite: ANALYZE sqlite_schema; */
