-- How a register shows that it is the one it says (M18): the name in a certificate that stands for it (null = its id), whether it
-- must not come without one, and the certificate that it showed last.
ALTER TABLE register ADD COLUMN certificate_name TEXT;
ALTER TABLE register ADD COLUMN certificate_required BIGINT NOT NULL DEFAULT 0;
ALTER TABLE register ADD COLUMN certificate_serial TEXT;
ALTER TABLE register ADD COLUMN certificate_ends_utc TEXT;
ALTER TABLE register ADD COLUMN certificate_seen_utc TEXT;
