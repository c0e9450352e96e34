-- How many attempts it took to write what a file holds, the last one included, and why the latest that failed did; NULL = none.
ALTER TABLE export_file ADD COLUMN attempts BIGINT NOT NULL DEFAULT 1;
ALTER TABLE export_file ADD COLUMN failure_code TEXT;
ALTER TABLE export_file ADD COLUMN failure_details TEXT;
