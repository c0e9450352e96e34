-- What the exchange folder has of a shift, beside its revision: how many shifts the ERP lacks is asked for by every page again and
-- again, and to find them all shifts ever closed were held against all exports.

-- The revision that the folder has, the same as in shift_export; 0 = none. Written by the exports alone.
ALTER TABLE shift ADD COLUMN exported_revision BIGINT NOT NULL DEFAULT 0;
UPDATE shift SET exported_revision = COALESCE((SELECT e.revision FROM shift_export e
  WHERE e.shop_id = shift.shop_id AND e.shift_id = shift.shift_id AND e.target = 'folder'), 0);
CREATE INDEX shift_not_exported ON shift (shop_id, register_id, business_date) WHERE exported_revision < revision;
/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('shift', 'shift_not_exported', '500 5 1 1'); */
/*sqlite: ANALYZE sqlite_schema; */
