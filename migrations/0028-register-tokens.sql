-- Tokens by which registers without a certificate show that they are the ones they say (M18, P20). A token that has ended or was revoked
-- stays, so that it is refused by its name.
ALTER TABLE register ADD COLUMN token_required BIGINT NOT NULL DEFAULT 0;
CREATE TABLE register_token (
  shop_id TEXT NOT NULL,
  register_id TEXT NOT NULL,
  token_id BIGINT NOT NULL,
  -- SHA-256; the token itself is kept nowhere
  token_hash TEXT NOT NULL,
  created_utc TEXT NOT NULL,
  created_by TEXT,
  -- null = no end
  ends_utc TEXT,
  last_used_utc TEXT,
  revoked_utc TEXT,
  revoked_by TEXT,
  PRIMARY KEY (shop_id, register_id, token_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
INSERT INTO counter (name, value) VALUES ('register_token', 0);
