-- A register that holds a command stream is told when a load is called off; what it says of an ended load is counted.

-- 1 = it was asked for the load and is still to be told.
ALTER TABLE transfer ADD COLUMN call_off_due BIGINT NOT NULL DEFAULT 0;
CREATE INDEX transfer_call_off_due ON transfer (transfer_id) WHERE call_off_due = 1;
-- JSON: how often each report came that changed nothing; NULL = none did.
ALTER TABLE transfer ADD COLUMN ignored_reports TEXT;
