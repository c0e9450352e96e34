-- Totals that reports read instead of documents, each kept in the transaction that loads the documents.

-- «Отчёт по отделам» (M51): net = sales less returns. receipt_count counts a receipt in each of its departments.
CREATE TABLE shift_department (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  department_code TEXT NOT NULL,
  receipt_count BIGINT NOT NULL,
  position_count BIGINT NOT NULL,
  -- net, thousandths
  quantity BIGINT NOT NULL,
  -- of sales only: base_sum - discount = sale_sum
  base_sum BIGINT NOT NULL,
  discount BIGINT NOT NULL,
  sale_sum BIGINT NOT NULL,
  refund_sum BIGINT NOT NULL,
  -- net
  tax_sum BIGINT NOT NULL,
  cash_sum BIGINT NOT NULL,
  noncash_sum BIGINT NOT NULL,
  other_sum BIGINT NOT NULL,
  unmapped_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, shift_id, department_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- hour is the local calendar hour yyyy-MM-ddTHH, '' = not known; cashier_code '' = nobody was named.
CREATE TABLE shift_hour (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  hour TEXT NOT NULL,
  cashier_code TEXT NOT NULL,
  sale_count BIGINT NOT NULL,
  refund_count BIGINT NOT NULL,
  position_count BIGINT NOT NULL,
  discount BIGINT NOT NULL,
  sale_sum BIGINT NOT NULL,
  refund_sum BIGINT NOT NULL,
  refund_cash BIGINT NOT NULL,
  cancelled_count BIGINT NOT NULL,
  cancelled_sum BIGINT NOT NULL,
  annulled_count BIGINT NOT NULL,
  annulled_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, shift_id, hour, cashier_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- A count is of receipts that were paid (also) so; change is netted.
CREATE TABLE shift_payment (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  payment_type_code BIGINT NOT NULL,
  sale_count BIGINT NOT NULL,
  sale_sum BIGINT NOT NULL,
  refund_count BIGINT NOT NULL,
  refund_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, shift_id, payment_type_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Of sales only; discount_name '' = without a name.
CREATE TABLE shift_discount (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  discount_type TEXT NOT NULL,
  discount_name TEXT NOT NULL,
  line_count BIGINT NOT NULL,
  discount_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, shift_id, discount_type, discount_name)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Goods of a closed shift, counted when no package waits; shift.items_revision says of which revision they are.
CREATE TABLE shift_item (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  item_code TEXT NOT NULL,
  name TEXT NOT NULL,
  receipt_count BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  discount BIGINT NOT NULL,
  sale_sum BIGINT NOT NULL,
  refund_sum BIGINT NOT NULL,
  tax_sum BIGINT NOT NULL,
  PRIMARY KEY (shop_id, shift_id, item_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- The revision whose goods shift_item holds; -1 = none.
ALTER TABLE shift ADD COLUMN items_revision BIGINT NOT NULL DEFAULT -1;
CREATE INDEX shift_items_stale ON shift (shop_id, shift_id) WHERE closed_at IS NOT NULL AND items_revision <> revision;

-- Documents that lists of refunds, annulments, cash movements and cancelled lines look for.
CREATE INDEX document_of_note ON document (shop_id, shift_id, document_class) WHERE document_class <> 'sale' OR cancelled_count > 0;
-- Search of a receipt by number, sum and fiscal number.
CREATE INDEX document_by_number ON document (shop_id, document_number);
CREATE INDEX document_by_sum ON document (shop_id, document_sum);
CREATE INDEX document_by_fiscal ON document (shop_id, fiscal_document_number) WHERE fiscal_document_number IS NOT NULL;

-- What is stored already is counted anew by the loader, shift by shift.
UPDATE shift SET recount = 1;
