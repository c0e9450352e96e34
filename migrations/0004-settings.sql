-- Settings that are changed while the server runs; shop_id '' = the whole server. No row = the default.
CREATE TABLE setting (
  shop_id TEXT NOT NULL,
  setting_key TEXT NOT NULL,
  value TEXT NOT NULL,
  changed_utc TEXT NOT NULL,
  -- NULL = nobody has said who
  changed_by TEXT,
  PRIMARY KEY (shop_id, setting_key)
) /*sqlite: STRICT*/;

-- Version of the cash software, as a person or the register tells it; NULL = not known (M14).
ALTER TABLE register ADD COLUMN software_version TEXT;
